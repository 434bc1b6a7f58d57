import type { Known } from '../../fleet/judge/known.ts'
import { isInScope, isNotEnded, showingOf } from '../../fleet/sets.ts'
import { fleetsOf, knownOf, type WorkspaceFleet } from '../../fleet/workspace-fleet.ts'
import { isEnded } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import type { Channel, SubscriptionRecord } from '../../store/store.ts'

export type Following = Pick<WorkspaceFleet, 'accounts' | 'watches' | 'subscriptions'>

/**
 * Everything that a channel's board is about: what the channel follows and sees, and what of it has ended, whether its
 * watch is over or not. Each migration once.
 */
export function seenOnBoard({ channel, board }: Pick<Channel, 'channel' | 'board'>, fleet: Following): Known[] {
  if (board === undefined) return []
  const followed = fleet.watches.in(channel).flatMap((watch) => {
    const known = knownOf(fleet, watch)
    return known === undefined || showingOf(watch, known.migration, fleet) === 'announcements' ? [] : [known]
  })
  const over = (board.over ?? []).flatMap((ref) => knownByRef(ref, fleet)).filter(hasEnded)
  const all = [...followed, ...over, ...endedInSets(channel, board.openedAt, fleet)]
  return [...new Map(all.map((known) => [refOf(known.migration), known])).values()]
}

function hasEnded({ migration }: Known): boolean {
  return isEnded(migration.state)
}

function knownByRef(ref: string, fleet: Following): Known[] {
  const slash = ref.indexOf('/')
  const id = ref.slice(slash + 1)
  return fleetsOf(fleet, ref.slice(0, slash)).flatMap(({ known }) => known.get(id) ?? [])
}

/** A board also counts what ended a short time before it was opened, in milliseconds: the set had begun by then. */
const beforeBoardMs = 24 * 60 * 60_000

/** Migrations of a channel's sets that have ended since the channel follows them. */
function endedInSets(channel: string, openedAt: number, { accounts, subscriptions }: Following): Known[] {
  const sets = [...subscriptions.values()].filter(
    (one) => one.channel === channel && isNotEnded(one) && one.shows !== 'announcements',
  )
  if (sets.length === 0) return []
  const sinceOf = ({ createdAt }: SubscriptionRecord) => Math.max(createdAt, openedAt - beforeBoardMs)
  return [...accounts.values()].flatMap(({ account, known }) => {
    const own = sets.filter(({ of }) => (of.account ?? account) === account)
    if (own.length === 0) return []
    return [...known.values()].filter((one) =>
      own.some((set) => hasEndedSince(one, sinceOf(set)) && isInScope(set.of, one.migration)),
    )
  })
}

/**
 * Whether a migration has ended after a moment, as far as Ferry has seen it. What a first reading shows ended before.
 */
function hasEndedSince({ migration, movedAt, firstSeenAt }: Known, since: number): boolean {
  if (!isEnded(migration.state) || movedAt < since) return false
  return firstSeenAt < movedAt || (migration.startedAt ?? migration.createdAt ?? 0) >= since
}
