import type { Clock } from '../../src/clock.ts'
import type { AppError } from '../../src/errors.ts'
import type { Kind, Migration, ProviderName, State } from '../../src/migrations/migration.ts'
import { refOf } from '../../src/migrations/ref.ts'
import type { Statistics } from '../../src/migrations/statistics.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { providers } from '../../src/providers/index.ts'
import type { Connection, CreateOrder, Creator, Period, Provider } from '../../src/providers/provider.ts'
import { openConnection } from './connection.ts'
import type { Outcome } from './creating.ts'
import { type Entry, type Failure, type Method, type Process, type Setting, seen, type World } from './world.ts'

/**
 * A cloud that exists in memory only, and does what the contract of providers says. Every account of it has its own
 * migrations. What tests need of trouble is told to it beforehand.
 */
export type FakeCloud = {
  connect(account: Connected, process?: Process): Connection
  /** Every call, as `list prod-hw` or `pause prod-hw/1912…`. */
  calls: string[]
  /** What was handed over with each start. */
  orders: World['orders']
  /** What was handed over with each creation. */
  creations: CreateOrder[]
  /** What is found before one is created. */
  looks(look: Creator['preflight']): void
  /** What came of them, even where nobody has heard of it yet. */
  made: Entry[]
  /** Periods that statistics were asked for. */
  periods: Period[]
  /** What every migration did over time. */
  did(statistics: Statistics): void
  /** What was handed over with each bandwidth rule, priority or push. */
  settings: Setting[]
  /** Newest first, as clouds list them; one that is there already is replaced. */
  add(...migrations: Migration[]): void
  remove(ref: string): void
  /** As it would be shown now. */
  peek(ref: string): Migration | undefined
  /** What its readings show from now on, one after the other, whatever is done to it; the last one stays. */
  becomes(ref: string, ...states: State[]): void
  /** Calls of this account, or for this migration alone, fail from now on, or so many times. */
  breaks(accountOrRef: string, method: Method, failure: { error: Error; times?: number }): void
  /** Nothing fails any more. */
  mends(): void
  /** Lists of other kinds are refused from now on, as to somebody who may not read them. */
  lists(...kinds: Kind[]): void
  /** The cloud refuses this for this migration when several are set; of objects it has then taken ten. */
  refuses(ref: string, error: AppError): void
  /** How the next creations end, one each; after them, all is well. */
  outcomes: Outcome[]
  /** From now on it tells its own ids of requests: two for each action, one for each setting or creation. */
  namesRequests(): void
  /** The next calls wait until the returned function is called. */
  holds(account: string, method: Method): () => void
}

type Connected = { name: string; provider?: ProviderName }

/** `kinds` are what it can do, and in which states; else that is what the account's own cloud can. */
export function createFakeCloud({ clock, kinds }: FakeCloudOptions): FakeCloud {
  const clouds = new Map<string, ProviderName>()
  const world: World = {
    clock,
    kindsOf: (account) => kinds ?? kindsOf(clouds.get(account)),
    calls: [],
    orders: [],
    creations: [],
    look: async () => [],
    made: [],
    periods: [],
    statistics: { stepMs: 300_000, points: [] },
    settings: [],
    migrations: new Map(),
    plans: new Map(),
    failures: new Map(),
    refusals: new Map(),
    outcomes: [],
    gates: new Map(),
    namesRequests: false,
  }
  const { calls, orders, creations, made, periods, settings, outcomes } = world
  return {
    ...{ calls, orders, creations, made, periods, settings, outcomes },
    connect({ name, provider = 'huawei' }, process = immortal) {
      clouds.set(name, provider)
      return openConnection(name, world, process)
    },
    add(...added) {
      for (const migration of added) world.migrations.set(refOf(migration), { migration, arrivesAt: 0 })
    },
    remove: (ref) => void world.migrations.delete(ref),
    peek: (ref) => seen(ref, world),
    ...scripting(world),
  }
}

type FakeCloudOptions = { clock: Pick<Clock, 'now'>; kinds?: Provider['kinds'] }

function kindsOf(cloud: ProviderName | undefined): Provider['kinds'] {
  return (providers.find(({ name }) => name === cloud) ?? huawei).kinds
}

/** Does whatever it does, and never dies. */
export const immortal: Process = { does: (_, run) => run() }

type Scripting = Pick<
  FakeCloud,
  'did' | 'lists' | 'looks' | 'becomes' | 'breaks' | 'mends' | 'refuses' | 'namesRequests' | 'holds'
>

function scripting(world: World): Scripting {
  const { plans, failures, refusals, gates } = world
  return {
    lists: (...kinds) => {
      world.listed = kinds
    },
    looks: (look) => {
      world.look = look
    },
    did: (statistics) => {
      world.statistics = statistics
    },
    becomes: (ref, ...states) => void plans.set(ref, { states, isBegun: false }),
    breaks(accountOrRef, method, { error, times = Number.POSITIVE_INFINITY }) {
      const failure: Failure = { error, times }
      failures.set(`${method} ${accountOrRef}`, failure)
    },
    mends: () => failures.clear(),
    refuses: (ref, error) => void refusals.set(ref, error),
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
