import { expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { createSealer } from '../../src/store/keys/seal.ts'
import { createStore } from '../../src/store/keyv/keyv.ts'
import { openMemory } from '../../src/store/sqlite/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { createManualClock } from '../manual-clock.ts'
import { inState, startAt } from '../notify/samples.ts'
import { createWorld, said } from './world.ts'

async function createWatched(given: { store?: Store } = {}) {
  const world = await createWorld(given)
  const watch = await world.watch('1912')
  await world.minutes(3)
  world.isDelivering = false
  return { world, watch }
}

test('the channel learns who paused a migration, from the audit', async () => {
  const { world, watch } = await createWatched()
  const act = { user: 'U7', door: 'button', verb: 'pause', subject: 'prod-hw/1912', at: world.clock.now() } as const
  await world.workspace.audit.append({ ...act, outcome: 'begun' })
  await world.workspace.audit.append({ ...act, outcome: 'done' })
  world.cloud.add(inState('paused'))
  await world.tick()
  expect(said(await world.news(watch))).toEqual([expect.stringMatching(/Paused by <@U7>$/)])
  world.cloud.add(inState('running'))
  await world.minutes(16)
  expect(said(await world.news(watch)).at(-1)).toMatch(/Started again outside Ferry$/)
})

test('nobody is named while the audit cannot be read, and the event is told', async () => {
  const clock = createManualClock(startAt)
  const store = createStore({ backend: openMemory({ clock }), clock, sealer: createSealer([firstKey]) })
  const lost: Store = {
    ...store,
    in: (workspace) => ({ ...store.in(workspace), audit: { ...store.in(workspace).audit, newestFirst: unreadable } }),
  }
  const { world, watch } = await createWatched({ store: lost })
  world.cloud.add(inState('paused'))
  await world.tick()
  expect(said(await world.news(watch))).toEqual([expect.stringMatching(/Paused$/)])
})

const firstKey = { id: 'k1', key: Buffer.alloc(32, 'not a real key ') }

async function* unreadable(): AsyncGenerator<never> {
  yield* []
  throw new AppError('store_unavailable', { reason: 'a test' })
}
