import { describe, expect, test } from 'vitest'
import { createRepainter } from '../../src/send/thread/repaint.ts'
import { createManualClock } from '../manual-clock.ts'
import { createPostOffice, shown } from './post-office.ts'

const minuteMs = 60_000

async function officeWith(count: number) {
  const office = createPostOffice()
  const watches = await Promise.all(
    Array.from({ length: count }, (_, index) => office.watch(`m${index}`, `C${index % 100}`)),
  )
  for (const watch of watches) await office.decide(watch, { card: 'a' })
  const delivery = office.open()
  await delivery.sweep()
  await office.clock.advance(15 * minuteMs)
  return { office, watches, delivery, ids: watches.map(({ id }) => id) }
}

describe('cards whose figures alone have moved', () => {
  test('are drawn when their turn comes: thousands that move cost no more than those that are sent', async () => {
    const { office, watches, delivery, ids } = await officeWith(300)
    let drawn = 0
    const { get } = office.news
    office.news.get = (id) => {
      drawn += 1
      return get.call(office.news, id)
    }
    for (const watch of watches) await office.decide(watch, { card: 'b' })
    drawn = 0
    delivery.repaint('T1', ids)
    delivery.repaint('T1', ids)
    await office.clock.advance(12_000)
    const edits = office.slack.calls.filter(({ call }) => call.startsWith('update')).length
    expect(edits).toBeGreaterThanOrEqual(8)
    expect(edits).toBeLessThanOrEqual(15)
    // Seen as due, planned, planned under its turn, and looked at once more when it has been sent.
    expect(drawn).toBeLessThanOrEqual((edits + 2) * 4)
    await delivery.stop()
  })

  test('wait behind a card whose state has changed', async () => {
    const { office, watches, delivery, ids } = await officeWith(200)
    for (const watch of watches) await office.decide(watch, { card: 'b' })
    delivery.repaint('T1', ids)
    await office.clock.advance(20_000)
    const [last] = watches.slice(-1)
    if (last === undefined) throw new Error('There are two hundred')
    await office.decide(last, { card: 'ended' })
    delivery.nudge('T1', last.id)
    await office.clock.advance(5_000)
    expect(office.slack.messages.map(({ text }) => text)).toContain('ended')
    await delivery.stop()
  })

  test('are not drawn at all if nothing that people can see has changed', async () => {
    const { office, delivery, ids } = await officeWith(20)
    const before = office.slack.calls.length
    delivery.repaint('T1', ids)
    await office.clock.advance(minuteMs)
    expect(office.slack.calls.length).toBe(before)
    await delivery.stop()
  })

  test('are left as they are when delivery stops, and nothing runs on', async () => {
    const { office, watches, delivery, ids } = await officeWith(50)
    for (const watch of watches) await office.decide(watch, { card: 'b' })
    delivery.repaint('T1', ids)
    await office.clock.advance(2_000)
    await delivery.stop()
    expect(office.clock.sleepers()).toBe(0)
    const next = office.open()
    next.repaint('T1', ids)
    await office.clock.advance(2 * minuteMs)
    expect(shown(office.slack, 'C1')).toEqual(['b'])
    await next.stop()
  })
})

describe('the repainter', () => {
  /** Every card is due, and each edit takes as long as Slack's limit makes it wait. */
  function openRepainter(ids: readonly string[], workspaces = ['T1']) {
    const clock = createManualClock()
    const ending = new AbortController()
    const sent: string[] = []
    const failed: string[] = []
    const world = { clock, ending, drawn: 0, sent, failed, broken: new Set<string>(), early: new Set<string>() }
    const repainter = createRepainter({
      clock,
      signal: ending.signal,
      async isDue(_, id) {
        world.drawn += 1
        if (world.broken.has(id)) throw new Error('It cannot be drawn')
        return world.early.has(id) ? 'later' : true
      },
      async send(workspace, id) {
        await clock.sleep(1200, ending.signal)
        if (!ending.signal.aborted) world.sent.push(`${workspace} ${id}`)
      },
      onFailure: (_, id) => void world.failed.push(id),
    })
    for (const workspace of workspaces) repainter.add(workspace, ids)
    return { ...world, world, repainter }
  }

  const tenThousand = Array.from({ length: 10_000 }, (_, index) => `m${index}`)

  test('draws one card ahead of what is sent, though ten thousand are moving at every tick', async () => {
    const { clock, ending, repainter, world } = openRepainter(tenThousand)
    for (let tick = 0; tick < 10; tick += 1) {
      await clock.advance(12_000)
      repainter.add('T1', tenThousand)
    }
    expect(world.sent).toHaveLength(100)
    expect(new Set(world.sent).size).toBe(100)
    expect(world.drawn).toBe(101)
    ending.abort()
    await Promise.all(repainter.work())
  })

  test('comes to every card before it comes to one again', async () => {
    const { clock, repainter, world } = openRepainter(['a', 'b', 'c'])
    await clock.advance(1500)
    repainter.add('T1', ['a'])
    await clock.passUntil(Promise.all(repainter.work()))
    expect(world.sent).toEqual(['T1 a', 'T1 b', 'T1 c', 'T1 a'])
    expect(repainter.work()).toEqual([])
  })

  test('goes on after a card that cannot be drawn', async () => {
    const { clock, repainter, world } = openRepainter(['a', 'b', 'c'])
    world.broken.add('b')
    await clock.passUntil(Promise.all(repainter.work()))
    expect(world).toMatchObject({ sent: ['T1 a', 'T1 c'], failed: ['b'] })
    world.broken.clear()
    repainter.add('T1', ['c'])
    await clock.passUntil(Promise.all(repainter.work()))
    expect(world.sent.slice(2).toSorted()).toEqual(['T1 b', 'T1 c'])
  })

  test('keeps the cards of a workspace that is not in its hands yet until the next ones come', async () => {
    const { clock, repainter, world } = openRepainter(['a', 'b'], [])
    world.early.add('a')
    repainter.add('T1', ['a', 'b'])
    await clock.passUntil(Promise.all(repainter.work()))
    expect(world.sent).toEqual(['T1 b'])
    world.early.clear()
    repainter.add('T1', [])
    await clock.passUntil(Promise.all(repainter.work()))
    expect(world.sent).toEqual(['T1 b', 'T1 a'])
  })

  test('keeps no workspace waiting for another one', async () => {
    const { clock, repainter, world } = openRepainter(['a', 'b'], ['T1', 'T2'])
    await clock.advance(1200)
    expect(world.sent).toEqual(['T1 a', 'T2 a'])
    await clock.passUntil(Promise.all(repainter.work('T2')))
    expect(world.sent).toContain('T2 b')
    await Promise.all(repainter.work())
  })

  test('draws nothing more once it is to end', async () => {
    const { clock, ending, repainter, world } = openRepainter(tenThousand)
    await clock.advance(1300)
    ending.abort()
    await Promise.all(repainter.work())
    repainter.add('T1', ['late'])
    expect(repainter.work()).toEqual([])
    expect(world).toMatchObject({ drawn: 2, sent: ['T1 m0'] })
    expect(clock.sleepers()).toBe(0)
  })
})
