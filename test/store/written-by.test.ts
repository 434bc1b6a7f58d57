import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { createVerifier } from '../../src/access/audit.ts'
import { createLeaders, type Leaders } from '../../src/app/leaders.ts'
import { contentHash } from '../../src/approvals/request.ts'
import type { Draft } from '../../src/migrations/spec/draft.ts'
import { eventTable } from '../../src/notify/events.ts'
import { providers } from '../../src/providers/index.ts'
import { recordSorts, workspaceSorts } from '../../src/store/records.ts'
import { openMemory } from '../../src/store/sqlite/sqlite.ts'
import type { Store, WorkspaceStore } from '../../src/store/store.ts'
import { bringForward } from '../../src/store/upgrade/bring-forward.ts'
import { createCreator, makeCheckable } from '../commands/creator.ts'
import { createDesk, type Desk } from '../commands/desk.ts'
import { createManualClock } from '../manual-clock.ts'
import { everybody } from '../requests/everybody.ts'
import { storeOver } from './world.ts'
import { encryptionKey, knownOf, openWritten, rememberWritten, silent, writtenBy } from './written.ts'

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
] as const
/** Collections that later versions keep besides, or in place of `sightings`, `quietTimes` and `receipts`. */
const later = [
  ...(['known', 'checkpoints', 'health', 'channels', 'groups', 'repairs'] as const),
  ...(['subscriptions', 'patience', 'owners', 'acks'] as const),
] as const

/** Today's Ferry starts a minute after the other one stopped. */
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

  test('holds every sort of record, and each record is read', async () => {
    for (const name of collections) {
      const { items, unreadable } = await workspace[name].list()
      expect(unreadable, name).toEqual([])
      const rows = dump.records.filter(({ key }) => key.startsWith(`T0LOCAL/${name}:`))
      expect(items, name).toHaveLength(rows.length)
      expect(rows.length, name).toBeGreaterThan(0)
    }
    expect([...collections, ...later, 'auditRecords', 'auditHeads'].toSorted()).toEqual(workspaceSorts.toSorted())
    const written = new Set(dump.records.map(({ key }) => key.replace(/^T0LOCAL\/|:.*$/g, '')))
    const kept = Object.keys(recordSorts).filter((sort) => !later.some((one) => one === sort))
    expect(written).toEqual(new Set([...kept, 'workspaces', 'sightings', 'quietTimes', 'receipts']))
  })

  test('has accounts of three clouds, migrations of every kind, and requests in every state', async () => {
    const { items: accounts } = await workspace.accounts.list()
    expect(accounts.map(({ provider }) => provider)).toEqual(['upcloud', 'naver', 'huawei'])
    const { items: known } = await workspace.known.list()
    expect(new Set(known.map(({ migration }) => migration.kind))).toEqual(
      new Set(['task', 'group', 'sync', 'policy', 'job']),
    )
    const { items: requests } = await workspace.requests.list()
    expect(new Set(requests.map(({ request }) => request.status.type))).toEqual(
      new Set(['waiting', 'approved', 'creating', 'created', 'failed', 'rejected', 'withdrawn', 'expired']),
    )
  })

  test('has an active install, whose installation is as Bolt wrote it', async () => {
    expect(await store.installs.get('T0LOCAL')).toMatchObject({
      state: { type: 'active' },
      bot: { token: 'xoxb-example-not-real', userId: 'U0FERRY' },
    })
  })

  test('has an audit that is whole', async () => {
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
  ])('tells what %s takes: its label has become a selection', async (ref, selected) => {
    const migration = await knownOf(ref, workspace)
    const { cloud: _, region: __, bucket: ___, ...told } = migration?.source ?? {}
    expect(told).toEqual(selected)
  })

  test('tells where the policy puts its objects', async () => {
    expect((await knownOf('media-nv/media-library', workspace))?.target).toEqual({
      cloud: 'NAVER Cloud',
      region: 'KR',
      bucket: 'films-kr',
      prefix: 'old/',
    })
  })

  test('remembers how long an account that was asked too often is left alone', async () => {
    expect((await workspace.health.list()).items).toEqual([
      { account: 'backup-uc', connectedAt: 1, refusals: 1, askAgainAt: 1_795_176_021_267 + 60_000 },
    ])
  })

  test('holds requests whose content is as it was hashed', async () => {
    const { items } = await workspace.requests.list()
    for (const { request } of items) expect(contentHash(request), request.id).toBe(request.specHash)
  })
})

describe('people who work with a store of version 448b9c7', () => {
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

  test('a request that waits is approved, with the content that was asked for', async () => {
    const { items } = await workspace.requests.list()
    const { id = '', specHash = '' } =
      items.findLast(({ request: { status } }) => status.type === 'waiting')?.request ?? {}
    await desk.types(`approve ${id} --seen ${specHash.slice(0, 8)}`, { user: 'U0LEAD' })
    const approved = (await workspace.requests.get(id))?.request
    expect(approved).toMatchObject({ status: { type: 'approved' }, specHash, votes: [{ user: 'U0LEAD' }] })
    expect(desk.attended).toEqual([id])
  })

  test('a form that was left unsent goes on and becomes a request', async () => {
    // The stored policy lets only this group ask.
    desk.groups.set('S0LEADS', ['U0ENGINEER'])
    const isUnsent = ({ request }: Draft) => request === undefined
    const draft = (await workspace.drafts.list()).items.find(isUnsent)
    makeCheckable(desk)
    const engineer = createCreator(desk, 'U0ENGINEER')
    expect((await engineer.opens(`create --draft ${draft?.id}`)).join('\n')).toContain('scans')
    expect(await engineer.sends()).toEqual({})
    expect(await requestFor('scans')).toMatchObject({ draft: draft?.id, status: { type: 'waiting' } })
  })

  describe('and their watches', () => {
    let fleet: Leaders

    beforeEach(async () => {
      fleet = createLeaders({
        self: 'today',
        store,
        providers,
        events: eventTable,
        connect: (_, account) => desk.cloud.connect(account),
        clock: desk.clock,
        delivery: silent,
        people: { in: () => everybody },
        log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      })
      for (const { migration } of (await workspace.known.list()).items) desk.cloud.add(migration)
      await desk.clock.passUntil(fleet.start().then(fleet.loaded))
      await desk.clock.passUntil(fleet.tick())
      onTestFinished(() => fleet.stop())
    })

    const threadOf = async (id: string) => fleet.of('T0LOCAL')?.threads.read(id)

    test('every watch is followed, and its card is the one that Slack shows, or newer', async () => {
      const ids = dump.records.flatMap(({ key, text }) => (/\/watches:/.test(key) ? [JSON.parse(text).value.id] : []))
      expect(ids.length).toBe(14)
      for (const id of ids) {
        const { news, thread } = (await threadOf(id)) ?? {}
        // A watch that takes over a card shows nothing before that card was posted.
        if (thread?.takesOver === undefined) expect(news?.card, id).toBeDefined()
      }
    })

    test('a watch goes on: its end is told in the channel', async () => {
      const known = await knownOf('prod-hw/200429548242937', workspace)
      if (known === undefined) throw new Error('It was never seen')
      desk.cloud.add({ ...known, state: 'succeeded', readAt: desk.clock.now() })
      await desk.clock.passUntil(fleet.tick())
      const news = (await threadOf('prod-hw/200429548242937@C0MIGRATIONS'))?.news
      expect(news?.outbox.at(-1)).toMatchObject({ place: 'broadcast', lane: 'end' })
    })
  })
})

describe('what version 448b9c7 had decided and not delivered', () => {
  const watchId = 'prod-hw/210713160544021@C0MIGRATIONS'
  const keyOf = (collection: string) => `T0LOCAL/${collection}:${watchId.replaceAll('/', '%002f')}`
  const valueIn = (collection: string) =>
    JSON.parse(dump.records.find(({ key }) => key === keyOf(collection))?.text ?? '{}').value
  const { outbox } = valueIn('sightings')
  const receipt = { ...valueIn('receipts'), deliveredSeq: outbox[0].seq }

  async function upgraded(begun?: object) {
    const text = JSON.stringify({ value: { ...receipt, ...(begun && { begun }) } })
    const records = dump.records.map((row) => (row.key === keyOf('receipts') ? { ...row, text } : row))
    const store = await rememberWritten({ ...dump, records }, aMinuteLater())
    return store.in('T0LOCAL').channels.get('C0MIGRATIONS')
  }

  test('keeps its delivery keys and its order', async () => {
    expect(outbox).toHaveLength(3)
    expect((await upgraded())?.receipts[watchId]?.carried).toEqual(outbox.slice(1))
  })

  test('is looked up if its post was begun', async () => {
    const begun = { deliveryKey: outbox[1].deliveryKey, at: dump.writtenAt }
    expect(await upgraded(begun)).toMatchObject({
      begun: { [begun.deliveryKey]: { at: begun.at } },
      receipts: { [watchId]: { cardTs: receipt.cardTs, deliveredSeq: receipt.deliveredSeq } },
    })
  })
})

test('an upgrade that was cut off comes to the same result when it is repeated', async () => {
  const clock = aMinuteLater()
  const keys = [encryptionKey]
  const whole = await contentsOf(await rememberWritten(dump, clock))
  for (let last = 1; last < 40; last += 3) {
    const backend = openMemory({ clock, version: 1 })
    for (const { key, text } of dump.records) await backend.set(key, text)
    let writes = 0
    const dying = {
      ...backend,
      commit: async (...given: Parameters<typeof backend.commit>) => {
        writes += 1
        if (writes >= last) throw new Error('The process is dead')
        return backend.commit(...given)
      },
      clear: async (namespace: string) => {
        writes += 1
        if (writes >= last) throw new Error('The process is dead')
        await backend.clear(namespace)
      },
    }
    await bringForward({ backend: dying, store: storeOver(dying, clock, keys), clock }).catch(() => undefined)
    await bringForward({ backend, store: storeOver(backend, clock, keys), clock })
    expect(await contentsOf(storeOver(backend, clock, keys))).toEqual(whole)
  }
})

async function contentsOf(store: Store) {
  const { known, checkpoints, health, channels } = store.in('T0LOCAL')
  return Promise.all([known, checkpoints, health, channels].map((collection) => collection.list()))
}
