import { AppError } from '../../src/errors.ts'
import type { Migration } from '../../src/migrations/migration.ts'
import type { CallOptions, Connection, CreateOrder, MadeOrder, Provider } from '../../src/providers/provider.ts'
import type { Account } from '../../src/store/store.ts'
import { aSpec } from '../approvals/samples.ts'
import type { Mortality } from '../delivery/mortal.ts'
import { createManualClock, type ManualClock } from '../manual-clock.ts'
import { anAccount, aStorageKey } from '../store/samples.ts'
import { aMigration, provider } from '../watch/samples.ts'

/** A cloud that requests are carried out in, with an account there and something to ask it for. */
export type Cloud = {
  /** The time of everything that goes on. */
  clock: ManualClock
  provider: Provider
  account: Account
  order: Pick<CreateOrder, 'spec' | 'keys'>
  /** How a process reaches it that may die. */
  connect(process?: Pick<Mortality, 'does'>): Connection
}

/** How the next creations end, one each; after them, all is well. */
export type Outcome =
  | 'created'
  /** Made, but not begun: the cloud needs two calls and the second got lost. */
  | 'half created'
  | 'lost after creating'
  | 'lost before'
  /** It arrives four or sixteen minutes later, when nobody waits for its answer any more. */
  | 'late'
  | 'very late'
  | 'nonsense after creating'
  | 'unreachable'
  | 'throttled'
  | 'refused'

/** A cloud in memory that creates what it is asked to, and knows its tokens. */
export type CreatingCloud = Cloud & {
  made: { token: string; bucket: string; migration: Migration; at: number }[]
  /** `create`, `find`, `start 1912`, oldest first. */
  calls: string[]
  outcomes: Outcome[]
  /** Searching fails while it is set. */
  isBlind: boolean
  orders: CreateOrder[]
}

/** Does whatever it does, and never dies. */
export const immortal: Pick<Mortality, 'does'> = { does: (_, run) => run() }

export function createCreatingCloud(): CreatingCloud {
  const clock = createManualClock()
  const { secret } = aStorageKey()
  const cloud: CreatingCloud = {
    clock,
    account: anAccount(),
    order: { spec: aSpec(), keys: { source: secret, target: secret } },
    provider: {
      ...provider,
      kinds: { task: { noun: 'task', actions: { start: ['queued', 'paused'] } } },
      name: 'huawei',
      domains: [],
      isWholeId: () => true,
      accountFields: [],
      identify: ({ projectId = 'p1' }) => ({ projectId }),
      readCredentials: () => ({ ok: false, problems: {} }),
      open: () => cloud.connect(),
    },
    connect: ({ does } = immortal) => ({
      check: async () => undefined,
      list: async () => ({ migrations: [], hasMore: false }),
      listActive: async () => [],
      show: async ({ id }) => cloud.made.find(({ migration }) => migration.id === id)?.migration,
      pause: async () => undefined,
      delete: async () => undefined,
      start: (order) => does('start', () => start(order)),
      create: (order, options) => does('create', () => create(order, options)),
      findCreated: (order) => does('findCreated', () => findCreated(order)),
    }),
    made: [],
    calls: [],
    outcomes: [],
    isBlind: false,
    orders: [],
  }

  async function create(order: CreateOrder, { onRequestId }: CallOptions): Promise<{ id: string }> {
    cloud.calls.push('create')
    cloud.orders.push(order)
    const outcome = cloud.outcomes.shift() ?? 'created'
    const lateMs = lateness[outcome]
    if (!outcome.includes('creat') && lateMs === undefined) throw errorOf(outcome)
    const id = String(1912 + cloud.made.length)
    const state = outcome === 'half created' ? 'queued' : 'running'
    const at = clock.now() + (lateMs ?? 0)
    const migration = aMigration({ id, state, readAt: at })
    cloud.made.push({ token: order.token, bucket: order.spec.target.bucket, migration, at })
    if (outcome === 'created') {
      onRequestId?.(`req-${id}`)
      return { id }
    }
    throw errorOf(outcome)
  }

  async function findCreated({ token, besides }: MadeOrder): Promise<Migration | undefined> {
    cloud.calls.push('find')
    if (cloud.isBlind) throw errorOf('unreachable')
    const arrived = cloud.made.filter(({ at }) => at <= clock.now())
    return arrived.find((one) => one.token === token && one.migration.id !== besides)?.migration
  }

  async function start({ id }: { id: string }): Promise<void> {
    cloud.calls.push(`start ${id}`)
    const one = cloud.made.find(({ migration }) => migration.id === id)
    if (one !== undefined) one.migration = { ...one.migration, state: 'running' }
  }

  return cloud
}

const lateness: Partial<Record<Outcome, number>> = { late: 240_000, 'very late': 960_000 }

const from = { provider: 'Huawei Cloud OMS' }

function errorOf(outcome: Outcome): AppError {
  switch (outcome) {
    case 'unreachable':
      return new AppError('provider_unreachable', from)
    case 'throttled':
      return new AppError('provider_throttled', from)
    case 'refused':
      return new AppError('provider_refused', { ...from, code: 'OMS.0066', message: 'no', requestId: 'req-77' })
    case 'nonsense after creating':
      return new AppError('provider_nonsense', from)
    default:
      return new AppError('provider_outcome_unknown', from)
  }
}
