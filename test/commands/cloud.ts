import type { AppError } from '../../src/errors.ts'
import type { Migration, State } from '../../src/migrations/migration.ts'
import { refOf } from '../../src/migrations/ref.ts'
import type { Statistics } from '../../src/migrations/statistics.ts'
import type {
  CallOptions,
  Connection,
  LimitOrder,
  ListQuery,
  Period,
  PriorityOrder,
  PushOrder,
  PushOutcome,
  StartOrder,
  Target,
  TargetOutcome,
} from '../../src/providers/provider.ts'

type Method = keyof Connection

/** A cloud that exists in memory only. Every account of it has its own migrations. */
export type FakeCloud = {
  connect(account: { name: string }): Connection
  /** Every call, as `pause prod-hw/1912…`. */
  calls: string[]
  /** What was handed over with each start. */
  orders: StartOrder[]
  /** Periods that statistics were asked for. */
  periods: Period[]
  /** What every migration did over time. */
  did(statistics: Statistics): void
  /** What was handed over with each bandwidth rule, priority or push. */
  settings: Setting[]
  /** Newest first, as clouds list them. */
  add(...migrations: Migration[]): void
  remove(ref: string): void
  /** What its readings show from now on, one after the other; the last one stays. */
  becomes(ref: string, ...states: State[]): void
  /** Calls of this account fail from now on, or so many times. */
  breaks(account: string, method: Method, failure: { error: Error; times?: number }): void
  /** The cloud refuses this for this migration when several are set; of objects it has then taken ten. */
  refuses(ref: string, error: AppError): void
  /** From now on it tells its own ids of requests: two for each action, one for each setting. */
  namesRequests(): void
  /** The next calls wait until the returned function is called. */
  holds(account: string, method: Method): () => void
}

export type Setting = LimitOrder | PriorityOrder | PushOrder

type World = Pick<FakeCloud, 'calls' | 'orders' | 'periods' | 'settings'> & {
  statistics: Statistics
  migrations: Map<string, Migration>
  plans: Map<string, State[]>
  failures: Map<string, { error: Error; times: number }>
  refusals: Map<string, AppError>
  gates: Map<string, Promise<void>>
  namesRequests: boolean
}

export function createFakeCloud(): FakeCloud {
  const world: World = {
    calls: [],
    orders: [],
    periods: [],
    statistics: { stepMs: 300_000, points: [] },
    settings: [],
    migrations: new Map(),
    plans: new Map(),
    failures: new Map(),
    refusals: new Map(),
    gates: new Map(),
    namesRequests: false,
  }
  const { calls, orders, periods, settings, migrations, plans, failures, gates } = world
  return {
    calls,
    orders,
    periods,
    settings,
    did: (statistics) => {
      world.statistics = statistics
    },
    connect: ({ name }) => open(name, world),
    add: (...added) => {
      for (const migration of added) migrations.set(refOf(migration), migration)
    },
    remove: (ref) => void migrations.delete(ref),
    becomes: (ref, ...states) => void plans.set(ref, states),
    breaks: (account, method, { error, times = Number.POSITIVE_INFINITY }) =>
      void failures.set(`${method} ${account}`, { error, times }),
    refuses: (ref, error) => void world.refusals.set(ref, error),
    namesRequests: () => {
      world.namesRequests = true
    },
    holds(account, method) {
      const { promise, resolve } = Promise.withResolvers<void>()
      gates.set(`${method} ${account}`, promise)
      return resolve
    },
  }
}

function open(account: string, world: World): Connection {
  const change = (method: Method) => async (target: Target, options: CallOptions) => {
    await call(world, { method, account, target })
    if (world.namesRequests) for (const which of ['first', 'last']) options.onRequestId?.(`${method} ${which}`)
  }
  const read = (method: Method) => call(world, { method, account })
  return {
    check: () => read('check'),
    async list(query) {
      await read('list')
      return page(account, query, world)
    },
    async listActive() {
      await read('listActive')
      return ofAccount(account, world).filter(({ state }) => state === 'running')
    },
    async show(target) {
      if (target.kind !== (world.migrations.get(`${account}/${target.id}`)?.kind ?? 'task')) return undefined
      await call(world, { method: 'show', account, target })
      return reading(`${account}/${target.id}`, world)
    },
    pause: change('pause'),
    delete: change('delete'),
    async start(order) {
      await call(world, { method: 'start', account, target: order })
      world.orders.push(order)
    },
    async readStatistics({ from, to, ...target }) {
      await call(world, { method: 'readStatistics', account, target })
      world.periods.push({ from, to })
      return world.statistics
    },
    ...steering(account, world),
  }
}

function steering(account: string, world: World) {
  const set = async (method: Method, setting: Setting) => {
    world.settings.push(setting)
    await call(world, { method, account })
  }
  const outcomes = (targets: readonly Target[]): TargetOutcome[] =>
    targets.map(({ kind, id }) => {
      const error = world.refusals.get(`${account}/${id}`)
      return {
        kind,
        id,
        ...(error === undefined ? {} : { error }),
        ...(world.namesRequests ? { requestId: `set-${id}` } : {}),
      }
    })
  return {
    async setLimits(order: LimitOrder) {
      await set('setLimits', order)
      return outcomes(order.targets)
    },
    async setPriority(order: PriorityOrder) {
      await set('setPriority', order)
      return outcomes(order.migrations)
    },
    async pushObjects(order: PushOrder): Promise<PushOutcome> {
      await set('pushObjects', order)
      const error = world.refusals.get(`${account}/${order.id}`)
      return error === undefined ? { accepted: order.names.length } : { accepted: 10, error }
    },
  }
}

type Call = { method: Method; account: string; target?: Target }

async function call({ calls, gates, failures }: World, { method, account, target }: Call): Promise<void> {
  calls.push(`${method} ${account}${target === undefined ? '' : `/${target.id}`}`)
  const key = `${method} ${account}`
  await gates.get(key)
  const failure = failures.get(key)
  if (failure === undefined || failure.times <= 0) return
  failure.times -= 1
  throw failure.error
}

function reading(ref: string, { migrations, plans }: World): Migration | undefined {
  const migration = migrations.get(ref)
  const plan = plans.get(ref)
  if (migration === undefined || plan === undefined) return migration
  const state = (plan.length > 1 ? plan.shift() : plan[0]) ?? migration.state
  return { ...migration, state }
}

function ofAccount(account: string, { migrations }: World): Migration[] {
  return [...migrations.values()].filter((migration) => migration.account === account)
}

function page(account: string, { state, group, offset, limit }: ListQuery, world: World) {
  const all = ofAccount(account, world).filter(
    (migration) =>
      (state === undefined || migration.state === state) && (group === undefined || migration.groupId === group),
  )
  return { migrations: all.slice(offset, offset + limit), total: all.length, hasMore: all.length > offset + limit }
}
