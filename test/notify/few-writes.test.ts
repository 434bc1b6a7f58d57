import { expect, test } from 'vitest'
import { ownerKey } from '../../src/access/owners.ts'
import type { Backend } from '../../src/store/backend.ts'
import { openMemory } from '../../src/store/sqlite/sqlite.ts'
import { createManualClock, type ManualClock } from '../manual-clock.ts'
import { createWorld } from '../observe/world.ts'
import { account } from './owned.ts'
import { aWatch, inState, startAt } from './samples.ts'

const minuteMs = 60_000

/** A store in memory that notes each write of the channel's record. */
function counting(clock: ManualClock): { backend: Backend; writes: string[] } {
  const memory = openMemory({ clock })
  const writes: string[] = []
  const commit: Backend['commit'] = (changes, fence) => {
    writes.push(...changes.flatMap(({ key, text }) => (key.endsWith('channels:C1') ? [text ?? 'gone'] : [])))
    return memory.commit(changes, fence)
  }
  return { backend: { ...memory, commit }, writes }
}

test('a decision that calls somebody in private and forgets what was held back writes the channel once', async () => {
  const clock = createManualClock(startAt)
  const { backend, writes } = counting(clock)
  const world = await createWorld({ clock, backend })
  const store = world.fleet.storeIn('T1')
  const subject = { type: 'user', id: 'U0BEN' } as const
  await store.owners.set(ownerKey(account), { of: account, subjects: [subject], setBy: 'U0ADMIN', setAt: 0 })
  for (const id of ['1912', '1913']) {
    const made = await world.watch(id)
    await store.watches.set(made.id, { ...made, calling: 'private' })
  }
  const mute = { account: 'prod-hw', migrationId: '1912', until: startAt + 10 * minuteMs, by: 'U0ADMIN', at: startAt }
  await store.patience.set('C1', { of: 'C1', mutes: [mute] })
  await world.minutes(2)
  world.isDelivering = false
  world.cloud.add(inState('failed', { failure: { code: 'TRF.0055' } }))
  await world.minutes(2)
  expect(writes.at(-1)).toContain('"heldBack"')
  await store.watches.delete(aWatch().id)
  await clock.settle()
  world.cloud.add(inState('failed', { id: '1913', failure: { code: 'TRF.0099' } }))
  writes.length = 0
  await world.tick()
  expect(writes).toEqual([expect.stringContaining('"call ')])
  expect(writes.join()).not.toContain('"heldBack"')
})
