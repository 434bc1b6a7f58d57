import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Backend } from '../../src/store/backend.ts'
import type { SealingKey } from '../../src/store/keys/seal.ts'
import type { Store } from '../../src/store/store.ts'
import { eventually } from '../eventually.ts'
import { aKnown, aMigration, anAccount, aStorageKey, aWatch } from './samples.ts'
import { firstKey, secondKey, storeOver, type World } from './world.ts'

/** The contract for secrets and unreadable records, which every store meets. */
export function describeSecrets(create: () => Promise<World>): void {
  let world: World
  let backend: Backend
  let store: Store

  beforeEach(async () => {
    world = await create()
    backend = await world.connect()
    store = storeOver(backend, world.clock)
  })
  afterEach(() => world.end())

  async function connectWith(keys: readonly SealingKey[]): Promise<Store> {
    return storeOver(await world.connect(), world.clock, keys)
  }

  describe('unreadable records', () => {
    const broken = {
      'not-json': '{"value":',
      'not-an-object': 'null',
      'without-value': '{}',
      'missing-field': JSON.stringify({ value: { ...aWatch('w'), channel: undefined } }),
      'wrong-type': JSON.stringify({ value: { ...aWatch('w'), createdAt: 'yesterday' } }),
    }

    test('are listed beside the readable ones and stay unchanged', async () => {
      const { watches } = store.in('T1')
      await watches.set('good', aWatch('good'))
      for (const [key, text] of Object.entries(broken)) await backend.set(`T1/watches:${key}`, text)
      expect(await watches.list()).toEqual({ items: [aWatch('good')], unreadable: Object.keys(broken).toSorted() })
      const some = await watches.getMany([...Object.keys(broken), 'good'])
      expect(some).toEqual({ items: new Map([['good', aWatch('good')]]), unreadable: Object.keys(broken) })
      for (const [key, text] of Object.entries(broken)) {
        await expect(watches.get(key)).rejects.toMatchObject({
          code: 'record_unreadable',
          details: { collection: 'watches', key },
        })
        expect(await backend.get(`T1/watches:${key}`)).toBe(text)
      }
    })

    test('a broken part of a migration makes its record unreadable', async () => {
      const known = { ...aKnown(), migration: { ...aMigration(), state: 'flying' } }
      await backend.set('T1/known:w', JSON.stringify({ value: known }))
      await expect(store.in('T1').known.get('w')).rejects.toMatchObject({ code: 'record_unreadable' })
    })
  })

  describe('sealing', () => {
    test('leaves no secret readable in the stored data', async () => {
      await store.in('T1').accounts.set('prod-hw', anAccount())
      await store.in('T1').storageKeys.set('photos-source', aStorageKey())
      await store.installs.set('T1', { state: { type: 'active' }, bot: { token: 'fake-bot-token' } })
      const raw = await Promise.all(
        ['T1/accounts:prod-hw', 'T1/storageKeys:photos-source', 'installs:T1'].map((key) => backend.get(key)),
      )
      const kept = `${raw.join()} ${await world.dump()}`
      expect(kept).toContain('ferry1.k1.')
      expect(kept).not.toMatch(/fake-secret|FAKEACCESS|fake-storage|fake-bot|eu-west-101/)
    })

    test('makes a record useless if it is copied elsewhere', async () => {
      await store.in('T1').accounts.set('prod-hw', anAccount())
      const sealed = (await backend.get('T1/accounts:prod-hw')) ?? ''
      await backend.set('T1/accounts:other', sealed)
      await backend.set('T2/accounts:prod-hw', sealed)
      await expect(store.in('T1').accounts.get('other')).rejects.toMatchObject({ code: 'record_unreadable' })
      await expect(store.in('T2').accounts.get('prod-hw')).rejects.toMatchObject({ code: 'record_unreadable' })
    })

    test('does not accept a record that is not sealed', async () => {
      await backend.set('T1/accounts:prod-hw', JSON.stringify({ value: anAccount() }))
      await expect(store.in('T1').accounts.get('prod-hw')).rejects.toMatchObject({ code: 'record_unreadable' })
    })

    test('names the missing key of a record, which is listed as unreadable', async () => {
      await store.in('T1').accounts.set('prod-hw', anAccount())
      const { accounts } = (await connectWith([secondKey])).in('T1')
      await expect(accounts.get('prod-hw')).rejects.toMatchObject({
        code: 'seal_unopenable',
        details: { keyId: 'k1' },
      })
      expect(await accounts.list()).toEqual({ items: [], unreadable: ['prod-hw'] })
    })

    test('does not open a record with another key of the same id', async () => {
      await store.in('T1').accounts.set('prod-hw', anAccount())
      const { accounts } = (await connectWith([{ ...secondKey, id: 'k1' }])).in('T1')
      await expect(accounts.get('prod-hw')).rejects.toMatchObject({ code: 'record_unreadable' })
    })

    test('uses a new first key for new records, and still opens old ones', async () => {
      await store.in('T1').accounts.set('old', anAccount('old'))
      const rotated = await connectWith([secondKey, firstKey])
      await rotated.in('T1').accounts.set('new', anAccount('new'))
      expect((await rotated.in('T1').accounts.list()).items).toEqual([anAccount('new'), anAccount('old')])
      expect(await backend.get('T1/accounts:new')).toContain('ferry1.k2.')
    })

    test('can be repeated with a new key until the old key is unneeded', async () => {
      await store.installs.set('T1', { state: { type: 'active' }, team: 'T1' })
      await store.in('T1').accounts.set('prod-hw', anAccount())
      await store.in('T2:x').storageKeys.set('photos-source', aStorageKey())
      await store.in('T1').watches.set('w', aWatch('w'))
      const rotated = await connectWith([secondKey, firstKey])
      expect(await rotated.reseal()).toEqual({ resealed: 3, untouched: 0, unreadable: [] })
      expect(await rotated.reseal()).toEqual({ resealed: 0, untouched: 3, unreadable: [] })
      const afterwards = await connectWith([secondKey])
      expect(await afterwards.installs.get('T1')).toEqual({ state: { type: 'active' }, team: 'T1' })
      expect(await afterwards.in('T1').accounts.get('prod-hw')).toEqual(anAccount())
      expect(await afterwards.in('T2:x').storageKeys.get('photos-source')).toEqual(aStorageKey())
    })

    test('leaves records that it cannot open unchanged, and reports them', async () => {
      await store.in('T1').accounts.set('prod-hw', anAccount())
      await backend.set('T1/accounts:broken', '{"value":7}')
      const before = await backend.get('T1/accounts:prod-hw')
      const report = await (await connectWith([secondKey])).reseal()
      expect(report.unreadable.toSorted()).toEqual(['T1/accounts:broken', 'T1/accounts:prod-hw'])
      expect(await backend.get('T1/accounts:prod-hw')).toBe(before)
    })

    test('keeps the expiry of a record when it reseals it', async () => {
      await backend.set('a:1', 'one', 600)
      expect(await backend.replace('a:1', { before: 'one', after: 'two' })).toBe(true)
      world.clock.advance(601)
      await eventually(async () => expect(await backend.get('a:1')).toBeUndefined())
    })

    test('never overwrites what changed while it resealed', async () => {
      await backend.set('a:1', 'one')
      expect(await backend.replace('a:1', { before: 'zero', after: 'two' })).toBe(false)
      expect(await backend.get('a:1')).toBe('one')
      expect(await backend.replace('a:1', { before: 'one', after: 'two' })).toBe(true)
      expect(await backend.get('a:1')).toBe('two')
      expect(await backend.replace('a:2', { before: 'one', after: 'two' })).toBe(false)
    })
  })
}
