import { expect, test } from 'vitest'
import { ownerKey } from '../../src/access/owners.ts'
import { AppError } from '../../src/errors/errors.ts'
import type { Backend } from '../../src/store/backend.ts'
import { openMemory } from '../../src/store/sqlite/sqlite.ts'
import { createManualClock, type ManualClock } from '../manual-clock.ts'
import { createWorld, type World } from '../observe/world.ts'
import { account, called, fail, toldInPrivate } from './owned.ts'
import { aMigration, startAt } from './samples.ts'

/* Somebody was called only if that is stored: otherwise nothing about them is sent. */

type Failing = { backend: Backend /** Texts of which the next write that has one fails. */; next: string[] }

function failing(clock: ManualClock): Failing {
  const memory = openMemory({ clock })
  const next: string[] = []
  const commit: Backend['commit'] = async (changes, fence) => {
    const [part] = next
    const isNext = part !== undefined && changes.some(({ key, text }) => `${key} ${text}`.includes(part))
    if (!isNext) return memory.commit(changes, fence)
    next.shift()
    throw new AppError('store_unavailable')
  }
  return { backend: { ...memory, commit }, next }
}

async function createFailing(): Promise<{ world: World; next: string[] }> {
  const clock = createManualClock(startAt)
  const { backend, next } = failing(clock)
  const world = await createWorld({ clock, backend, isSending: true })
  const subject = { type: 'user', id: 'U0BEN' } as const
  await world.workspace.owners.set(ownerKey(account), { of: account, subjects: [subject], setBy: 'U0ADMIN', setAt: 0 })
  world.cloud.add(aMigration({ id: '1912', target: { bucket: 'archive' } }))
  await world.watch('1912')
  await world.minutes(2)
  return { world, next }
}

test('a message whose decision could not be stored at first calls its owner all the same', async () => {
  const { world, next } = await createFailing()
  next.push('groups:')
  await fail(world, ['1912'])
  await world.minutes(2)
  expect([next, called(world)]).toEqual([[], ['U0BEN']])
})

test('and so does a private message while the channel is quiet', async () => {
  const { world, next } = await createFailing()
  const quietHours = { from: '11:00', to: '13:00', timeZone: 'UTC', by: 'U0ADMIN', at: 1 }
  await world.fleet.storeIn('T1').patience.set('C1', { of: 'C1', quietHours })
  await world.minutes(1)
  next.push('"heldBack"')
  await fail(world, ['1912'])
  await world.minutes(2)
  expect([next, toldInPrivate(world)]).toEqual([[], [expect.stringMatching(/^U0BEN: Failed/)]])
})
