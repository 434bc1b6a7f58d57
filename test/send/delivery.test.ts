import { describe, expect, test } from 'vitest'
import { createPostOffice, shown } from './post-office.ts'

const minuteMs = 60_000

describe('order', () => {
  test('the card comes first, then what is to be said in its order, and the repainted card last', async () => {
    const office = createPostOffice()
    const watch = await office.watch()
    await office.decide(watch, { card: 'running' })
    const delivery = office.open()
    delivery.nudge('T1', watch.id)
    await office.clock.advance(5000)
    const says = [
      { lane: 'progress', text: 'counted' },
      { lane: 'end', text: 'failed' },
    ] as const
    await office.decide(watch, { card: 'failed card', says })
    delivery.nudge('T1', watch.id)
    await office.clock.advance(10_000)
    expect(shown(office.slack)).toEqual(['failed card', '> counted', '>> failed'])
    expect(office.slack.calls.map(({ call }) => call)).toEqual(['post C1', 'post C1', 'post C1', 'update C1'])
    await delivery.stop()
  })

  test('only the newest card is sent: 100 changes while an edit waits cost one edit', async () => {
    const office = createPostOffice()
    const watches = await Promise.all(Array.from({ length: 20 }, (_, index) => office.watch(`m${index}`, `C${index}`)))
    const delivery = office.open()
    for (const watch of watches) await office.decide(watch, { card: '0' })
    await delivery.sweep()
    await office.clock.advance(5000)
    for (let change = 1; change <= 100; change += 1) {
      for (const watch of watches) await office.decide(watch, { card: String(change) })
      delivery.repaint(
        'T1',
        watches.map(({ id }) => id),
      )
    }
    await office.clock.advance(minuteMs)
    const edits = office.slack.calls.filter(({ call }) => call.startsWith('update'))
    // Five go out at once with what the card shows by then; nobody is edited more than twice.
    expect(edits.length).toBeLessThanOrEqual(25)
    expect(office.slack.messages.map(({ text }) => text)).toEqual(watches.map(() => '100'))
    await delivery.stop()
  })

  test('an end does not wait behind the edits that are held back', async () => {
    const office = createPostOffice()
    const watches = await Promise.all(Array.from({ length: 120 }, (_, index) => office.watch(`m${index}`, `C${index}`)))
    const delivery = office.open()
    for (const watch of watches) await office.decide(watch, { card: 'a' })
    await delivery.sweep()
    await office.clock.advance(2000)
    for (const watch of watches) await office.decide(watch, { card: 'b' })
    await delivery.sweep()
    await office.clock.advance(2000)
    const decidedAt = office.clock.now()
    for (const watch of watches) await office.decide(watch, { card: 'c', says: [{ lane: 'end', text: 'over' }] })
    await delivery.sweep()
    await office.clock.advance(2000)
    const ends = office.slack.messages.filter(({ text }) => text === 'over')
    expect(ends).toHaveLength(120)
    expect(Math.max(...ends.map(({ at }) => at)) - decidedAt).toBeLessThanOrEqual(1000)
    await delivery.stop()
  })

  test('an end overtakes the history of other migrations in a busy channel', async () => {
    const office = createPostOffice()
    const watches = await Promise.all(Array.from({ length: 30 }, (_, index) => office.watch(`m${index}`)))
    const delivery = office.open()
    for (const watch of watches) await office.decide(watch, {})
    await delivery.sweep()
    await office.clock.advance(40_000)
    for (const watch of watches) await office.decide(watch, { says: [{ lane: 'progress', text: 'history' }] })
    await delivery.sweep()
    await office.clock.advance(500)
    const last = watches.at(-1)
    if (last === undefined) throw new Error('There are thirty')
    await office.decide(last, { says: [{ lane: 'end', text: 'over' }] })
    delivery.nudge('T1', last.id)
    await office.clock.advance(3000)
    expect(shown(office.slack)).toContain('>> over')
    expect(shown(office.slack).filter((text) => text === '> history').length).toBeLessThan(10)
    await delivery.stop()
  })
})

describe('a watch', () => {
  test('that was ended is sent nothing more', async () => {
    const office = createPostOffice()
    const watch = await office.watch()
    await office.decide(watch, { says: [{ lane: 'end', text: 'over' }] })
    await office.workspace.watches.delete(watch.id)
    const delivery = office.open()
    await delivery.sweep()
    delivery.nudge('T1', watch.id)
    await office.clock.advance(5000)
    expect(office.slack.calls).toEqual([])
    await delivery.stop()
  })

  test('that is made again gets a card of its own, and nothing of the earlier one’s receipt hides its news', async () => {
    const office = createPostOffice()
    const first = await office.watch()
    await office.decide(first, { says: [{ lane: 'end', text: 'first end' }] })
    const delivery = office.open()
    delivery.nudge('T1', first.id)
    await office.clock.advance(5000)
    const second = await office.watch()
    office.news.delete(second.id)
    await office.decide(second, { says: [{ lane: 'end', text: 'second end' }] })
    delivery.nudge('T1', second.id)
    await office.clock.advance(5000)
    expect(shown(office.slack)).toEqual(['card 1', '>> first end', 'card 1', '>> second end'])
    await delivery.stop()
  })
})

test('tells at any moment how much waits and for how long', async () => {
  const office = createPostOffice()
  const watch = await office.watch()
  office.slack.closed.add('C1')
  await office.decide(watch, {
    says: [
      { lane: 'end', text: 'over' },
      { lane: 'progress', text: 'b' },
    ],
  })
  await office.clock.advance(7000)
  const delivery = office.open()
  expect(await delivery.pending()).toEqual({ count: 2, oldestAgeMs: 7000 })
  await delivery.stop()
})

test('a card that waits for its turn counts until Slack has it', async () => {
  const office = createPostOffice()
  for (let index = 0; index < 10; index += 1) await office.decide(await office.watch(`m${index}`), {})
  const delivery = office.open()
  await delivery.sweep()
  await office.clock.advance(2500)
  expect(await delivery.pending()).toEqual({ count: 7, oldestAgeMs: 0 })
  await office.clock.advance(10_000)
  expect(await delivery.pending()).toEqual({ count: 0, oldestAgeMs: 0 })
  await delivery.stop()
})

test('stop sends nothing more, leaves no timer, and what was held back goes out after a restart', async () => {
  const office = createPostOffice()
  for (let index = 0; index < 10; index += 1) await office.decide(await office.watch(`m${index}`), {})
  const delivery = office.open()
  await delivery.sweep()
  await office.clock.advance(2500)
  await delivery.stop()
  delivery.nudge('T1', 'prod-hw/m9@C1')
  await office.clock.advance(minuteMs)
  expect(office.slack.messages).toHaveLength(3)
  expect(office.clock.sleepers()).toBe(0)
  const next = office.open()
  await next.sweep()
  await office.clock.advance(minuteMs)
  await next.idle()
  expect(office.slack.messages).toHaveLength(10)
  await next.stop()
})

test.each([-3_600_000, 3_600_000])('a clock that is set by %i ms holds nothing up', async (byMs) => {
  const office = createPostOffice()
  for (let index = 0; index < 4; index += 1) await office.decide(await office.watch(`m${index}`), {})
  const delivery = office.open()
  await delivery.sweep()
  await office.clock.advance(1000)
  office.clock.set(byMs)
  await office.clock.advance(3000)
  expect(office.slack.messages).toHaveLength(4)
  await delivery.stop()
})
