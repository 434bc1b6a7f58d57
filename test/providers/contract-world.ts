import type { Endpoint } from '../../playground/cloud/endpoint.ts'
import type { ShownTimes } from '../../playground/cloud/shown-times.ts'
import type { Clock } from '../../src/async/clock.ts'
import type { Action } from '../../src/migrations/actions.ts'
import type { Kind, State } from '../../src/migrations/migration.ts'
import type { StorageSecret } from '../../src/migrations/spec/storage-secret.ts'
import type { FetchJson } from '../../src/providers/http/http.ts'
import type {
  CallOptions,
  CdnAccess,
  Connection,
  CreateOrder,
  Provider,
  SourceAccess,
  Target,
} from '../../src/providers/provider.ts'
import { operationsOf } from './operations.ts'

/** A cloud with an account named prod, as far as every provider has one. */
export type CloudWorld = {
  clock: Clock
  source: StorageSecret
  destination: StorageSecret
  /** A target with a valid id that does not exist. */
  missing: Target
  add(state: WorldState): Target
  /** Lets the cloud's time pass until it has carried out what it accepted. */
  settle(): void
  /** A correct order for each kind that can be created, with everything that it needs in place. */
  orders: readonly Omit<CreateOrder, 'token'>[]
  /** Ids of all migrations of a kind that exist in the cloud. */
  idsOf(kind: Kind): readonly string[]
  /** Breaks the next call, or the next one with this part in its path. Sign-ins do not count. */
  breakNext(how: Break, path?: string): void
  /** Number of calls that reached the cloud's service. Sign-ins do not count. */
  callCount(): number
}

/** A simulated cloud that is called over HTTP. */
export type ProviderWorld = CloudWorld & {
  /** Answers to the connect form. */
  answers: Readonly<Record<string, string>>
  /** Answers in the right form that open nothing. */
  wrongAnswers: Readonly<Record<string, string>>
  /** Places to browse, if the provider has lookups. */
  places?: Places
  /** Sets how the cloud shows creation and start times from now on. */
  tellTimes(shownAs: ShownTimes): void
  /** The simulator with its faults and its log of calls. */
  simulator: Endpoint
}

/**
 * Ways to break a call. `throttled`, `cut` (before an answer) and `garbage` (a proxy's page) have no effect. `lost` and
 * `malformed` are carried out, and then the connection breaks before or within the answer. `senseless` is answered with
 * unrelated JSON, and `refused` with an error of the cloud.
 */
export type Break = 'throttled' | 'cut' | 'garbage' | 'lost' | 'malformed' | 'senseless' | 'refused'

/**
 * A bucket, the keys that open it, and its contents: an object and a folder that is not empty, both at the top. Parts
 * that the provider has no lookup for are absent.
 */
export type Places = {
  access: SourceAccess
  /** A storage key in the right form that opens nothing. */
  wrongSecret?: StorageSecret
  bucket: string
  region: string
  object?: string
  folder?: string
  /** Access to a CDN in front of the bucket. */
  cdn?: CdnAccess
  /** Removes all buckets. */
  clear(): void | Promise<void>
}

/** The states of a migration in a test. `paused` is only used if something can be paused. */
export type WorldState = 'queued' | 'running' | 'paused' | 'failed' | 'succeeded'

/** Opens any cloud. */
export type OpenCloud = () => Promise<{ world: CloudWorld; connection: Connection }>
export type Open = () => Promise<{ world: ProviderWorld; fetchJson: FetchJson; connection: Connection }>

export function connect(provider: Provider, world: ProviderWorld, fetchJson: FetchJson): Connection {
  const read = provider.readCredentials(world.answers)
  if (!read.ok) throw new Error(`The answers were refused: ${JSON.stringify(read.problems)}`)
  return provider.open(
    { name: 'prod', credentials: read.credentials },
    { clock: world.clock, fetchJson, warn: () => {} },
  )
}

/** The states that a provider's migrations can have in a test. */
export function statesOf(provider: Provider): WorldState[] {
  return ['queued', 'running', ...(offers(provider, 'pause') ? (['paused'] as const) : []), 'failed', 'succeeded']
}

export function offers(provider: Provider, action: Action): boolean {
  return Object.values(provider.kinds).some(({ can }) => can[action] !== undefined)
}

/** The action that stops a running migration. Most tests of actions use it. */
export function stopOf(provider: Provider): 'pause' | 'cancel' {
  return offers(provider, 'pause') ? 'pause' : 'cancel'
}

export async function stop(
  connection: Connection,
  provider: Provider,
  { signal, ...target }: Target & CallOptions,
): Promise<void> {
  const options = signal === undefined ? {} : { signal }
  if (stopOf(provider) === 'pause') return operationsOf(connection).pause(target, options)
  if (operationsOf(connection).cancel === undefined)
    throw new Error('A kind offers to cancel, and the connection cannot')
  return operationsOf(connection).cancel(target, options)
}

export async function stateOf(connection: Connection, target: Target): Promise<State | undefined> {
  return (await connection.show(target, {}))?.state
}
