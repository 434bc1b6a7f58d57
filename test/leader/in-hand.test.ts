import { describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { openMemory } from '../../src/store/sqlite/sqlite.ts'
import type { Lease } from '../../src/store/store.ts'
import { createManualClock } from '../manual-clock.ts'
import { createWorld } from '../observe/world.ts'

/** A world whose store can be away, or say that a lease is over, as one does that was emptied. */
async function createFickleWorld() {
  const backend = openMemory({ clock: createManualClock() })
  const leases: { lease: Lease; over: AbortController }[] = []
  let isAway = false
  const world = await createWorld({
    backend: {
      ...backend,
      async lease(key, holder) {
        if (isAway) throw new AppError('store_unavailable', { reason: 'it was emptied' })
        const lease = await backend.lease(key, holder)
        const over = new AbortController()
        if (lease !== undefined) leases.push({ lease, over })
        return lease && { ...lease, signal: AbortSignal.any([lease.signal, over.signal]) }
      },
    },
  })
  await world.watch('1912')
  await world.tick()
  return {
    world,
    async loseLeases() {
      for (const { lease, over } of leases.splice(0)) {
        over.abort()
        await lease.release()
      }
    },
    setAway(away: boolean) {
      isAway = away
    },
  }
}

const inHand = { workspace: 'T1', accounts: ['prod-hw'], followed: 1, admins: [] }

describe('a replica whose lease is over', () => {
  test('still knows what it had in hand, for the admins who have to hear that the store was emptied', async () => {
    const { world, loseLeases, setAway } = await createFickleWorld()
    setAway(true)
    await loseLeases()
    await world.clock.advance(60_000)
    expect(world.fleet.led()).toEqual([])
    expect(world.fleet.inHand()).toEqual([inHand])
  })

  test('has it in hand once when it leads again', async () => {
    const { world, loseLeases } = await createFickleWorld()
    await loseLeases()
    await world.clock.advance(4000)
    expect(world.fleet.led()).toEqual(['T1'])
    expect(world.fleet.inHand()).toEqual([inHand])
  })

  test('leaves it to the replica that leads now', async () => {
    const { world, loseLeases } = await createFickleWorld()
    const other = await world.addReplica()
    await loseLeases()
    await other.tick()
    await world.clock.advance(10_000)
    const all = [world.fleet, other].flatMap((replica) => replica.inHand())
    expect(all).toEqual([inHand])
  })
})
