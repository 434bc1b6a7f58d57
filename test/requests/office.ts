import type { AuditRecord } from '../../src/access/audit.ts'
import type { Nameable } from '../../src/access/people.ts'
import type { Standing } from '../../src/access/roles.ts'
import type { ApprovalPolicy } from '../../src/approvals/policy.ts'
import type { MigrationRequest } from '../../src/approvals/request.ts'
import type { Clock } from '../../src/async/clock.ts'
import { AppError } from '../../src/errors/errors.ts'
import { identityOf } from '../../src/fleet/judge/identity.ts'
import { requestThreads } from '../../src/notify/threads/request-threads.ts'
import { createThreads } from '../../src/notify/threads/threads.ts'
import { type Decision, decide } from '../../src/requests/decide.ts'
import { type Leasing, withRequest } from '../../src/requests/lease.ts'
import { openRequest, type RequestOrder, requestIdFor } from '../../src/requests/open.ts'
import { changePolicy } from '../../src/requests/policies.ts'
import { createRequests, type RequestParts, type Requests } from '../../src/requests/requests.ts'
import { createDelivery } from '../../src/send/delivery.ts'
import type { Threads } from '../../src/send/thread/threads.ts'
import type { Backend } from '../../src/store/backend.ts'
import { createSealer } from '../../src/store/keys/seal.ts'
import { createStore } from '../../src/store/keyv/keyv.ts'
import { openMemory } from '../../src/store/sqlite/sqlite.ts'
import type { Channel, Store, WorkspaceStore } from '../../src/store/store.ts'
import { aDraft, aPolicy, passed } from '../approvals/samples.ts'
import type { ManualClock } from '../manual-clock.ts'
import { createFakeSlack, type FakeSlack } from '../send/fake-slack.ts'
import { createMortality, type Life, mortalBackend, mortalWire } from '../send/mortal.ts'
import { sharedChannels } from '../send/shared-channels.ts'
import { type Cloud, type CreatingCloud, createCreatingCloud } from './cloud.ts'

/** Requests in a memory store, with a cloud and a Slack. Tests start and stop the replicas. */
export type Office<Its extends Cloud = CreatingCloud> = {
  clock: ManualClock
  store: Store
  workspace: WorkspaceStore
  cloud: Its
  slack: FakeSlack
  /** Migrations that the poller was asked to read, as `account/id`. */
  looks: string[]
  logged: string[]
  standings: Map<string, Partial<Standing>>
  leasing: Leasing & Nameable
  /** Ids of people who have left or belong to another workspace. */
  outsiders: Set<string>
  /** Members of user groups. */
  groups: Map<string, readonly string[]>
  /** User groups of which Slack does not say who is in them. */
  unknownGroups: Set<string>
  firstAdmins: string[]
  policy(changes: Partial<ApprovalPolicy>): Promise<void>
  ask(order?: Partial<RequestOrder>): Promise<MigrationRequest>
  decide(id: string, decision: Partial<Decision>, leasing?: Leasing): Promise<MigrationRequest>
  request(id: string): Promise<MigrationRequest>
  /** Starts a process over the same store, which may die between any two of its writes and calls. */
  live(lastStep?: number): Life
  /** Opens a replica in a life that may end. A silent replica posts nothing. */
  open(life?: Life, options?: { isSilent?: boolean }): { requests: Requests; stop(): Promise<void> }
  audit(): Promise<AuditRecord[]>
}

export function createOffice(): Promise<Office> {
  return createOfficeFor(createCreatingCloud())
}

export async function createOfficeFor<Its extends Cloud>(cloud: Its): Promise<Office<Its>> {
  const { clock } = cloud
  const backend = openMemory({ clock })
  const openStore = (over: Backend) => createStore({ backend: over, clock, sealer: createSealer([sealingKey]) })
  const store = openStore(backend)
  const workspace = store.in('T1')
  await furnish(workspace, cloud)
  const standings: Office['standings'] = new Map()
  const outsiders = new Set<string>()
  const groups: Office['groups'] = new Map()
  const firstAdmins: string[] = []
  const unknownGroups = new Set<string>()
  const standingOf = standingsIn({ standings, outsiders, unknownGroups })
  const people: Nameable = {
    kindOf: async (user) =>
      outsiders.has(user) ? 'outsider' : standings.get(user)?.isGuest === true ? 'guest' : 'member',
    membersOf: async (group) =>
      groups.get(group) ??
      [...standings].filter(([, { groups: own = [] }]) => own.includes(group)).map(([user]) => user),
    firstAdmins: async () => firstAdmins,
  }
  const leasing = { workspace: 'T1', store: workspace, claim: store.claim, clock, ...people }
  const office: Office<Its> = {
    clock,
    store,
    workspace,
    cloud,
    slack: createFakeSlack(clock),
    looks: [],
    logged: [],
    standings,
    outsiders,
    groups,
    unknownGroups,
    firstAdmins,
    leasing,
    policy: async (changes) => void (await changePolicy({ ...aPolicy(changes), changedBy: 'U0ADMIN' }, leasing)),
    ask: async (order) => {
      const draft = aDraft()
      const id = await requestIdFor(draft, workspace)
      const identity = identityOf(cloud.account, cloud.provider)
      return openRequest(
        { ...anOrder, spec: cloud.order.spec, identity, ...order, id, draft },
        { ...leasing, canPost: async () => true },
      )
    },
    decide: (id, decision, over = leasing) =>
      withRequest(id, over, (held) =>
        decide(
          held,
          { type: 'approve', user: 'U0LEAD', ...decision },
          { ...over, providers: [cloud.provider], standingOf },
        ),
      ),
    async request(id) {
      const record = await workspace.requests.get(id)
      if (record === undefined) throw new Error(`There is no ${id}`)
      return record.request
    },
    live(lastStep) {
      const mortality = createMortality(lastStep)
      const wire = mortalWire(office.slack.wire, mortality)
      return { ...mortality, wire, store: openStore(mortalBackend(backend, mortality)) }
    },
    open: (life, options) => openReplica(office, life, options),
    async audit() {
      const records = []
      for await (const record of workspace.audit.oldestFirst()) records.push(record)
      return records
    },
  }
  return office
}

const sealingKey = { id: 'k1', key: Buffer.alloc(32, 'not a real key ') }
const anOrder = { checks: passed, bytes: 1e9, user: 'U0ASKER', channel: 'C1' }

/** Stores the account, the keys of its order, and people who can approve. */
async function furnish(workspace: WorkspaceStore, { account, order: { spec, keys } }: Cloud): Promise<void> {
  await workspace.accounts.set(account.name, account)
  for (const [name, secret] of [
    [spec.source.key, keys.source],
    [spec.target.key, keys.target],
  ] as const) {
    if (name !== undefined && secret !== undefined) {
      await workspace.storageKeys.set(name, { name, secret, createdBy: 'U1', createdAt: 2 })
    }
  }
  for (const id of ['U0LEAD', 'U0OTHER', 'U0ASKER']) {
    await workspace.grants.set(id, { type: 'user', id, role: 'approver', grantedBy: 'U0ADMIN', grantedAt: 1 })
  }
}

function standingsIn({
  standings,
  outsiders,
  unknownGroups,
}: Pick<Office, 'standings' | 'outsiders' | 'unknownGroups'>) {
  return async (user: string, { groups }: { groups: readonly string[] }): Promise<Standing> => {
    if (outsiders.has(user)) throw new AppError('stranger')
    if (groups.some((group) => unknownGroups.has(group))) throw new AppError('rights_unknown')
    const known = { user, isFirstAdmin: false, isGuest: false, groups: [], ...standings.get(user) }
    return { ...known, groups: groups.filter((group) => known.groups.some((own) => own === group)) }
  }
}

function openReplica(office: Office<Cloud>, life: Life | undefined, { isSilent = false } = {}) {
  const { clock, cloud, looks, logged, slack, leasing } = office
  const store = life?.store ?? office.store
  const connection = cloud.connect(life)
  const say = (_: object, message: string) => void logged.push(message)
  const log = { warn: say, error: say }
  const threads = officeThreads(store.in('T1'), clock)
  const delivery = createDelivery({
    threadsOf: () => threads,
    led: () => ['T1'],
    wire: life?.wire ?? slack.wire,
    clock,
    log,
  })
  const parts: RequestParts = {
    store,
    providers: [cloud.provider],
    connect: () => connection,
    show: (workspace, id) => (isSilent ? undefined : delivery.nudge(workspace, id, { urgency: 'card' })),
    people: { in: () => leasing },
    lookNow: (_, account, id) => void looks.push(`${account}/${id}`),
    clock,
    log,
  }
  const requests = createRequests(parts)
  return {
    requests,
    async stop() {
      await requests.stop()
      await delivery.stop()
    },
  }
}

/** The threads of requests, as the leader of the workspace has them. */
function officeThreads(store: WorkspaceStore, clock: Clock): Threads {
  const channels = new Map<string, Channel>()
  const loaded = store.channels.list().then(({ items }) => {
    for (const item of items) channels.set(item.channel, item)
  })
  const kept = sharedChannels(store, channels)
  const sources = [requestThreads({ requests: store.requests, channels: kept })]
  const threads = createThreads({
    channels: kept,
    sources,
    admins: async () => [],
    review: async () => {},
    clock,
    signal: new AbortController().signal,
  })
  return { ...threads, read: async (id) => loaded.then(() => threads.read(id)) }
}
