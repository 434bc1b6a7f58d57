import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Backend } from '../../src/store/backend.ts'
import type { Store, WorkspaceStore } from '../../src/store/store.ts'
import { eventually } from '../eventually.ts'
import { aDraft, aKnown, anAccount, aWatch } from './samples.ts'
import { storeOver, type World } from './world.ts'

/** Tests changes that are made together, with and without a fence. */
export function describeCommits(create: () => Promise<World>): void {
  let world: World
  let backend: Backend
  let store: Store
  let T1: WorkspaceStore

  beforeEach(async () => {
    world = await create()
    backend = await world.connect()
    store = storeOver(backend, world.clock)
    T1 = store.in('T1')
  })
  afterEach(() => world.end())

  /** Prepares one write and one deletion. */
  function changesTo(text: string) {
    return [T1.watches.putting('w', { ...aWatch('w'), channel: text }), T1.known.dropping('s')]
  }

  test('one commit writes several sorts of records, and lists show them', async () => {
    await T1.watches.set('old', aWatch('old'))
    await T1.commit([
      T1.watches.putting('new', aWatch('new')),
      T1.watches.dropping('old'),
      T1.watches.dropping('nowhere'),
      T1.known.putting('new', aKnown()),
      T1.accounts.putting('prod-hw', anAccount()),
    ])
    const same = storeOver(await world.connect(), world.clock).in('T1')
    expect((await same.watches.list()).items).toEqual([aWatch('new')])
    expect((await same.known.list()).items).toEqual([aKnown()])
    expect(await same.accounts.get('prod-hw')).toEqual(anAccount())
    expect(await world.dump()).not.toMatch(/fake-secret|FAKEACCESS/)
  })

  test('preparing a change writes nothing', async () => {
    T1.watches.putting('w', aWatch('w'))
    T1.watches.dropping('w')
    expect((await T1.watches.list()).items).toEqual([])
  })

  test('one commit writes thousands of records', async () => {
    const ids = Array.from({ length: 3_000 }, (_, index) => `w${index}`)
    await T1.commit(ids.map((id) => T1.watches.putting(id, aWatch(id))))
    expect((await T1.watches.list()).items).toHaveLength(3_000)
    await T1.commit(ids.map((id) => T1.watches.dropping(id)))
    expect((await T1.watches.list()).items).toEqual([])
  })

  test('a commit registers the workspace, unless it only deletes', async () => {
    await store.in('T2').commit([store.in('T2').watches.dropping('w')])
    expect(await store.workspaces()).toEqual([])
    await T1.commit([T1.watches.putting('w', aWatch('w'))])
    expect(await store.workspaces()).toEqual(['T1'])
  })

  test('a commit keeps the lifetime of a record', async () => {
    const { key, text, ttlMs } = T1.drafts.putting('U1/d1', aDraft())
    expect(ttlMs).toBeGreaterThan(0)
    await backend.commit([{ key, text: text ?? '', ttlMs: 600 }])
    expect(await T1.drafts.get('U1/d1')).toEqual(aDraft())
    world.clock.advance(601)
    await eventually(async () => expect(await T1.drafts.get('U1/d1')).toBeUndefined())
  })

  test('a commit never reaches into another workspace', async () => {
    for (const other of ['T2', 'T', 'T10', 'T1/x']) {
      const change = store.in(other).watches.putting('w', aWatch('w'))
      await expect(T1.commit([change])).rejects.toThrow('must not cross workspaces')
    }
    expect(await store.workspaces()).toEqual([])
  })

  test('a commit succeeds while its fence holds: a claim, a lease or a copy of one', async () => {
    const claim = await store.claim('claim', 60_000)
    const lease = await store.lease('lease', 'red')
    for (const fence of [claim, lease, claim && { ...claim }]) {
      await T1.commit([T1.watches.dropping('w')], fence)
      await T1.commit(changesTo('C1'), fence)
      expect((await T1.watches.get('w'))?.channel).toBe('C1')
    }
  })

  test('a fence that the store did not create is a programming error', async () => {
    await expect(T1.commit(changesTo('C1'), { release: async () => {} })).rejects.toThrow('that the store gave')
    expect(await T1.watches.get('w')).toBeUndefined()
  })

  // A late write of the former owner would undo what the present one has written.
  test('a commit under a released fence, or one that somebody else holds now, changes nothing', async () => {
    await T1.known.set('s', aKnown())
    const former = await store.lease('fleet', 'red')
    await former?.release()
    const lost = { code: 'lease_lost' }
    await expect(T1.commit(changesTo('C1'), former)).rejects.toMatchObject(lost)
    const present = await store.lease('fleet', 'blue')
    await expect(T1.commit(changesTo('C1'), former)).rejects.toMatchObject(lost)
    await expect(T1.commit([], former)).rejects.toMatchObject(lost)
    expect(await T1.watches.get('w')).toBeUndefined()
    expect(await T1.known.get('s')).toEqual(aKnown())
    await T1.commit(changesTo('C2'), present)
    expect((await T1.watches.get('w'))?.channel).toBe('C2')
    expect(await T1.known.get('s')).toBeUndefined()
  })

  test('a commit under an expired claim is refused, even if nobody else has claimed the key', async () => {
    const claim = await store.claim('owner', 600)
    await T1.commit(changesTo('C1'), claim)
    world.clock.advance(601)
    await eventually(() => expect(T1.commit(changesTo('C2'), claim)).rejects.toMatchObject({ code: 'lease_lost' }))
    expect(await T1.watches.get('w')).toBeDefined()
  })
}
