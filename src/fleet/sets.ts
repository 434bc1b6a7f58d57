import type { Way } from '../access/owners.ts'
import { countStates, type StateCount } from '../migrations/families.ts'
import { isEnded, type Migration } from '../migrations/migration.ts'
import { type Scope, type Showing, showings } from '../migrations/set.ts'
import { watchedIds, watchIdOf } from '../migrations/typed/ref.ts'
import type { SubscriptionRecord, Watch } from '../store/store.ts'
import { type AccountFleet, knownUnder, listedIn } from './account-fleet.ts'
import type { Folded, Known } from './judge/known.ts'
import { isFollowing } from './watches.ts'
import { keyOf, type WorkspaceFleet } from './workspace-fleet.ts'

/*
 * Sets of migrations that channels follow. The leader makes a watch for each migration of a set that has not ended, so
 * that it is observed and told like any other. What a channel hears and sees of it is read from its subscriptions.
 */

type Subscriptions = Pick<WorkspaceFleet, 'subscriptions'>

/** Whether nobody has ended a subscription. */
export function isNotEnded({ ended }: Pick<SubscriptionRecord, 'ended'>): boolean {
  return ended === undefined
}

/** Whether a channel follows whatever is new in an account. */
export function isSubscribedTo(account: string, { subscriptions }: Subscriptions): boolean {
  return [...subscriptions.values()].some((one) => isNotEnded(one) && (one.of.account ?? account) === account)
}

/** Whether a migration belongs to a set, whatever state it is in. Pure. */
export function isInScope({ account, kinds, bucket, name }: Omit<Scope, 'states'>, migration: Migration): boolean {
  const { source, target } = migration
  return (
    (account ?? migration.account) === migration.account &&
    (kinds?.includes(migration.kind) ?? true) &&
    (bucket === undefined || fits(bucket, source.bucket) || fits(bucket, target.bucket)) &&
    (name === undefined || fits(name, migration.name))
  )
}

/** Whether a name fits a pattern, in which `*` stands for any characters. */
function fits(pattern: string, name = ''): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(name)
}

/** The subscriptions of a channel that a migration belongs to. */
export function subscribedIn(
  channel: string,
  migration: Migration,
  { subscriptions }: Subscriptions,
): SubscriptionRecord[] {
  return [...subscriptions.values()].filter(
    (one) => one.channel === channel && isNotEnded(one) && isInScope(one.of, migration),
  )
}

/**
 * The display of a watch in its channel: a card if somebody asked for it, else that of the subscription that shows
 * most.
 */
export function showingOf({ channel, isOfSet }: Watch, migration: Migration, fleet: Subscriptions): Showing {
  if (isOfSet === undefined) return 'cards'
  const shown = subscribedIn(channel, migration, fleet).map(({ shows }) => shows)
  return showings.find((one) => shown.includes(one)) ?? 'announcements'
}

/** How people are called about a migration: of the subscriptions that it belongs to, the ways that call most. */
export function callingOf(watch: Watch, migration: Migration, fleet: Subscriptions): Way {
  if (watch.isOfSet === undefined) return watch.calling ?? 'mention'
  const wanted = subscribedIn(watch.channel, migration, fleet).map(({ calling = 'mention' }) => calling)
  if (wanted.length === 0) return 'mention'
  const isWanted = (way: Way) => wanted.some((one) => one === way || one === 'both')
  if (isWanted('mention')) return isWanted('private') ? 'both' : 'mention'
  return isWanted('private') ? 'private' : 'none'
}

type Round = {
  fleet: Pick<WorkspaceFleet, 'subscriptions' | 'watches'>
  /** Changes that a reading of the account is about to make, by id. */
  folded?: readonly Folded[]
  now: number
}

/**
 * The watches that subscriptions still need in an account. Nothing is told from before a subscription, nor what a first
 * listing shows. Pure.
 */
export function neededWatches(own: AccountFleet, { fleet, folded = [], now }: Round): Watch[] {
  const wanting = [...fleet.subscriptions.values()].filter(
    (one) => isNotEnded(one) && (one.of.account ?? own.account) === own.account,
  )
  if (wanting.length === 0) return []
  const followed = followedIn(own.account, fleet.watches)
  const changes = new Map(folded.map((one) => [one.known.migration.id, one]))
  const known = new Map([...own.known, ...folded.map((one) => [one.known.migration.id, one.known] as const)])
  return wanting.flatMap((subscription) =>
    [...known.values()].flatMap(({ migration }) => {
      const key = `${subscription.channel} ${migration.id}`
      if (followed.has(key) || !isInScope(subscription.of, migration)) return []
      const change = changes.get(migration.id)
      const begin = beginOf(migration, { before: knownUnder(own, [migration.id]), change, own, subscription, now })
      if (begin === undefined) return []
      followed.add(key)
      return [watchFor(migration, subscription, { ...begin, identity: own.identity, watches: fleet.watches })]
    }),
  )
}

/** Channels and ids of what they follow in an account, also of what somebody ended there and of what is called gone. */
function followedIn(account: string, watches: WorkspaceFleet['watches']): Set<string> {
  const followed = new Set<string>()
  for (const watch of watches.values()) {
    if (watch.account !== account) continue
    for (const id of watchedIds(watch)) followed.add(`${watch.channel} ${id}`)
  }
  return followed
}

type Begin = Pick<Watch, 'createdAt' | 'seen'>
type Beginning = {
  before: Known | undefined
  change: Folded | undefined
  own: AccountFleet
  subscription: SubscriptionRecord
  now: number
}

/** From when on a migration is followed. Undefined if there is nothing to follow: it ended before. */
function beginOf(migration: Migration, { before, change, own, subscription, now }: Beginning): Begin | undefined {
  const since = subscription.createdAt
  const isOver = isEnded(migration.state)
  const event = change?.events.find(({ seq, details }) => details.type === 'state' && seq >= since)
  if (event !== undefined) return { createdAt: event.seq }
  if (!isOver) return { createdAt: Math.max(since, now) }
  if (change === undefined || before !== undefined || !hasBegunSince(migration, since, own)) return undefined
  // A first reading is no change: that it has ended is told by what it was before.
  return { createdAt: Math.max(since, change.known.firstSeenAt), seen: 'queued' }
}

/** Whether a migration that is shown for the first time and is over began after a moment. */
function hasBegunSince({ startedAt, createdAt }: Migration, since: number, own: AccountFleet): boolean {
  const listed = listedIn(own)
  if (listed === undefined) return false
  const bornAt = startedAt ?? createdAt
  return bornAt === undefined ? !listed.isCut : bornAt >= since
}

function watchFor(
  migration: Migration,
  { channel, createdBy }: SubscriptionRecord,
  { watches, ...begin }: Begin & { identity: string; watches: WorkspaceFleet['watches'] },
): Watch {
  const { account, kind, id: migrationId } = migration
  const wanted = watchIdOf({ account, id: migrationId }, channel)
  const id = watches.has(wanted) ? `${wanted}#${begin.createdAt}` : wanted
  return { id, account, kind, migrationId, channel, createdBy, isOfSet: true, ...begin }
}

/** The watches of sets to which no subscription belongs any more. Pure. */
export function needlessWatches(fleet: WorkspaceFleet): Watch[] {
  return [...fleet.watches.values()].filter((watch) => {
    if (watch.isOfSet === undefined || !isFollowing(watch)) return false
    const { account, identity = '' } = watch
    const known = fleet.accounts.get(keyOf(account, identity))
    const migration = known && knownUnder(known, watchedIds(watch))?.migration
    return migration !== undefined && subscribedIn(watch.channel, migration, fleet).length === 0
  })
}

/** The migrations of a set by state. Those that are called gone do not count. Pure. */
export function countsOf(of: Scope, { accounts }: Pick<WorkspaceFleet, 'accounts'>): StateCount[] {
  const asked = [...accounts.values()].filter(({ account }) => (of.account ?? account) === account)
  return countStates(asked.flatMap((one) => standingIn(one, of)))
}

function standingIn({ known }: Pick<AccountFleet, 'known'>, of: Scope): Migration[] {
  const migrations = [...known.values()].map(({ migration }) => migration)
  return migrations.filter((one) => one.state !== 'deleted' && isInScope(of, one))
}
