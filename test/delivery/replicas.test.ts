import { describe, expect, onTestFinished, test } from 'vitest'
import type { Delivery } from '../../src/delivery/outbox.ts'
import type { Store } from '../../src/store/store.ts'
import { createManualClock } from '../manual-clock.ts'
import { redisIsInstalled } from '../redis-server.ts'
import { createRedisWorld, storeOver } from '../store/world.ts'
import { createPostOffice, type PostOffice, shown } from './post-office.ts'

const minuteMs = 60_000

type Branches = { office: PostOffice; deliveries: Delivery[] }
type OpenBranches = () => Promise<Branches>

/** Three replicas over one store in memory. */
const inMemory: OpenBranches = async () => {
  const office = createPostOffice()
  return { office, deliveries: [office.open(), office.open(), office.open()] }
}

/** Three connections to one Redis, as three processes would have. */
const onRedis: OpenBranches = async () => {
  const world = await createRedisWorld()
  onTestFinished(world.end)
  const clock = createManualClock()
  const stores: Store[] = []
  for (let count = 0; count < 3; count += 1)
    stores.push(storeOver(await world.connect(), { ...world.clock, now: clock.now }))
  const office = createPostOffice(stores[0], clock)
  return { office, deliveries: stores.map((store) => office.open({ store })) }
}

const places: [string, OpenBranches][] = [['memory', inMemory]]
if (redisIsInstalled) places.push(['Redis', onRedis])

describe.each(places)('three replicas over %s', (_, open) => {
  async function openFor(test: (branches: Branches) => Promise<void>): Promise<void> {
    const branches = await open()
    await test(branches)
    for (const delivery of branches.deliveries) await delivery.stop()
  }

  test('post everything once, though all of them are told of all of it again and again', () =>
    openFor(async ({ office, deliveries }) => {
      const watches = await Promise.all(
        Array.from({ length: 12 }, (_, index) => office.watch(`m${index}`, `C${index % 3}`)),
      )
      for (const watch of watches) {
        const says = ['counted', 'failed'].map(
          (text) => ({ lane: 'end', text: `${watch.migrationId} ${text}` }) as const,
        )
        await office.decide(watch, { card: `${watch.migrationId} card`, says })
      }
      for (let second = 0; second < 40; second += 1) {
        await Promise.all(deliveries.map((delivery) => delivery.sweep()))
        await office.clock.advance(1000)
      }
      const expected = watches.flatMap(({ migrationId: id }) => [`${id} card`, `${id} counted`, `${id} failed`])
      expect(office.slack.messages.map(({ text }) => text).toSorted()).toEqual(expected.toSorted())
    }))

  test('post once when answers are lost', () =>
    openFor(async ({ office, deliveries }) => {
      const watch = await office.watch()
      await office.decide(watch, { says: [{ lane: 'end', text: 'over' }] })
      for (const fault of ['lose after', 'lose before', 'lose after'] as const) {
        office.slack.faults.push({ method: 'post', fault })
      }
      for (let round = 0; round < 20; round += 1) {
        await Promise.all(deliveries.map((delivery) => delivery.sweep()))
        await office.clock.advance(3000)
      }
      expect(shown(office.slack)).toEqual(['card 1', '>> over'])
    }))

  test('post once when one of them had to wait for longer than any lease', () =>
    openFor(async ({ office, deliveries }) => {
      const watch = await office.watch()
      await office.decide(watch, { says: [{ lane: 'end', text: 'over' }] })
      office.slack.faults.push({ method: 'post', fault: { retryAfterMs: 5 * minuteMs } })
      for (let minute = 0; minute < 8; minute += 1) {
        await Promise.all(deliveries.map((delivery) => delivery.sweep()))
        await office.clock.advance(minuteMs)
      }
      expect(shown(office.slack)).toEqual(['card 1', '>> over'])
    }))

  test('leave a watch to the one whose call to Slack is slow', () =>
    openFor(async ({ office, deliveries }) => {
      const watch = await office.watch()
      await office.decide(watch, { says: [{ lane: 'end', text: 'over' }] })
      const { post } = office.slack.wire
      office.slack.wire.post = async (order) => {
        await office.clock.sleep(10_000)
        return post(order)
      }
      for (let second = 0; second < 60; second += 1) {
        await Promise.all(deliveries.map((delivery) => delivery.sweep()))
        await office.clock.advance(1000)
      }
      expect(shown(office.slack)).toEqual(['card 1', '>> over'])
    }))
})
