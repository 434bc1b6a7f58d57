import { describe, expect, test } from 'vitest'
import { createPostOffice, shown } from './post-office.ts'

const minuteMs = 60_000

describe('a channel that Ferry is not in', () => {
  async function shutOut() {
    const office = createPostOffice()
    const watch = await office.watch()
    await office.decide(watch, { says: [{ lane: 'end', text: 'over' }] })
    office.slack.closed.add('C1')
    const delivery = office.open()
    await delivery.sweep()
    await office.clock.advance(1000)
    return { office, watch, delivery }
  }

  test('its owner is told once, with what to type, however often it is tried', async () => {
    const { office, watch, delivery } = await shutOut()
    for (let minute = 0; minute < 35; minute += 1) {
      await delivery.sweep()
      await office.clock.advance(minuteMs)
    }
    expect(office.slack.told).toEqual([{ user: 'U1', text: expect.stringContaining('/invite @Ferry') }])
    expect(office.slack.calls.filter(({ call }) => call === 'post C1')).toHaveLength(4)
    expect(await office.workspace.watches.get(watch.id)).toBeDefined()
    await delivery.stop()
  })

  test('nothing is lost: all is posted at once when it is invited', async () => {
    const { office, delivery } = await shutOut()
    office.slack.closed.clear()
    await delivery.heal('T1', 'C1')
    await office.clock.advance(2000)
    expect(shown(office.slack)).toEqual(['card 1', '>> over'])
    await delivery.stop()
  })

  test('it heals by itself too, within ten minutes', async () => {
    const { office, delivery } = await shutOut()
    office.slack.closed.clear()
    await delivery.sweep()
    await office.clock.advance(9 * minuteMs)
    expect(shown(office.slack)).toEqual([])
    await office.clock.advance(1 * minuteMs)
    await delivery.sweep()
    await office.clock.advance(2000)
    expect(shown(office.slack)).toEqual(['card 1', '>> over'])
    await delivery.stop()
  })

  test('an invitation that comes while it is just being refused is not lost', async () => {
    const { office, watch, delivery } = await shutOut()
    await office.clock.advance(10 * minuteMs)
    const { post } = office.slack.wire
    office.slack.wire.post = async (order) => {
      office.slack.wire.post = post
      const refused = post(order)
      office.slack.closed.clear()
      await delivery.heal('T1', 'C1')
      return refused
    }
    delivery.nudge('T1', watch.id)
    await office.clock.advance(2000)
    expect(shown(office.slack)).toEqual(['card 1', '>> over'])
    await delivery.stop()
  })

  test('inviting Ferry elsewhere changes nothing', async () => {
    const { office, delivery } = await shutOut()
    const before = office.slack.calls.length
    await delivery.heal('T1', 'C2')
    await office.clock.advance(2000)
    expect(office.slack.calls).toHaveLength(before)
    await delivery.stop()
  })

  test('that its owner cannot be told either harms nothing', async () => {
    const office = createPostOffice()
    const watch = await office.watch()
    await office.decide(watch, {})
    office.slack.faults.push(
      { method: 'post', fault: { refuse: 'is_archived' } },
      { method: 'tell', fault: 'unreachable' },
    )
    const delivery = office.open()
    delivery.nudge('T1', watch.id)
    await office.clock.advance(1000)
    expect((await office.workspace.receipts.get(watch.id))?.broken?.reason).toBe('is_archived')
    await delivery.stop()
  })
})
