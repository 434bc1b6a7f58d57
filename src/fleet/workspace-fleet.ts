import { watchedIds } from '../migrations/typed/ref.ts'
import type { AccountHealth, Ack, Patience, SubscriptionRecord, Watch } from '../store/store.ts'
import { type AccountFleet, createAccountFleet, knownUnder } from './account-fleet.ts'
import type { Known } from './judge/known.ts'
import { Watches } from './watches.ts'

/** Everything that the leader of a workspace knows, in memory. */
export type WorkspaceFleet = {
  /** One for each project that an account was ever connected to and that still counts. */
  accounts: Map<string, AccountFleet>
  /** How accounts answer, by name. Only those with trouble. */
  health: Map<string, AccountHealth>
  watches: Watches
  /** Channels that follow sets of migrations, by the subscription's id. */
  subscriptions: Map<string, SubscriptionRecord>
  /** When channels and people may be disturbed, by the channel's or the person's id. */
  patience: Map<string, Patience>
  /** Who takes care of a migration, by `ackKey`. */
  acks: Map<string, Ack>
  /** The looks at all that moves in an account, because somebody waits for it, by its name. */
  looks: Map<string, Looks>
}

/** How many looks at an account have ended, and whether another one is being made. */
export type Looks = { ended: number; isLooking: boolean }

export function createWorkspaceFleet(): WorkspaceFleet {
  return {
    accounts: new Map(),
    health: new Map(),
    watches: new Watches(),
    subscriptions: new Map(),
    patience: new Map(),
    acks: new Map(),
    looks: new Map(),
  }
}

/** The identity of migrations that an older version stored. They belong to the project that their account opens now. */
export const unknownIdentity = ''

/** The fleet of an account as it is connected now. */
export function fleetOf(
  { accounts }: Pick<WorkspaceFleet, 'accounts'>,
  account: string,
  identity: string,
): AccountFleet {
  const key = keyOf(account, identity)
  const fleet = accounts.get(key) ?? createAccountFleet(account, identity)
  accounts.set(key, fleet)
  return fleet
}

/** The fleets of an account, of every project that it was connected to. */
export function fleetsOf({ accounts }: Pick<WorkspaceFleet, 'accounts'>, account: string): AccountFleet[] {
  return [...accounts.values()].filter((fleet) => fleet.account === account)
}

/** The known migration that a watch follows: in the project where it was watched first. */
export function knownOf(fleet: Pick<WorkspaceFleet, 'accounts'>, watch: Watch): Known | undefined {
  return fleetOfWatch(fleet, watch)?.known
}

/** The fleet that a watch's migration is in, and what is known of it. */
export function fleetOfWatch(
  { accounts }: Pick<WorkspaceFleet, 'accounts'>,
  watch: Watch,
): { fleet: AccountFleet; known: Known } | undefined {
  const key = keyOfWatch(watch)
  const named = key === undefined ? undefined : accounts.get(key)
  const candidates = named === undefined ? fleetsOf({ accounts }, watch.account) : [named]
  for (const fleet of candidates) {
    const known = knownUnder(fleet, watchedIds(watch))
    if (known !== undefined) return { fleet, known }
  }
  return undefined
}

/** Made once for each watch: every round asks for what is known of all of them, several times. */
const keysOfWatches = new WeakMap<Watch, string>()

function keyOfWatch(watch: Watch): string | undefined {
  const { account, identity } = watch
  if (identity === undefined) return undefined
  const key = keysOfWatches.get(watch) ?? keyOf(account, identity)
  keysOfWatches.set(watch, key)
  return key
}

/** The watches that follow migrations of one project of an account, known or still to be read. */
export function watchesIn(own: AccountFleet, fleet: Pick<WorkspaceFleet, 'accounts' | 'watches'>): Watch[] {
  return fleet.watches.of(own.account).filter((watch) => {
    // Nearly always so. Only a watch of another identity, or of none, can be about a project other than its own.
    if (watch.identity === own.identity) return true
    const found = fleetOfWatch(fleet, watch)?.fleet
    return found === undefined ? (watch.identity ?? own.identity) === own.identity : found === own
  })
}

export function keyOf(account: string, identity: string): string {
  return `${account}#${identity}`
}
