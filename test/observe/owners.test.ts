import { expect, test } from 'vitest'
import type { Backend } from '../../src/store/backend.ts'
import { openMemory } from '../../src/store/sqlite/sqlite.ts'
import { createManualClock, type ManualClock } from '../manual-clock.ts'
import { startAt } from '../notify/samples.ts'
import { createWorld, denied, unreachable } from './world.ts'

/** A store in memory that notes each reading of the owners. */
function noting(clock: ManualClock): { backend: Backend; readings: string[] } {
  const memory = openMemory({ clock })
  const readings: string[] = []
  const pages: Backend['pages'] = (namespace) => {
    if (namespace.endsWith('owners')) readings.push(namespace)
    return memory.pages(namespace)
  }
  return { backend: { ...memory, pages }, readings }
}

test('the owners of an account are asked for when channels hear of it, not with each failed reading', async () => {
  const clock = createManualClock(startAt)
  const { backend, readings } = noting(clock)
  const world = await createWorld({ clock, backend })
  await world.watch('1912')
  await world.minutes(2)
  readings.length = 0
  world.cloud.breaks('prod-hw', 'page', { error: unreachable() })
  await world.minutes(5)
  expect(readings).toEqual([])
  world.cloud.breaks('prod-hw', 'page', { error: denied() })
  await world.minutes(2)
  expect(readings).toHaveLength(1)
})
