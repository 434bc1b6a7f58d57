import type { Clock } from '../../src/async/clock.ts'
import type { AppError } from '../../src/errors/errors.ts'
import type { Statistics } from '../../src/migrations/figures/statistics.ts'
import type { Kind, Migration, ProviderName, State } from '../../src/migrations/migration.ts'
import { refOf } from '../../src/migrations/typed/ref.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { providers } from '../../src/providers/index.ts'
import type { Connection, CreateOrder, Creator, Period, Provider } from '../../src/providers/provider.ts'
import { openConnection } from './connection.ts'
import type { Outcome } from './creating.ts'
import {
  type Entry,
  type Failure,
  type Method,
  ofAccount,
  type Process,
  type Setting,
  seen,
  type World,
} from './world.ts'

/**
 * A cloud in memory that meets the contract of providers. Each account has its own migrations. Tests tell it in advance
 * what should go wrong.
 */
export type FakeCloud = {
  connect(account: Connected, process?: Process): Connection
  /** Every call, as `list prod-hw` or `pause prod-hw/1912…`. */
  calls: string[]
  /** The order of each start. */
  orders: World['orders']
  /** The order of each creation. */
  creations: CreateOrder[]
  /** Sets the checks that run before a creation. */
  looks(look: Creator['preflight']): void
  /** The parts of lists that were read, one for each call named page. */
  pages: World['pages']
  /** Every created migration, even if the caller got no answer. */
  made: Entry[]
  /** Periods for which statistics were read. */
  periods: Period[]
  /** Sets the statistics of every migration. */
  did(statistics: Statistics): void
  /** The order of each bandwidth limit, priority or push. */
  settings: Setting[]
  /** Adds migrations, newest first, as clouds list them. A migration with the same id is replaced. */
  add(...migrations: Migration[]): void
  remove(ref: string): void
  /** All migrations of an account, as readings would show them now. */
  all(account: string): Migration[]
  /** The migration as a reading would show it now. */
  peek(ref: string): Migration | undefined
  /**
   * Sets the states that the next readings show, one after the other, whatever happens to the migration. The last one
   * stays.
   */
  becomes(ref: string, ...states: State[]): void
  /** Makes calls of this account or for this migration fail, from now on or this many times. */
  breaks(accountOrRef: string, method: Method, failure: { error: Error; times?: number }): void
  /** Ends all failures. */
  mends(): void
  /** Lets the account list only these kinds from now on, and refuses the others. */
  lists(...kinds: Kind[]): void
  /**
   * Refuses a setting for this migration when several are set. A push then accepts ten objects before it breaks off.
   */
  refuses(ref: string, error: AppError): void
  /** How the next creations end, one each. After them, creations succeed. */
  outcomes: Outcome[]
  /** From now on, the cloud reports request ids: two for each action, one for each setting or creation. */
  namesRequests(): void
  /** Makes the next calls wait until the returned function is called. */
  holds(account: string, method: Method): () => void
}

type Connected = { name: string; provider?: ProviderName }

/** Creates a cloud. `kinds` are its capabilities; by default, those of the account's own cloud. */
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
    pages: [],
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
  const { calls, orders, creations, made, pages, periods, settings, outcomes } = world
  return {
    ...{ calls, orders, creations, made, pages, periods, settings, outcomes },
    connect({ name, provider = 'huawei' }, process = immortal) {
      clouds.set(name, provider)
      return openConnection(name, world, process)
    },
    add(...added) {
      for (const migration of added) world.migrations.set(refOf(migration), { migration, arrivesAt: 0 })
    },
    remove: (ref) => void world.migrations.delete(ref),
    all: (account) => ofAccount(account, world),
    peek: (ref) => seen(ref, world),
    ...scripting(world),
  }
}

type FakeCloudOptions = { clock: Pick<Clock, 'now'>; kinds?: Provider['kinds'] }

function kindsOf(cloud: ProviderName | undefined): Provider['kinds'] {
  return (providers.find(({ name }) => name === cloud) ?? huawei).kinds
}

/** A process that runs everything and never dies. */
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
