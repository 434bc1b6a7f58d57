import { expect, test } from 'vitest'
import { openMemory } from '../../src/store/sqlite/sqlite.ts'
import { createManualClock } from '../manual-clock.ts'
import { aWatch } from '../notify/samples.ts'
import { createWorld } from '../observe/world.ts'

/** A world whose next replica reads what is stored of migrations only when `goOn` is called, and how often it reads it. */
async function createSlowWorld() {
  const backend = openMemory({ clock: createManualClock() })
  const gate = Promise.withResolvers<void>()
  const seen = { isSlow: false, reads: 0 }
  const world = await createWorld({
    backend: {
      ...backend,
      async *pages(namespace) {
        if (seen.isSlow && namespace === 'T1/known') {
          seen.reads += 1
          await gate.promise
        }
        yield* backend.pages(namespace)
      },
    },
  })
  await world.watch('1912')
  await world.tick()
  await world.fleet.stop()
  seen.isSlow = true
  return { world, goOn: gate.resolve, seen }
}

const watched = { type: 'watched' } as const

test('a replica that is loading answers once it is loaded, from its memory, and what is stored is read once', async () => {
  const { world, goOn, seen } = await createSlowWorld()
  const replica = await world.addReplica()
  const answer = replica.readerOf('T1').ask(watched)
  await world.clock.settle()
  expect(replica.led()).toEqual([])
  goOn()
  expect((await answer).sighted.map(({ migration }) => migration.id)).toEqual(['1912'])
  expect(replica.led()).toEqual(['T1'])
  expect(seen.reads).toBe(1)
})

test('a round of a replica that is loading begins once it is loaded, so that it never counts as one that read all', async () => {
  const { world, goOn } = await createSlowWorld()
  const replica = await world.addReplica()
  const round = replica.tick()
  await world.clock.settle()
  expect(world.ticks).toHaveLength(1)
  goOn()
  await world.clock.passUntil(round)
  expect(world.ticks).toEqual([
    expect.objectContaining({ watches: 1 }),
    expect.objectContaining({ accounts: 1, watches: 1 }),
  ])
})

test('a command that changes a watch while a replica is loading is heard once it is loaded', async () => {
  const { world, goOn } = await createSlowWorld()
  const replica = await world.addReplica()
  await replica.storeIn('T1').watches.set('w2', aWatch('1913', 'C1'))
  goOn()
  await world.clock.settle()
  expect([...(replica.of('T1')?.fleet.watches.values() ?? [])].map(({ migrationId }) => migrationId)).toContain('1913')
})

test('a replica that stops while it is loading gives back what it was taking', async () => {
  const { world, goOn } = await createSlowWorld()
  const replica = await world.addReplica()
  const stopped = replica.stop()
  goOn()
  await world.clock.passUntil(stopped)
  expect(replica.led()).toEqual([])
  expect(await world.store.lease('owner:T1', 'another')).toBeDefined()
})
