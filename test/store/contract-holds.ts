import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import { eventually } from '../eventually.ts'
import { storeOver, type World } from './world.ts'

/** Tests claims and leases: what one of all replicas holds for a while. */
export function describeHolds(create: () => Promise<World>): void {
  let world: World
  let store: Store
  let other: Store

  beforeEach(async () => {
    world = await create()
    store = storeOver(await world.connect(), world.clock)
    other = storeOver(await world.connect(), world.clock)
  })
  afterEach(() => world.end())

  describe('claims', () => {
    // Other parts rely on this: work that must happen once is done by the replica that gets the claim.
    test('exactly one of 50 claims at once, over two connections, succeeds', async () => {
      const attempts = Array.from({ length: 50 }, (_, index) => (index % 2 ? store : other).claim('once', 60_000))
      expect((await Promise.all(attempts)).filter((claim) => claim !== undefined)).toHaveLength(1)
    })

    test('a released claim is free again, and others are not affected', async () => {
      const claim = await store.claim('lease', 60_000)
      expect(await store.claim('lease', 60_000)).toBeUndefined()
      expect(await store.claim('another lease', 60_000)).toBeDefined()
      await claim?.release()
      expect(await store.claim('lease', 60_000)).toBeDefined()
      expect(await store.claim('another lease', 60_000)).toBeUndefined()
    })

    test('an expired claim is free again, and a late release does not affect the next owner', async () => {
      const late = await store.claim('lease', 600)
      expect(late).toBeDefined()
      // Redis uses its own clock, the others the test's.
      world.clock.advance(601)
      await eventually(async () => expect(await store.claim('lease', 60_000)).toBeDefined())
      await late?.release()
      expect(await store.claim('lease', 60_000)).toBeUndefined()
    })
  })

  describe('leases', () => {
    test('exactly one of 50 leases at once, over two connections, succeeds, and everybody sees its holder', async () => {
      const names = Array.from({ length: 50 }, (_, index) => `replica ${index}`)
      const leases = await Promise.all(names.map((name, index) => (index % 2 ? store : other).lease('T1', name)))
      const winners = names.filter((_, index) => leases[index] !== undefined)
      expect(winners).toHaveLength(1)
      expect(await other.holdersOf(['nobody', 'T1'])).toEqual([undefined, ...winners])
      expect(await store.holdersOf([])).toEqual([])
    })

    test('a lease outlasts its length, because the store renews it', async () => {
      const lease = await store.lease('T1', 'red')
      for (let tenth = 0; tenth < 30; tenth += 1) {
        await world.pass(world.leaseMs / 10)
        expect(await other.lease('T1', 'blue')).toBeUndefined()
      }
      expect(lease?.signal.aborted).toBe(false)
      expect(await other.holdersOf(['T1'])).toEqual(['red'])
    })

    test('a released lease is free at once, and its signal aborts', async () => {
      const lease = await store.lease('T1', 'red')
      await lease?.release()
      expect(lease?.signal.aborted).toBe(true)
      expect(await other.holdersOf(['T1'])).toEqual([undefined])
      const next = await other.lease('T1', 'blue')
      await lease?.release()
      await world.pass(world.leaseMs)
      expect(await store.holdersOf(['T1'])).toEqual(['blue'])
      expect(next?.signal.aborted).toBe(false)
    })

    test('a lease and a claim on one key exclude each other, and a claim has no named holder', async () => {
      const claim = await store.claim('T1', 60_000)
      expect(await other.lease('T1', 'blue')).toBeUndefined()
      expect(await other.holdersOf(['T1'])).toEqual([undefined])
      await claim?.release()
      expect(await other.lease('T1', 'blue: 2')).toBeDefined()
      expect(await store.claim('T1', 60_000)).toBeUndefined()
      expect(await store.holdersOf(['T1'])).toEqual(['blue: 2'])
    })

    test('stopping a store releases its leases', async () => {
      const last = await world.connect()
      const lease = await storeOver(last, world.clock).lease('T1', 'red')
      await last.stop()
      expect(lease?.signal.aborted).toBe(true)
      const holders = await store.holdersOf(['T1'])
      expect(holders).toEqual([undefined])
    })
  })
}
