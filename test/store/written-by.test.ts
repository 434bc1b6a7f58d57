import { beforeEach, describe, expect, test } from 'vitest'
import { createVerifier } from '../../src/access/audit.ts'
import { contentHash } from '../../src/approvals/request.ts'
import type { Draft } from '../../src/migrations/draft.ts'
import { providers } from '../../src/providers/index.ts'
import { recordSorts, workspaceSorts } from '../../src/store/records.ts'
import type { Store, WorkspaceStore } from '../../src/store/store.ts'
import { createPoller } from '../../src/watch/poll.ts'
import { createCreator, makeCheckable } from '../commands/creator.ts'
import { createDesk, type Desk } from '../commands/desk.ts'
import { createManualClock } from '../manual-clock.ts'
import { openWritten, rememberWritten, writtenBy } from './written.ts'

const dump = writtenBy('448b9c7')
const collections = [
  'accounts',
  'storageKeys',
  'keyUses',
  'grants',
  'policies',
  'requests',
  'drafts',
  'watches',
  'sightings',
  'receipts',
  'quietTimes',
] as const
/** The present Ferry starts a minute after the other version stopped. */
const aMinuteLater = () => createManualClock(dump.writtenAt + 60_000)

describe('a store of version 448b9c7', () => {
  let store: Store
  let workspace: WorkspaceStore

  beforeEach(async () => {
    store = await openWritten(dump, aMinuteLater())
    workspace = store.in('T0LOCAL')
  })

  test('opens with its key', async () => {
    expect(await store.workspaces()).toEqual(['T0LOCAL'])
    expect(await store.proveKeys()).toEqual({ isNew: false, missing: [] })
  })

  test('has every type of record, and all of them are readable', async () => {
    for (const name of collections) {
      const { items, unreadable } = await workspace[name].list()
      expect(unreadable, name).toEqual([])
      const rows = dump.records.filter(({ key }) => key.startsWith(`T0LOCAL/${name}:`))
      expect(items, name).toHaveLength(rows.length)
      expect(rows.length, name).toBeGreaterThan(0)
    }
    expect([...collections, 'auditRecords', 'auditHeads'].toSorted()).toEqual(workspaceSorts.toSorted())
    expect(new Set(dump.records.map(({ key }) => key.replace(/^T0LOCAL\/|:.*$/g, '')))).toEqual(
      new Set([...Object.keys(recordSorts), 'workspaces']),
    )
  })

  test('has accounts of three clouds, migrations of every kind, and requests in every state', async () => {
    const { items: accounts } = await workspace.accounts.list()
    expect(accounts.map(({ provider }) => provider)).toEqual(['upcloud', 'naver', 'huawei'])
    const { items: sightings } = await workspace.sightings.list()
    expect(new Set(sightings.map(({ migration }) => migration?.kind))).toEqual(
      new Set(['task', 'group', 'sync', 'policy', 'job']),
    )
    const { items: requests } = await workspace.requests.list()
    expect(new Set(requests.map(({ request }) => request.status.type))).toEqual(
      new Set(['waiting', 'approved', 'creating', 'created', 'failed', 'rejected', 'withdrawn', 'expired']),
    )
  })

  test('has an active install, with its installation as Bolt wrote it', async () => {
    expect(await store.installs.get('T0LOCAL')).toMatchObject({
      state: { type: 'active' },
      bot: { token: 'xoxb-example-not-real', userId: 'U0FERRY' },
    })
  })

  test('has an intact audit', async () => {
    const verifier = createVerifier()
    let count = 0
    for await (const record of workspace.audit.oldestFirst()) {
      expect(verifier.check(record)).toBeUndefined()
      count += 1
    }
    expect(await workspace.audit.head()).toMatchObject({ seq: count })
    expect(count).toBeGreaterThan(10)
  })

  const since = Date.UTC(2023, 0, 2, 15, 4)
  test.each<[string, object]>([
    ['prod-hw/191297407830872', { selection: 'everything' }],
    ['prod-hw/200429548242937', { selection: 'prefixes' }],
    ['prod-hw/210713160544021', { selection: 'prefixes', names: ['series/'] }],
    ['prod-hw/230805112233445', { selection: 'objects', names: ['2024/'] }],
    ['prod-hw/300000000000000', { selection: 'list', listFile: { key: 'objects.txt' } }],
    ['prod-hw/300000000000001', { selection: 'url list', listFile: { key: 'urls/' } }],
    ['prod-hw/300000000000002', { selection: 'objects', names: ['a, b'] }],
    ['prod-hw/300000000000003', { selection: 'objects' }],
    ['prod-hw/300000000000004', { selection: 'prefixes', names: ['logs/'], since }],
    ['prod-hw/300000000000005', { since }],
    ['media-nv/media-library', { selection: 'prefixes', names: ['2025/'] }],
    ['backup-uc/a1b2c3d4-e5f6-4890-abcd-ef1234567890', { selection: 'prefixes', names: ['eu/'] }],
    ['prod-hw/0d146099-8cf4-437d-b6ef-88e043771c8b', {}],
  ])('has a description for %s that becomes a selection', async (ref, selected) => {
    const sighting = await workspace.sightings.get(`${ref}@C0MIGRATIONS`)
    const { cloud: _, region: __, bucket: ___, ...told } = sighting?.migration?.source ?? {}
    expect(told).toEqual(selected)
  })

  test('says where the policy puts its objects', async () => {
    const sighting = await workspace.sightings.get('media-nv/media-library@C0MIGRATIONS')
    expect(sighting?.migration?.target).toEqual({
      cloud: 'NAVER Cloud',
      region: 'KR',
      bucket: 'films-kr',
      prefix: 'old/',
    })
  })

  test('has requests whose content matches its hash', async () => {
    const { items } = await workspace.requests.list()
    for (const { request } of items) expect(contentHash(request), request.id).toBe(request.specHash)
  })
})

describe('people with a store of version 448b9c7', () => {
  let desk: Desk
  let store: Store
  let workspace: WorkspaceStore

  beforeEach(async () => {
    desk = await createDesk(aMinuteLater())
    store = await rememberWritten(dump, desk.clock)
    workspace = store.in('T0LOCAL')
    Object.assign(desk.tools, { store: workspace, claim: store.claim, providers })
  })

  const requestFor = async (bucket: string) => {
    const { items } = await workspace.requests.list()
    return items.find(({ request }) => request.spec.source.bucket === bucket)?.request
  }

  test('can approve a waiting request, with the content that was requested', async () => {
    const { items } = await workspace.requests.list()
    const { id = '', specHash = '' } =
      items.findLast(({ request: { status } }) => status.type === 'waiting')?.request ?? {}
    await desk.types(`approve ${id} --seen ${specHash.slice(0, 8)}`, { user: 'U0LEAD' })
    const approved = (await workspace.requests.get(id))?.request
    expect(approved).toMatchObject({ status: { type: 'approved' }, specHash, votes: [{ user: 'U0LEAD' }] })
    expect(desk.attended).toEqual([id])
  })

  test('can continue an unsent form until it becomes a request', async () => {
    // The stored policy lets only this group request.
    desk.groups.set('S0LEADS', ['U0ENGINEER'])
    const isUnsent = ({ request }: Draft) => request === undefined
    const draft = (await workspace.drafts.list()).items.find(isUnsent)
    makeCheckable(desk)
    const engineer = createCreator(desk, 'U0ENGINEER')
    expect((await engineer.opens(`create --draft ${draft?.id}`)).join('\n')).toContain('scans')
    expect(await engineer.sends()).toEqual({})
    expect(await requestFor('scans')).toMatchObject({ draft: draft?.id, status: { type: 'waiting' } })
  })

  test('are told in the channel how a watched migration ends', async () => {
    const watchId = 'prod-hw/200429548242937@C0MIGRATIONS'
    const before = await workspace.sightings.get(watchId)
    if (before?.migration === undefined) throw new Error('It was never seen')
    desk.cloud.add({ ...before.migration, state: 'succeeded', readAt: desk.clock.now() })
    const nudged: string[] = []
    const poller = createPoller({
      store,
      providers,
      connect: (_, account) => desk.cloud.connect(account),
      clock: desk.clock,
      delivery: { nudge: (_, id) => void nudged.push(id), resume: () => undefined, sweep: async () => undefined },
      log: { warn: () => undefined, error: () => undefined },
      onTick: () => undefined,
    })
    await desk.clock.passUntil(poller.tick())
    const after = await workspace.sightings.get(watchId)
    expect(after?.outbox.at(-1)).toMatchObject({ place: 'broadcast', lane: 'end' })
    expect(nudged).toContain(watchId)
    await poller.stop()
  })
})
