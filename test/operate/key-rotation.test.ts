import { expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { draftLifetimeMs } from '../../src/migrations/spec/draft.ts'
import { finishRotation } from '../../src/operate/key-rotation.ts'
import { openMemory } from '../../src/store/sqlite/sqlite.ts'
import { createManualClock } from '../manual-clock.ts'
import { aDraft, anAccount } from '../store/samples.ts'
import { firstKey, secondKey, storeOver } from '../store/world.ts'

const keys = [secondKey, firstKey]
/** A process without other replicas. */
const alone = { isShared: false, clock: createManualClock() }

function createOffice() {
  const clock = createManualClock()
  const backend = openMemory({ clock })
  const logged: { level: string; details: object; message: string }[] = []
  const note = (level: string) => (details: object, message: string) => void logged.push({ level, details, message })
  const log = { info: note('info'), warn: note('warn'), error: note('error') }
  return { clock, backend, log, logged }
}

test('records sealed with an older key open without it after the rotation, and the log says so', async () => {
  const { clock, backend, log, logged } = createOffice()
  const before = storeOver(backend, clock)
  await before.in('T1').accounts.set('prod-hw', anAccount())
  await before.in('T1').drafts.set('U1/d1', aDraft())
  await finishRotation(
    { store: storeOver(backend, clock, keys), encryptionKeys: keys, ...alone, log },
    new AbortController().signal,
  )
  const { accounts, drafts } = storeOver(backend, clock, [secondKey]).in('T1')
  expect([await accounts.get('prod-hw'), await drafts.get('U1/d1')]).toEqual([anAccount(), aDraft()])
  expect(logged).toEqual([
    {
      level: 'info',
      details: { first: 'k2', older: ['k1'], resealed: 2 },
      message:
        'Nothing needs the older encryption keys any more: take them away once every replica has the first in front',
    },
  ])
  await clock.advance(draftLifetimeMs + 1)
  expect(await drafts.get('U1/d1')).toBeUndefined()
})

test('an old key whose id begins with the new key’s id is reported as unneeded only when it is', async () => {
  const { clock, backend, log, logged } = createOffice()
  const dated = { ...firstKey, id: `${secondKey.id}.2025` }
  await storeOver(backend, clock, [dated]).in('T1').accounts.set('prod-hw', anAccount())
  const rotating = [secondKey, dated]
  const signal = new AbortController().signal
  await finishRotation({ store: storeOver(backend, clock, rotating), encryptionKeys: rotating, ...alone, log }, signal)
  expect(logged).toMatchObject([{ level: 'info', details: { resealed: 1 } }])
  expect(await storeOver(backend, clock, [secondKey]).in('T1').accounts.get('prod-hw')).toEqual(anAccount())
})

test('records that no key opens are named, and the rotation is not reported as done', async () => {
  const { clock, backend, log, logged } = createOffice()
  await storeOver(backend, clock).in('T1').accounts.set('prod-hw', anAccount())
  const others = [secondKey, { id: 'k3', key: Buffer.alloc(32, 'not real, third ') }]
  await finishRotation(
    { store: storeOver(backend, clock, others), encryptionKeys: others, ...alone, log },
    new AbortController().signal,
  )
  expect(logged).toMatchObject([{ level: 'warn', details: { records: ['T1/accounts:prod-hw'], count: 1 } }])
})

test('with a single key there is nothing to do', async () => {
  const { log, logged } = createOffice()
  const store = { reseal: nobody, retireOldKeys: nobody }
  await finishRotation({ store, encryptionKeys: [firstKey], ...alone, log }, new AbortController().signal)
  expect(logged).toEqual([])
})

test('a failing store is reported, and the process continues', async () => {
  const { log, logged } = createOffice()
  const store = {
    reseal: () => Promise.reject(new AppError('store_unavailable', { reason: 'test' })),
    retireOldKeys: nobody,
  }
  await finishRotation({ store, encryptionKeys: keys, ...alone, log }, new AbortController().signal)
  expect(logged).toMatchObject([{ level: 'error' }])
})

test('a Ferry that stops leaves the rest to its next start without a report', async () => {
  const { clock, backend, log, logged } = createOffice()
  await storeOver(backend, clock).in('T1').accounts.set('prod-hw', anAccount())
  await finishRotation(
    { store: storeOver(backend, clock, keys), encryptionKeys: keys, ...alone, log },
    AbortSignal.abort(),
  )
  expect(logged).toEqual([])
  const { accounts } = storeOver(backend, clock, [secondKey]).in('T1')
  await expect(accounts.get('prod-hw')).rejects.toMatchObject({ code: 'seal_unopenable' })
})

test('while a replica still uses the older key first, the older key is not reported as unneeded', async () => {
  const { clock, backend, log, logged } = createOffice()
  const late = storeOver(backend, clock, [firstKey, secondKey]).in('T1')
  await late.accounts.set('prod-hw', anAccount())
  const store = storeOver(backend, clock, keys)
  await store.proveKeys()
  const over = finishRotation({ store, encryptionKeys: keys, isShared: true, clock, log }, new AbortController().signal)
  await clock.settle()
  await late.drafts.set('U1/d1', aDraft())
  await clock.advance(600_000)
  expect(logged).toEqual([])
  await clock.advance(600_000)
  await over
  expect(logged).toMatchObject([{ level: 'info', details: { resealed: 2 } }])
  expect(await storeOver(backend, clock, [secondKey]).in('T1').drafts.get('U1/d1')).toEqual(aDraft())
})

function nobody(): Promise<never> {
  return Promise.reject(new Error('Nobody should ask'))
}
