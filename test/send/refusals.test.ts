import { describe, expect, test } from 'vitest'
import { createPostOffice, shown } from './post-office.ts'

const minuteMs = 60_000

describe('what Slack does not take', () => {
  test('after a 429 it waits as long as Slack says, and does not look up what certainly was not posted', async () => {
    const office = createPostOffice()
    const watch = await office.watch()
    await office.decide(watch, { says: [{ lane: 'end', text: 'over' }] })
    office.slack.faults.push({ method: 'post', fault: { retryAfterMs: 20_000 } })
    const startAt = office.clock.now()
    const delivery = office.open()
    delivery.nudge('T1', watch.id)
    await office.clock.advance(minuteMs)
    expect(shown(office.slack)).toEqual(['card 1', '>> over'])
    const seconds = office.slack.calls.map(({ call, at }) => `${call} ${(at - startAt) / 1000}`)
    expect(seconds).toEqual(['post C1 0', 'post C1 20', 'post C1 21'])
    await delivery.stop()
  })

  test.each(['lose before', 'lose after'] as const)('an answer that is lost (%s): posted once', async (fault) => {
    const office = createPostOffice()
    const watch = await office.watch()
    await office.decide(watch, { says: [{ lane: 'end', text: 'over' }] })
    office.slack.faults.push({ method: 'post', fault }, { method: 'post', fault }, { method: 'post', fault })
    const delivery = office.open()
    delivery.nudge('T1', watch.id)
    await office.clock.advance(5 * minuteMs)
    expect(shown(office.slack)).toEqual(['card 1', '>> over'])
    await delivery.stop()
  })

  test('while nobody can tell whether it was posted, it is not posted again', async () => {
    const office = createPostOffice()
    const watch = await office.watch()
    await office.decide(watch, {})
    office.slack.faults.push({ method: 'post', fault: 'lose after' })
    office.slack.faults.push(...Array.from({ length: 8 }, () => ({ method: 'find', fault: 'unreachable' }) as const))
    const delivery = office.open()
    delivery.nudge('T1', watch.id)
    await office.clock.advance(30 * minuteMs)
    expect(office.slack.calls.filter(({ call }) => call === 'post C1')).toHaveLength(1)
    expect(office.slack.calls.filter(({ call }) => call === 'find C1')).toHaveLength(9)
    expect(shown(office.slack)).toEqual(['card 1'])
    await delivery.stop()
  })

  test('an outage is waited out with growing pauses', async () => {
    const office = createPostOffice()
    const watch = await office.watch()
    await office.decide(watch, {})
    office.slack.faults.push(...Array.from({ length: 4 }, () => ({ method: 'post', fault: 'unreachable' }) as const))
    const startAt = office.clock.now()
    const delivery = office.open()
    delivery.nudge('T1', watch.id)
    await office.clock.advance(10 * minuteMs)
    expect(office.slack.calls.map(({ at }) => (at - startAt) / 1000)).toEqual([0, 5, 15, 35, 75])
    await delivery.stop()
  })

  test('blocks that Slack cannot show are left out, once for that message, and nothing behind it waits', async () => {
    const office = createPostOffice()
    const watch = await office.watch()
    await office.decide(watch, {})
    const delivery = office.open()
    delivery.nudge('T1', watch.id)
    await office.clock.advance(2000)
    office.slack.refusesBlocks = 'invalid_blocks'
    await office.decide(watch, { says: [{ lane: 'end', text: 'odd' }] })
    delivery.nudge('T1', watch.id)
    await office.clock.advance(5000)
    office.slack.refusesBlocks = undefined
    await office.decide(watch, { says: [{ lane: 'end', text: 'fine' }] })
    delivery.nudge('T1', watch.id)
    await office.clock.advance(5000)
    const texts = office.slack.messages.map(({ text, blocks }) => `${text} ${blocks.length > 0}`)
    expect(texts).toEqual(['card 1 true', 'odd false', 'fine true'])
    await delivery.stop()
  })

  test('a card that somebody deleted is posted anew, and what comes later goes into its thread', async () => {
    const office = createPostOffice()
    const watch = await office.watch()
    await office.decide(watch, { card: 'a' })
    const delivery = office.open()
    delivery.nudge('T1', watch.id)
    await office.clock.advance(2000)
    office.slack.remove(office.slack.messages[0]?.ts ?? '')
    await office.decide(watch, { card: 'b', says: [{ lane: 'progress', text: 'history' }] })
    delivery.nudge('T1', watch.id)
    await office.clock.advance(10_000)
    expect(shown(office.slack)).toEqual(['b', '> history'])
    expect(office.slack.messages[1]?.threadTs).toBe(office.slack.messages[0]?.ts)
    await delivery.stop()
  })
})
