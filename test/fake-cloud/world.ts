import type { Clock } from '../../src/async/clock.ts'
import { AppError } from '../../src/errors/errors.ts'
import { type Action, isPossible } from '../../src/migrations/actions.ts'
import type { Statistics } from '../../src/migrations/figures/statistics.ts'
import type { Kind, Migration, State } from '../../src/migrations/migration.ts'
import type {
  Connection,
  CreateOrder,
  Creator,
  LimitOrder,
  ListPart,
  Operation,
  Period,
  PriorityOrder,
  Provider,
  PushOrder,
  StartOrder,
  Target,
} from '../../src/providers/provider.ts'
import type { Outcome } from './creating.ts'

export type Method =
  | 'page'
  | Exclude<keyof Connection, 'operation' | 'readPage'>
  | Exclude<Operation, 'creation'>
  | keyof Creator
/** The caller of the cloud, which may die before or after a call. */
export type Process = { does<Done>(what: Method, run: () => Promise<Done>): Promise<Done> }
export type Setting = LimitOrder | PriorityOrder | PushOrder

/** A migration, the time from which it exists, and the token that it was created with. */
export type Entry = { migration: Migration; arrivesAt: number; token?: string }
export type Failure = { error: Error; times: number }
type Plan = { states: State[]; isBegun: boolean }

/** The contents of the cloud, the calls that it received, and what should go wrong. */
export type World = {
  clock: Pick<Clock, 'now'>
  /** The capabilities of an account's cloud. */
  kindsOf(account: string): Provider['kinds']
  calls: string[]
  orders: (StartOrder & { action: Action })[]
  creations: CreateOrder[]
  look: Creator['preflight']
  /** The kinds that may be listed. If absent, all. */
  listed?: readonly Kind[]
  made: Entry[]
  pages: (ListPart & { account: string })[]
  periods: Period[]
  settings: Setting[]
  statistics: Statistics
  /** Migrations by ref. */
  migrations: Map<string, Entry>
  plans: Map<string, Plan>
  /** Failures by method and account or ref. */
  failures: Map<string, Failure>
  refusals: Map<string, AppError>
  outcomes: Outcome[]
  /** Gates by method and account. */
  gates: Map<string, Promise<void>>
  namesRequests: boolean
}

export type Call = { method: Method; account: string; target?: Pick<Target, 'id'>; signal?: AbortSignal | undefined }

/** Records a call, lets it wait at a gate, and makes it fail if a test said so. A signal ends the wait. */
export async function call({ calls, gates, failures }: World, { method, account, ...more }: Call): Promise<void> {
  const place = more.target === undefined ? account : `${account}/${more.target.id}`
  more.signal?.throwIfAborted()
  calls.push(`${method} ${place}`)
  await gates.get(`${method} ${account}`)
  more.signal?.throwIfAborted()
  const failure = failures.get(`${method} ${place}`) ?? failures.get(`${method} ${account}`)
  if (failure === undefined || failure.times <= 0) return
  failure.times -= 1
  throw failure.error
}

/** The migration as lists show it now. */
export function seen(ref: string, { clock, migrations, plans }: World): Migration | undefined {
  const entry = migrations.get(ref)
  if (entry === undefined || entry.arrivesAt > clock.now()) return undefined
  const state = plans.get(ref)?.states[0] ?? entry.migration.state
  return { ...entry.migration, state, readAt: clock.now() }
}

/** The migration as lists show it now. Moves its planned states forward by one. */
export function read(ref: string, world: World): Migration | undefined {
  const plan = world.plans.get(ref)
  if (plan !== undefined) {
    if (plan.isBegun && plan.states.length > 1) plan.states.shift()
    plan.isBegun = true
  }
  return seen(ref, world)
}

export function ofAccount(account: string, world: World): Migration[] {
  return [...world.migrations.keys()]
    .flatMap((ref) => seen(ref, world) ?? [])
    .filter((migration) => migration.account === account)
}

/** Changes a migration. Its state stays if its readings are planned. */
export function change(ref: string, changes: Partial<Migration>, { migrations, plans }: World): void {
  const entry = migrations.get(ref)
  if (entry === undefined) return
  const { state, ...others } = changes
  const isPlanned = state === undefined || plans.has(ref)
  entry.migration = { ...entry.migration, ...others, ...(isPlanned ? {} : { state }) }
}

/** The cloud's refusal of an action, if the migration does not allow it now. */
export function refusalOf(action: Action, { account, kind, id }: Acted, world: World): AppError | undefined {
  const ref = `${account}/${id}`
  const migration = seen(ref, world)
  const possible = migration?.kind === kind ? world.kindsOf(account)[kind] : undefined
  if (migration && possible && isPossible(action, migration, possible)) return undefined
  const message = `No ${action} while it is ${possible ? migration?.state : 'not there'}`
  return new AppError('provider_refused', { provider: 'A cloud in memory', account, ref, code: 'FAKE.1', message })
}

type Acted = Target & { account: string }
