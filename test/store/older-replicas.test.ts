import { describe, expect, test } from 'vitest'
import { storeVersion } from '../../src/store/backend.ts'
import { openMemory } from '../../src/store/sqlite/sqlite.ts'
import { waitForOlderReplicas } from '../../src/store/upgrade/older-replicas.ts'
import { createManualClock } from '../manual-clock.ts'
import { anAccount } from './samples.ts'
import { firstKey, storeOver } from './world.ts'

async function olderStore(version: number) {
  const clock = createManualClock()
  const backend = openMemory({ clock, version })
  const store = storeOver(backend, clock, [firstKey])
  await store.in('T1').accounts.set('prod-hw', anAccount())
  const wait = () => clock.passUntil(waitForOlderReplicas({ backend, store, clock }))
  return { clock, backend, wait }
}

/** A round of a replica of the first version: it reads its account every 30 seconds, and stores its sightings. */
async function readNow({ clock, backend }: Awaited<ReturnType<typeof olderStore>>, takesMs: number): Promise<void> {
  const lease = await backend.lease('poll:T1:prod-hw', 'older')
  await backend.set('T1/sightings:1912', `read at ${clock.now()}`)
  await clock.sleep(takesMs)
  await lease?.release()
}

describe('a store of version 1', () => {
  test.each([20, 2000])('is refused while an older replica reads for %i ms now and then', async (takesMs) => {
    const world = await olderStore(1)
    const over = new AbortController()
    const older = (async () => {
      while (!over.signal.aborted) {
        await world.clock.sleep(30_000 - takesMs, over.signal)
        await readNow(world, takesMs)
      }
    })()
    await expect(world.wait()).rejects.toMatchObject({ code: 'store_in_older_use' })
    over.abort()
    await world.clock.passUntil(older)
  })

  test('is refused although the account that an older replica reads is damaged', async () => {
    const { backend, wait } = await olderStore(1)
    await backend.set('T1/accounts:prod-hw', 'damaged')
    await backend.lease('poll:T1:prod-hw', 'older')
    await expect(wait()).rejects.toMatchObject({ code: 'store_in_older_use' })
  })

  test('is brought forward once the older replica has stopped', async () => {
    const world = await olderStore(1)
    void world.clock.sleep(10_000).then(() => readNow(world, 100))
    const startedAt = world.clock.now()
    await world.wait()
    expect(world.clock.now() - startedAt).toBeLessThan(60_000)
  })

  test('is brought forward although claims are left that nobody works under', async () => {
    const { backend, wait } = await olderStore(1)
    await backend.claim('inbox:Ev1', 3_600_000)
    await wait()
  })
})

describe('a store of version 2', () => {
  test('is refused while an older replica owns a workspace', async () => {
    const { backend, wait } = await olderStore(2)
    await backend.lease('owner:T1', 'older')
    await expect(wait()).rejects.toMatchObject({ code: 'store_in_older_use', details: { version: 2, leases: 1 } })
  })

  test('is brought forward as soon as the older replica has given back its leases', async () => {
    const { clock, backend, wait } = await olderStore(2)
    const lease = await backend.lease('replica:3', 'older')
    void clock.sleep(10_000).then(() => lease?.release())
    const startedAt = clock.now()
    await wait()
    expect(clock.now() - startedAt).toBe(10_000)
  })
})

test('replicas of the present version work beside each other', async () => {
  const { clock, backend, wait } = await olderStore(storeVersion)
  await backend.lease('owner:T1', 'other')
  const startedAt = clock.now()
  await wait()
  expect(clock.now()).toBe(startedAt)
})

test('whoever waits goes on as soon as another replica has brought the store forward', async () => {
  const { clock, backend, wait } = await olderStore(1)
  void clock.sleep(3000).then(async () => {
    await backend.lease('owner:T1', 'other')
    await backend.raiseVersion(storeVersion)
  })
  const startedAt = clock.now()
  await wait()
  expect(clock.now() - startedAt).toBeLessThan(4000)
})
