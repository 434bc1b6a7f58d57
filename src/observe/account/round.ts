import { hasCome } from '../../async/clock.ts'
import type { AccountFleet } from '../../fleet/account-fleet.ts'
import { kinds as allKinds, type Kind } from '../../migrations/migration.ts'
import type { Connection, Provider } from '../../providers/provider.ts'
import type { Followed } from './due.ts'

/** One round in one account. */
export type AccountRound = {
  fleet: AccountFleet
  provider: Pick<Provider, 'kinds'>
  connection: Pick<Connection, 'readPage' | 'show'>
  followed: readonly Followed[]
  /** Ids of migrations for which somebody waits. They are read even if they are at rest. */
  asked: ReadonlySet<string>
  /** Whether somebody waits for everything that moves in the account. */
  isLook: boolean
  now(): number
  signal: AbortSignal
  warn(details: object, message: string): void
}

/** How long a kind that the account may not list is left alone, in milliseconds. */
export const unlistableMs = 60 * 60_000

/** Kinds that are listed, in order. The first one stands for the account. */
export function listedKinds({ fleet, provider, now }: AccountRound): Kind[] {
  const isListed = (kind: Kind) => hasCome(fleet.unlistable.get(kind) ?? 0, { longestMs: unlistableMs, now: now() })
  return allKinds.filter((kind) => provider.kinds[kind] !== undefined && isListed(kind))
}

export function keyOf({ kind, id }: { kind: Kind; id: string }): string {
  return `${kind} ${id}`
}
