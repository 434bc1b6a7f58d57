import { describe, expect, test } from 'vitest'
import { createLife } from './mortal.ts'
import { createPostOffice } from './post-office.ts'
import { startReplica } from './replica.ts'
import { callsIn, shutOut, toldIn } from './shut-out.ts'

const secondMs = 1000
const minuteMs = 60_000

describe('a notice that Ferry cannot post in a channel', () => {
  test.each(['open', 'post'] as const)('waits as long as Slack asks, and arrives once: %s', async (method) => {
    const { office, delivery } = await shutOut(({ slack }) => {
      // The first post is the one that the channel refuses.
      if (method === 'post') slack.faults.push({ method, fault: { refuse: 'not_in_channel' } })
      slack.faults.push({ method, fault: { retryAfterMs: 20 * secondMs } })
    })
    expect(office.slack.told).toEqual([])
    await office.clock.advance(18 * secondMs)
    expect(office.slack.told).toEqual([])
    await office.clock.advance(2 * secondMs)
    expect(toldIn(office)).toEqual(['U1'])
    await office.clock.advance(60 * minuteMs)
    await delivery.sweep()
    expect(toldIn(office)).toEqual(['U1'])
    await delivery.stop()
  })

  test('is not doubled if Slack’s answer to it is lost', async () => {
    const { office, delivery } = await shutOut(({ slack }) => {
      slack.faults.push({ method: 'post', fault: { refuse: 'not_in_channel' } })
      slack.faults.push({ method: 'post', fault: 'lose after' })
    })
    await office.clock.advance(minuteMs)
    await delivery.sweep()
    await office.clock.advance(minuteMs)
    expect(toldIn(office)).toEqual(['U1'])
    expect(callsIn(office, 'post D1')).toHaveLength(1)
    expect(callsIn(office, 'find D1').length).toBeGreaterThan(0)
    await delivery.stop()
  })

  test('arrives if Slack’s answer is lost and it was not posted', async () => {
    const { office, delivery } = await shutOut(({ slack }) => {
      slack.faults.push({ method: 'post', fault: { refuse: 'not_in_channel' } })
      slack.faults.push({ method: 'post', fault: 'lose before' })
    })
    await office.clock.advance(minuteMs)
    expect(toldIn(office)).toEqual(['U1'])
    await delivery.stop()
  })

  test('is written down before it is sent, and a process that starts sends it', async () => {
    const { office, delivery } = await shutOut(({ slack }) => {
      slack.faults.push({ method: 'open', fault: { retryAfterMs: 5 * minuteMs } })
    })
    await delivery.stop()
    const { broken } = (await office.workspace.channels.get('C1')) ?? {}
    expect(broken).toMatchObject({ wasOwnerTold: false, notice: { people: { U1: { state: 'waiting' } } } })
    // The channel is not tried again, since it was tried just now: the notice alone is sent.
    const threads = { ...office.threads(), healedAt: () => 0 }
    const second = office.open({ threadsOf: () => threads })
    await second.sweep()
    await office.clock.advance(secondMs)
    expect(toldIn(office)).toEqual(['U1'])
    expect(callsIn(office, 'post C1')).toHaveLength(1)
    const told = (await office.workspace.channels.get('C1'))?.broken
    expect(told).toMatchObject({ wasOwnerTold: true, notice: { people: { U1: { state: 'told', channel: 'D1' } } } })
    await second.stop()
  })

  test('arrives once, whenever the process dies', async () => {
    for (let lastStep = 1; ; lastStep += 1) {
      const office = createPostOffice()
      await office.decide(await office.watch(), {})
      office.slack.closed.add('C1')
      const life = createLife({ store: office.store, wire: office.slack.wire }, lastStep)
      const first = office.open({ store: life.store, wire: life.wire })
      await first.sweep().catch(() => {})
      await office.clock.advance(secondMs)
      await first.stop()
      const second = office.open()
      await second.sweep()
      await office.clock.advance(minuteMs)
      await second.sweep()
      await office.clock.advance(minuteMs)
      expect([lastStep, ...toldIn(office)]).toEqual([lastStep, 'U1'])
      await second.stop()
      if (!life.isOver()) {
        expect(lastStep).toBeGreaterThan(8)
        return
      }
    }
  })

  test('is not sent if the channel was healed before', async () => {
    const { office, delivery } = await shutOut(({ slack }) => {
      slack.faults.push({ method: 'open', fault: { retryAfterMs: 20 * secondMs } })
    })
    office.slack.closed.clear()
    await delivery.heal('T1', 'C1')
    await office.clock.advance(60 * minuteMs)
    await delivery.sweep()
    expect(office.slack.told).toEqual([])
    expect(callsIn(office, 'open U1')).toHaveLength(1)
    await delivery.stop()
  })

  test('counts as waiting until it was sent', async () => {
    const { office, delivery } = await shutOut(
      ({ slack }) => void slack.faults.push({ method: 'open', fault: { retryAfterMs: 20 * secondMs } }),
    )
    // What the channel is to be told waits besides.
    expect((await delivery.pending()).count).toBe(2)
    await office.clock.advance(20 * secondMs)
    expect((await delivery.pending()).count).toBe(1)
    await delivery.stop()
  })

  test('leaves nothing behind once the channel is healed', async () => {
    const office = createPostOffice()
    await office.decide(await office.watch(), {})
    office.slack.closed.add('C1')
    const { delivery, takes } = startReplica(office, 'one')
    await takes()
    await delivery.sweep()
    await office.clock.advance(secondMs)
    expect((await office.workspace.channels.get('D1'))?.receipts).not.toEqual({})
    office.slack.closed.clear()
    await delivery.heal('T1', 'C1')
    await office.clock.advance(secondMs)
    expect(callsIn(office, 'post C1')).toHaveLength(2)
    await delivery.sweep()
    expect(await office.workspace.channels.get('D1')).toBeUndefined()
    expect((await office.workspace.channels.get('C1'))?.broken).toBeUndefined()
  })

  test('is not sent to somebody who was told by a version before', async () => {
    const office = createPostOffice()
    await office.decide(await office.watch(), {})
    office.slack.closed.add('C1')
    const broken = { reason: 'not_in_channel', since: 1, triedAt: 1, wasOwnerTold: true }
    await office.workspace.channels.set('C1', { channel: 'C1', receipts: {}, begun: {}, broken })
    const delivery = office.open()
    await delivery.sweep()
    await office.clock.advance(minuteMs)
    expect(callsIn(office, 'post C1')).toHaveLength(1)
    expect(office.slack.told).toEqual([])
    await delivery.stop()
  })
})

describe('a notice that Slack limits a channel', () => {
  async function limited(openings: readonly number[]) {
    const office = createPostOffice()
    await office.decide(await office.watch(), {})
    office.slack.faults.push({ method: 'post', fault: { retryAfterMs: 10 * minuteMs } })
    for (const seconds of openings) {
      office.slack.faults.push({ method: 'open', fault: { retryAfterMs: seconds * secondMs } })
    }
    const delivery = office.open()
    await delivery.sweep()
    await office.clock.advance(19 * secondMs)
    expect(office.slack.told).toEqual([])
    return { office, delivery }
  }

  test('waits as long as Slack asks, and arrives once', async () => {
    const { office, delivery } = await limited([20])
    await office.clock.advance(secondMs)
    expect(toldIn(office)).toEqual(['U1'])
    await delivery.sweep()
    await office.clock.advance(5 * minuteMs)
    expect(toldIn(office)).toEqual(['U1'])
    await delivery.stop()
  })

  test('is not sent if Slack accepts a message there first', async () => {
    const { office, delivery } = await limited([55, 30])
    await office.clock.advance(5 * minuteMs)
    expect(callsIn(office, 'post C1')).toHaveLength(2)
    expect(callsIn(office, 'open U1')).toHaveLength(2)
    expect(office.slack.told).toEqual([])
    await delivery.stop()
  })
})
