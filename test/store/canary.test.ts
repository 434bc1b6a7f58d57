import { describe, expect, test } from 'vitest'
import { type Backend, entriesIn } from '../../src/store/backend.ts'
import type { SealingKey } from '../../src/store/keys/seal.ts'
import { openMemory } from '../../src/store/sqlite/sqlite.ts'
import { anAccount, aStorageKey } from './samples.ts'
import { createManualClock, firstKey, secondKey, storeOver } from './world.ts'

const clock = createManualClock()
const impostor: SealingKey = { id: firstKey.id, key: Buffer.alloc(32, 'a fake of the first') }

function proof(backend: Backend, ...keys: SealingKey[]) {
  return storeOver(backend, clock, keys).proveKeys()
}
async function canariesIn(backend: Backend): Promise<string[]> {
  const keys: string[] = []
  for await (const [key] of entriesIn(backend, 'canaries')) keys.push(key)
  return keys.toSorted()
}
function problem(code: string, keyId: string) {
  return expect.objectContaining({ code, details: { keyId } })
}

describe('a new store', () => {
  test('is reported as new once, and gets a canary of the active key', async () => {
    const backend = openMemory({ clock })
    expect(await proof(backend, firstKey)).toEqual({ isNew: true, missing: [] })
    expect(await canariesIn(backend)).toEqual(['canaries:k1'])
    expect(await proof(backend, firstKey)).toEqual({ isNew: false, missing: [] })
  })

  test('opened by two processes with different keys under one id refuses the second', async () => {
    const backend = openMemory({ clock })
    const proofs = await Promise.allSettled([proof(backend, firstKey), proof(backend, impostor)])
    expect(proofs.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('a store with a canary', () => {
  async function canaryOf(...keys: SealingKey[]) {
    const backend = openMemory({ clock })
    await proof(backend, ...keys)
    return backend
  }

  test('refuses another key under the same id, even if it contains nothing else', async () => {
    const backend = await canaryOf(firstKey)
    await expect(proof(backend, impostor)).rejects.toMatchObject({ errors: [problem('encryption_key_wrong', 'k1')] })
  })

  test('does not open without the key', async () => {
    const backend = await canaryOf(firstKey)
    await expect(proof(backend, secondKey)).rejects.toMatchObject({ errors: [problem('encryption_key_missing', 'k1')] })
    expect(await canariesIn(backend)).toEqual(['canaries:k1'])
  })

  test('names all problems of the keys at once', async () => {
    const backend = await canaryOf(firstKey)
    await proof(backend, secondKey, firstKey)
    await expect(proof(backend, impostor)).rejects.toMatchObject({
      errors: [problem('encryption_key_wrong', 'k1'), problem('encryption_key_missing', 'k2')],
    })
  })

  test('accepts a new first key, and no longer needs the old one when everything is sealed with the new one', async () => {
    const backend = await canaryOf(firstKey)
    await storeOver(backend, clock, [firstKey]).in('T1').accounts.set('prod-hw', anAccount())
    const rotating = storeOver(backend, clock, [secondKey, firstKey])
    await rotating.proveKeys()
    expect(await canariesIn(backend)).toEqual(['canaries:k1', 'canaries:k2'])
    await rotating.reseal()
    expect(await canariesIn(backend)).toEqual(['canaries:k1', 'canaries:k2'])
    await rotating.retireOldKeys()
    expect(await canariesIn(backend)).toEqual(['canaries:k2'])
    expect(await proof(backend, secondKey)).toEqual({ isNew: false, missing: [] })
  })

  test('still needs the old key while a record cannot be resealed', async () => {
    const backend = await canaryOf(firstKey)
    await proof(backend, secondKey, firstKey)
    await storeOver(backend, clock, [impostor]).in('T1').accounts.set('prod-hw', anAccount())
    await storeOver(backend, clock, [secondKey, firstKey]).reseal()
    await expect(proof(backend, secondKey)).rejects.toMatchObject({ errors: [problem('encryption_key_missing', 'k1')] })
  })

  test('still needs a key that another process uses first', async () => {
    const backend = await canaryOf(firstKey)
    const lateReplica = storeOver(backend, clock, [firstKey, secondKey])
    await storeOver(backend, clock, [secondKey, firstKey]).retireOldKeys()
    await lateReplica.prove()
    await expect(proof(backend, secondKey)).rejects.toMatchObject({ errors: [problem('encryption_key_missing', 'k1')] })
  })
})

describe('a damaged canary', () => {
  const key = 'canaries:k1'
  const damages = [
    ['garbled', () => '\u0000 nothing that was ever sealed'],
    ['half', (text: string) => text.slice(0, text.length / 2)],
    ['changed', (text: string) => `${text.slice(0, -4)}AAAA`],
  ] as const

  async function storeWith(damage: (text: string) => string, ...records: SealingKey[]) {
    const backend = openMemory({ clock })
    await proof(backend, firstKey)
    for (const [index, sealing] of records.entries()) {
      await storeOver(backend, clock, [sealing]).in(`T${index}`).accounts.set('prod-hw', anAccount())
    }
    await backend.set(key, damage((await backend.get(key)) ?? ''))
    return backend
  }

  test.each(damages)('that is %s is replaced if records open with its key', async (_, damage) => {
    const backend = await storeWith(damage, firstKey)
    expect(await proof(backend, firstKey)).toEqual({ isNew: false, missing: [], damaged: ['k1'] })
    expect(await proof(backend, firstKey)).toEqual({ isNew: false, missing: [] })
    await expect(proof(backend, impostor)).rejects.toMatchObject({ errors: [problem('encryption_key_wrong', 'k1')] })
  })

  test.each(damages)('that is %s proves nothing if no record opens with its key', async (_, damage) => {
    const backend = await storeWith(damage, firstKey)
    const before = await backend.get(key)
    await expect(proof(backend, impostor)).rejects.toMatchObject({ errors: [problem('encryption_key_wrong', 'k1')] })
    await expect(proof(backend, secondKey)).rejects.toMatchObject({ errors: [problem('encryption_key_missing', 'k1')] })
    expect(await backend.get(key)).toBe(before)
  })

  test('that is garbled is replaced if nothing is sealed with its key', async () => {
    const backend = await storeWith(damages[0][1])
    expect(await proof(backend, firstKey)).toEqual({ isNew: false, missing: [], damaged: ['k1'] })
    expect(await proof(backend, firstKey)).toEqual({ isNew: false, missing: [] })
  })

  test('of an older key is left as it is, and the key stays required while records need it', async () => {
    const backend = await storeWith(damages[0][1], firstKey)
    const both = await proof(backend, secondKey, firstKey)
    expect(both).toEqual({ isNew: false, missing: [], damaged: ['k1'] })
    await expect(proof(backend, secondKey)).rejects.toMatchObject({ errors: [problem('encryption_key_missing', 'k1')] })
    const rotating = storeOver(backend, clock, [secondKey, firstKey])
    await rotating.reseal()
    await rotating.retireOldKeys()
    expect(await proof(backend, secondKey)).toEqual({ isNew: false, missing: [] })
  })
})

describe('a lost key', () => {
  test('is given up once, and not required again', async () => {
    const backend = openMemory({ clock })
    const before = storeOver(backend, clock, [firstKey])
    await before.proveKeys()
    await before.in('T1').accounts.set('prod-hw', anAccount())
    const store = storeOver(backend, clock, [secondKey])
    expect(await store.proveKeys(['k1'])).toEqual({ isNew: false, missing: ['k1'] })
    expect(await canariesIn(backend)).toEqual(['canaries:k2'])
    expect(await store.proveKeys()).toEqual({ isNew: false, missing: [] })
    expect((await store.in('T1').accounts.list()).unreadable).toEqual(['prod-hw'])
  })

  test('is given up even if it never had a canary', async () => {
    const backend = openMemory({ clock })
    await storeOver(backend, clock, [firstKey]).in('T1').accounts.set('prod-hw', anAccount())
    const store = storeOver(backend, clock, [secondKey])
    expect(await store.proveKeys(['k1'])).toEqual({ isNew: false, missing: ['k1'] })
    expect(await store.proveKeys()).toEqual({ isNew: false, missing: [] })
  })

  test('does not allow any other key to be missing', async () => {
    const backend = openMemory({ clock })
    await proof(backend, firstKey)
    await expect(storeOver(backend, clock, [secondKey]).proveKeys(['k0'])).rejects.toMatchObject({
      errors: [problem('encryption_key_missing', 'k1')],
    })
  })
})

describe('a store without canaries', () => {
  async function furnished(...keys: SealingKey[]) {
    const backend = openMemory({ clock })
    for (const [index, key] of keys.entries()) {
      await storeOver(backend, clock, [key]).in(`T${index}`).accounts.set('prod-hw', anAccount())
    }
    return backend
  }

  test('gets one when its records open', async () => {
    const backend = await furnished(firstKey)
    expect(await proof(backend, firstKey)).toEqual({ isNew: false, missing: [] })
    expect(await canariesIn(backend)).toEqual(['canaries:k1'])
  })

  test('gets none from a wrong key, and reports that', async () => {
    const backend = await furnished(firstKey)
    await expect(proof(backend, impostor)).rejects.toMatchObject({ errors: [problem('encryption_key_wrong', 'k1')] })
    expect(await canariesIn(backend)).toEqual([])
  })

  test('says which key is missing', async () => {
    const backend = await furnished(firstKey)
    await expect(proof(backend, secondKey)).rejects.toMatchObject({ errors: [problem('encryption_key_missing', 'k1')] })
  })

  test('does not accept the active key only because an older one opens', async () => {
    const backend = await furnished(firstKey, secondKey)
    const fake = { ...secondKey, key: impostor.key }
    await expect(proof(backend, fake, firstKey)).rejects.toMatchObject({
      errors: [problem('encryption_key_wrong', 'k2')],
    })
  })

  test('starts even if a key was lost long ago, and names it', async () => {
    const backend = await furnished(firstKey, secondKey)
    expect(await proof(backend, secondKey)).toEqual({ isNew: false, missing: ['k1'] })
  })

  test('starts despite a single damaged record', async () => {
    const backend = await furnished(firstKey)
    const store = storeOver(backend, clock, [firstKey])
    await store.in('T1').storageKeys.set('photos', aStorageKey())
    const text = (await backend.get('T1/storageKeys:photos')) ?? ''
    await backend.set('T1/storageKeys:photos', text.replace(/.{4}"\}$/, 'AAAA"}'))
    expect(await store.proveKeys()).toEqual({ isNew: false, missing: [] })
  })
})

test('the readiness check opens the canary, and notices if another store has taken the place of this one', async () => {
  const backend = openMemory({ clock })
  await proof(backend, impostor)
  await expect(storeOver(backend, clock, [firstKey]).prove()).rejects.toMatchObject({ code: 'record_unreadable' })
})
