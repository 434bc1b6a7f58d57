import type { AuditRecord } from '../../src/access/audit.ts'
import type { Standing } from '../../src/access/roles.ts'
import type { ApprovalPolicy } from '../../src/approvals/policy.ts'
import type { MigrationRequest } from '../../src/approvals/request.ts'
import { createDelivery } from '../../src/delivery/outbox.ts'
import { type Decision, decide } from '../../src/requests/decide.ts'
import { type Leasing, withRequest } from '../../src/requests/lease.ts'
import { newRequestId, openRequest, type RequestOrder } from '../../src/requests/open.ts'
import { changePolicy } from '../../src/requests/policies.ts'
import { createRequests, type RequestParts, type Requests } from '../../src/requests/requests.ts'
import { createStore } from '../../src/store/keyv.ts'
import { openMemory } from '../../src/store/memory.ts'
import { createSealer } from '../../src/store/seal.ts'
import type { Store, WorkspaceStore } from '../../src/store/store.ts'
import { aPolicy, aSpec, passed } from '../approvals/samples.ts'
import { createFakeSlack, type FakeSlack } from '../delivery/fake-slack.ts'
import type { Life } from '../delivery/mortal.ts'
import { createManualClock, type ManualClock } from '../manual-clock.ts'
import { anAccount, aStorageKey } from '../store/samples.ts'
import { type CreatingCloud, createCreatingCloud } from './cloud.ts'

/** Requests over a memory store, a cloud and a Slack; engines come and go. */
export type Office = {
  clock: ManualClock
  store: Store
  workspace: WorkspaceStore
  cloud: CreatingCloud
  slack: FakeSlack
  /** `account/id` that the poller was asked to look at. */
  looks: string[]
  logged: string[]
  standings: Map<string, Partial<Standing>>
  leasing: Leasing
  policy(changes: Partial<ApprovalPolicy>): Promise<void>
  ask(order?: Partial<RequestOrder>): Promise<MigrationRequest>
  decide(id: string, decision: Partial<Decision>, leasing?: Leasing): Promise<MigrationRequest>
  request(id: string): Promise<MigrationRequest>
  /** A replica, in a life that may end. */
  open(life?: Life): { requests: Requests; stop(): Promise<void> }
  audit(): Promise<AuditRecord[]>
}

export async function createOffice(): Promise<Office> {
  const clock = createManualClock()
  const key = { id: 'k1', key: Buffer.alloc(32, 'not a real key ') }
  const store = createStore({ backend: openMemory({ clock }), clock, sealer: createSealer([key]) })
  const workspace = store.in('T1')
  await workspace.accounts.set('prod-hw', anAccount())
  for (const name of ['photos-read', 'archive-write']) await workspace.storageKeys.set(name, aStorageKey(name))
  for (const id of ['U0LEAD', 'U0OTHER', 'U0ASKER']) {
    await workspace.grants.set(id, { type: 'user', id, role: 'approver', grantedBy: 'U0ADMIN', grantedAt: 1 })
  }
  const leasing = { workspace: 'T1', store: workspace, claim: store.claim, clock }
  const office: Office = {
    clock,
    store,
    workspace,
    cloud: createCreatingCloud(clock.now),
    slack: createFakeSlack(clock),
    looks: [],
    logged: [],
    standings: new Map(),
    leasing,
    policy: async (changes) => void (await changePolicy({ ...aPolicy(changes), changedBy: 'U0ADMIN' }, leasing)),
    ask: async (order) => {
      const id = await newRequestId(workspace)
      return openRequest({ ...anOrder, ...order, id }, { ...leasing, canPost: async () => true })
    },
    decide: (id, decision, over = leasing) =>
      withRequest(id, over, (held) =>
        decide(held, { type: 'approve', user: 'U0LEAD', ...decision }, { ...over, standingOf: standingOf(office) }),
      ),
    async request(id) {
      const record = await workspace.requests.get(id)
      if (record === undefined) throw new Error(`There is no ${id}`)
      return record.request
    },
    open: (life) => openReplica(office, life),
    async audit() {
      const records = []
      for await (const record of workspace.audit.oldestFirst()) records.push(record)
      return records
    },
  }
  return office
}

const anOrder: RequestOrder = { spec: aSpec(), checks: passed, bytes: 1e9, user: 'U0ASKER', channel: 'C1' }

function standingOf({ standings }: Office) {
  return async (user: string, { groups }: { groups: readonly string[] }): Promise<Standing> => {
    const known = { user, isFirstAdmin: false, isGuest: false, groups: [], ...standings.get(user) }
    return { ...known, groups: groups.filter((group) => known.groups.some((own) => own === group)) }
  }
}

function openReplica(office: Office, life: Life | undefined) {
  const { clock, cloud, looks, logged, slack } = office
  const store = life?.store ?? office.store
  const say = (_: object, message: string) => void logged.push(message)
  const log = { warn: say, error: say }
  const delivery = createDelivery({ store, wire: life?.wire ?? slack.wire, clock, log })
  const parts: RequestParts = {
    store,
    providers: [cloud.provider],
    connect: () => (life === undefined ? cloud.connection : mortalConnection(office, life)),
    delivery,
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

function mortalConnection({ cloud: { connection } }: Office, { mortal }: Life) {
  const { create, findCreated, start } = connection
  return {
    ...connection,
    start: mortal(start),
    ...(create && { create: mortal(create) }),
    ...(findCreated && { findCreated: mortal(findCreated) }),
  }
}
