import type { Endpoint } from '../../playground/cloud/endpoint.ts'
import type { ShownTimes } from '../../playground/cloud/shown-times.ts'
import type { Clock } from '../../src/clock.ts'
import type { Action } from '../../src/migrations/actions.ts'
import type { Kind, State } from '../../src/migrations/migration.ts'
import type { StorageSecret } from '../../src/migrations/storage-secret.ts'
import type { FetchJson } from '../../src/providers/http.ts'
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

/** A cloud with an account named prod in it, behind a wire or not, as far as every provider has one. */
export type CloudWorld = {
  clock: Clock
  source: StorageSecret
  destination: StorageSecret
  /** An id in the right form that does not exist. */
  missing: Target
  add(state: WorldState): Target
  /** Lets the cloud's time pass until what was asked for has happened. */
  settle(): void
  /** One for each kind that can be made: everything that it needs is there and in order. */
  orders: readonly Omit<CreateOrder, 'token'>[]
  /** Ids of everything of a kind that the cloud itself has. */
  idsOf(kind: Kind): readonly string[]
  /** The next call, signing in left out; with a part of a path, the next one there. */
  breakNext(how: Break, path?: string): void
  /** Calls that reached the cloud's service, signing in left out. */
  callCount(): number
}

/** A simulated cloud, which is called over HTTP by whoever has credentials. */
export type ProviderWorld = CloudWorld & {
  /** What somebody types into the connect form. */
  answers: Readonly<Record<string, string>>
  /** The same in form, but opening nothing. */
  wrongAnswers: Readonly<Record<string, string>>
  /** What there is to look at, where the provider has lookups. */
  places?: Places
  /** When things were created and started, as the cloud tells it from now on. */
  tellTimes(shownAs: ShownTimes): void
  /** For its faults and its log of calls. */
  simulator: Endpoint
}

/**
 * Throttled, cut off before an answer, answered by a proxy's page; carried out, and cut off before or in the middle of
 * the answer; answered with JSON that has nothing to do with it; or refused for a reason of the cloud's.
 */
export type Break = 'throttled' | 'cut' | 'garbage' | 'lost' | 'malformed' | 'senseless' | 'refused'

/**
 * A bucket, what opens it and what lies in it: an object and a folder, both at the top, and the folder not empty. What no
 * lookup of the provider shows is left out.
 */
export type Places = {
  access: SourceAccess
  /** The same in form, but opening nothing. */
  wrongSecret?: StorageSecret
  bucket: string
  region: string
  object?: string
  folder?: string
  /** In front of it. */
  cdn?: CdnAccess
  /** Takes all buckets away. */
  clear(): void | Promise<void>
}

/** Paused is asked for only where something can be paused. */
export type WorldState = 'queued' | 'running' | 'paused' | 'failed' | 'succeeded'

/** Of any cloud, and of one over HTTP. */
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

/** The states that its migrations are shown in here. */
export function statesOf(provider: Provider): WorldState[] {
  return ['queued', 'running', ...(offers(provider, 'pause') ? (['paused'] as const) : []), 'failed', 'succeeded']
}

export function offers(provider: Provider, action: Action): boolean {
  return Object.values(provider.kinds).some(({ can }) => can[action] !== undefined)
}

/** What stops a running migration here: most of what is said about actions is said with it. */
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
