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

  test('its owner is told again if it refuses again after somebody has invited Ferry', async () => {
    const { office, delivery } = await shutOut()
    await delivery.heal('T1', 'C1')
    await office.clock.advance(2000)
    expect(office.slack.told).toHaveLength(2)
    await delivery.healAll('T1')
    await office.clock.advance(2000)
    expect(office.slack.told).toHaveLength(2)
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
      { method: 'open', fault: { refuse: 'user_not_found' } },
    )
    const delivery = office.open()
    delivery.nudge('T1', watch.id)
    await office.clock.advance(1000)
    expect((await office.workspace.channels.get('C1'))?.broken?.reason).toBe('is_archived')
    await delivery.stop()
  })
})

describe('many threads in a channel that Ferry cannot post in', () => {
  async function shutOut(count: number) {
    const office = createPostOffice()
    const ids = Array.from({ length: count }, (_, index) => `m${index}`)
    for (const id of ids) await office.decide(await office.watch(id), { card: `card ${id}` })
    office.slack.closed.add('C1')
    return { office, ids }
  }

  test('cost one message to a person, not one each', async () => {
    const { office } = await shutOut(12)
    const delivery = office.open()
    await delivery.sweep()
    await office.clock.advance(60_000)
    expect(office.slack.told).toHaveLength(1)
    await delivery.stop()
  })

  test('are told of again at the next try if that message did not get through', async () => {
    const { office } = await shutOut(3)
    office.slack.faults.push({ method: 'open', fault: { refuse: 'messages_tab_disabled' } })
    const delivery = office.open()
    await delivery.sweep()
    await office.clock.advance(60_000)
    expect(office.slack.told).toEqual([])
    await office.clock.advance(10 * minuteMs)
    await delivery.sweep()
    await office.clock.advance(60_000)
    expect(office.slack.told).toHaveLength(1)
    await delivery.stop()
  })

  test('cost one message for one cause, whatever word Slack has for it', async () => {
    const { office } = await shutOut(1)
    office.slack.closed.clear()
    const delivery = office.open()
    for (const refuse of ['is_archived', 'is_inactive', 'channel_is_archived']) {
      office.slack.faults.push({ method: 'post', fault: { refuse } })
      await delivery.sweep()
      await office.clock.advance(11 * minuteMs)
    }
    expect(office.slack.told).toHaveLength(1)
    await delivery.stop()
  })

  test('are all shown as soon as one is accepted', async () => {
    const { office, ids } = await shutOut(4)
    const delivery = office.open()
    await delivery.sweep()
    await office.clock.advance(60_000)
    office.slack.closed.clear()
    await office.decide(await office.watch('new'), { card: 'card new' })
    delivery.nudge('T1', 'prod-hw/new@C1')
    await office.clock.advance(30_000)
    expect(shown(office.slack).toSorted()).toEqual([...ids, 'new'].map((id) => `card ${id}`))
    await delivery.stop()
  })

  test('are tried at once by a replica that starts', async () => {
    const { office, ids } = await shutOut(2)
    const first = office.open()
    await first.sweep()
    await office.clock.advance(60_000)
    await first.stop()
    office.slack.closed.clear()
    const second = office.open()
    await second.sweep()
    await office.clock.advance(5_000)
    expect(shown(office.slack)).toEqual(ids.map((id) => `card ${id}`))
    await second.stop()
  })
})
