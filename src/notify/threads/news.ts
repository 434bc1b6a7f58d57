import { isTold } from '../../fleet/health.ts'
import type { Known } from '../../fleet/judge/known.ts'
import { isWorthShowing } from '../../fleet/trouble.ts'
import { isEnded, isFinal, isSettled, type Migration } from '../../migrations/migration.ts'
import { withUnconfirmed } from '../../migrations/unconfirmed.ts'
import type { AccountHealth, News, Receipt } from '../../store/store.ts'
import { type Card, migrationCard, unfollowedCard } from '../../views/card/card.ts'
import { hashOfMessage } from '../message-hash.ts'
import { isUndecided, outboxOf, unsaidOf } from './watch-messages.ts'
import type { Watched } from './watched.ts'

/** The card of a watch as it looks now, and what has to be said besides. Pure. */
export function newsOf(watched: Watched, receipt: Receipt | undefined, now: number): News {
  const { watch, known } = watched
  const acts = [watch.ended, watch.resumed].filter((act) => act !== undefined)
  const unsaid = unsaidOf(watched, receipt)
  // An end is heard before the card shows it.
  const isBeingDecided = unsaid.some((one) => isUndecided(one, watched, now))
  return {
    ...(!isBeingDecided && { card: drawn(watched, now) }),
    outbox: outboxOf(watched, unsaid),
    nextSeq: Math.max(known.lastSeq + 1, watch.createdAt, ...acts.map(({ at }) => at + 1)),
  }
}

function drawn(watched: Watched, now: number): NonNullable<News['card']> {
  const { watch, known } = watched
  if (watch.ended !== undefined) {
    const message = unfollowedCard(known.migration, { ...watch.ended, channel: watch.channel })
    return { message, hash: hashOfMessage(message) }
  }
  const card = cardOf(watched, now)
  return { message: migrationCard(card), hash: hashOfMessage(migrationCard(withoutAge(card, known))) }
}

function cardOf({ watch, known, health, provider, isOnBoard, heldSince }: Watched, now: number): Card {
  const { migration, stalledAt, movedAt } = known
  const trouble = troubleOf(known, health, now)
  return {
    migration: withUnconfirmed(migration, watch),
    provider,
    purpose: 'live',
    ...(isOnBoard && { isOnBoard }),
    ...(watch.requested && { requested: watch.requested }),
    ...(trouble === undefined ? {} : { trouble }),
    ...(stalledAt === undefined ? {} : { stalledSince: movedAt }),
    ...(heldSince !== undefined && !isEnded(migration.state) && { heldSince }),
  }
}

/** Figures of what is at rest are not old: nobody would have asked for them. */
const restingMs = 15 * 60_000

/** Why a migration's figures are old: because of itself, or of its account. */
export function troubleOf(
  { trouble, missing, migration }: Known,
  health: AccountHealth | undefined,
  now: number,
): Card['trouble'] | undefined {
  if (missing !== undefined && missing.readings > 1) return { ...notFound, since: missing.since }
  if (isFinal(migration.state)) return undefined
  if (trouble !== undefined && isWorthShowing(trouble)) return trouble
  return isTold(health) && !isAtRest(migration, now) ? health.trouble : undefined
}

const notFound = {
  what: 'The cloud doesn’t find this migration at the moment.',
  next: 'Ferry keeps looking, and tells you here if it is gone.',
}

function isAtRest({ state, readAt }: Migration, now: number): boolean {
  return isSettled(state) && now - readAt < restingMs
}

/** The age of figures alone does not change a card, unless it is why the migration counts as stalled. */
function withoutAge(card: Card, { stalledAt = 0 }: Pick<Known, 'stalledAt'>): Card {
  return { ...card, migration: { ...card.migration, readAt: stalledAt } }
}
