import { type AppError, isAppError } from '../../errors/errors.ts'
import { knownUnder } from '../../fleet/account-fleet.ts'
import { type Folded, fold, type Known } from '../../fleet/judge/known.ts'
import { notePage, skipKind } from '../../fleet/listing.ts'
import { isLongOver } from '../../fleet/tidy.ts'
import { troubleAfter } from '../../fleet/trouble.ts'
import { isCalledGone } from '../../migrations/gone.ts'
import type { Kind, Migration } from '../../migrations/migration.ts'
import type { PageAnswer, ShowAnswer } from './ask.ts'
import type { Followed } from './due.ts'
import type { Due } from './plan.ts'
import { isAnother, isLookedForAgain, replacing } from './returns.ts'
import { type AccountRound, keyOf, unlistableMs } from './round.ts'

/** What the answers of a round mean, as far as they were taken. */
export type Taken = AccountRound & {
  listed: readonly Kind[]
  /** What is followed, by kind and each id. */
  byId: ReadonlyMap<string, Followed>
  /** What was read, by id, with what it means. Nothing is changed in the fleet yet. */
  folded: Map<string, Folded>
  /** How each migration was read, by kind and id. */
  read: Map<string, 'listed' | 'shown' | 'missing' | 'troubled'>
  /** When the first of the followed migrations that are missing was last seen. Undefined if none is missing. */
  lastSeenAt: number | undefined
  /** When the round has shown what the account showed while it still showed those that are missing. */
  witnessedAt?: number
}

/** Takes pages of lists. Returns what has to be read by itself, because lists do not tell enough of it. */
export function takePages(answers: readonly PageAnswer[], taken: Taken): Due[] {
  return answers.flatMap((answer) => {
    const { part, at } = answer
    const { fleet, listed: kinds, warn } = taken
    if ('refusal' in answer) {
      warn({ kind: part.kind, err: answer.refusal }, 'The account may not list migrations of this kind')
      fleet.unlistable.set(part.kind, at + unlistableMs)
      if (part.state === undefined) skipKind(fleet.listing, { kind: part.kind, kinds, now: at })
      return []
    }
    const due = answer.page.migrations.flatMap((migration) => takeListed(migration, at, taken))
    if (part.state === undefined) notePage(fleet.listing, { part, page: answer.page, kinds, now: at })
    return due
  })
}

/** Takes single readings. */
export function takeEach(answers: readonly ShowAnswer[], taken: Taken): void {
  for (const { one, found, at } of answers) {
    if (isAppError(found)) takeTrouble(one, { error: found, at }, taken)
    else if (found !== 'missing') take({ reported: found, at, from: 'shown', isBrief: false }, taken)
    // A list of this round may have shown it.
    else if (!taken.read.has(keyOf(one))) taken.read.set(keyOf(one), 'missing')
  }
}

/**
 * Takes a migration as a list shows it. If lists of its kind are brief and a followed one has changed its state, it is to
 * be read in full instead: what has happened is told with everything that is known.
 */
function takeListed(listed: Migration, at: number, taken: Taken): Due[] {
  const { kind, id } = listed
  const { fleet, provider } = taken
  if (taken.read.get(keyOf(listed)) === 'shown' || isLeftOut(listed, at, taken)) return []
  const before = fleet.known.get(id)
  // One list alone brings nothing back.
  if (before !== undefined && isCalledGone(before) && !isAnother(before, listed, provider)) {
    return isLookedForAgain(fleet, id, at) ? [{ kind, id }] : []
  }
  const isBrief = provider.kinds[kind]?.isBriefInLists === true
  if (isBrief && hasChanged(listed, taken)) return [{ kind, id }]
  take({ reported: listed, at, from: 'listed', isBrief }, taken)
  return []
}

/** Whether nobody needs to know of a migration: it ended long ago, and nobody follows it. */
function isLeftOut(listed: Migration, at: number, { fleet, byId }: Taken): boolean {
  if (fleet.known.has(listed.id) || byId.has(keyOf(listed))) return false
  return isLongOver({ migration: listed, firstSeenAt: at, movedAt: at }, at)
}

/** Whether a followed migration is in another state than is known. */
function hasChanged(listed: Migration, { fleet, byId }: Taken): boolean {
  const ids = byId.get(keyOf(listed))?.ids
  return ids !== undefined && knownUnder(fleet, ids)?.migration.state !== listed.state
}

type Reported = { reported: Migration; at: number; from: 'listed' | 'shown'; isBrief: boolean }

function take({ reported, at, from, isBrief }: Reported, taken: Taken): void {
  const { fleet, byId, provider } = taken
  if (fleet.unreadable.has(reported.id)) return
  const follow = byId.get(keyOf(reported))
  const ids = follow?.ids ?? [reported.id]
  const before = knownUnder(fleet, ids)
  const { identity, site } = fleet
  const reading = { identity, site, reported, now: at, isBrief }
  const isNewcomer = before !== undefined && isAnother(before, reported, provider)
  if (isNewcomer && follow?.isLeaving) return
  taken.folded.set(reported.id, isNewcomer ? replacing(before, reading) : fold(before, reading))
  for (const id of ids) taken.read.set(keyOf({ kind: reported.kind, id }), from)
  if (before !== undefined && isWitness(before, taken)) taken.witnessedAt = at
}

/** Whether the account showed a migration while it still showed those that are missing. */
function isWitness({ firstSeenAt, migration }: Known, { fleet, lastSeenAt }: Taken): boolean {
  if (lastSeenAt !== undefined && firstSeenAt > lastSeenAt) return false
  const { shownBefore } = fleet
  return shownBefore === undefined || shownBefore.ids.has(migration.id) || firstSeenAt >= shownBefore.began
}

function takeTrouble(one: Due, { error, at }: { error: AppError; at: number }, taken: Taken): void {
  const { fleet, folded, read, warn } = taken
  const { kind, id } = one
  warn({ kind, id, err: error }, 'A migration could not be read')
  if (read.has(keyOf(one))) return
  read.set(keyOf(one), 'troubled')
  const before = fleet.known.get(id)
  if (before !== undefined && isCalledGone(before)) return
  if (before === undefined) {
    fleet.unread.set(id, troubleAfter(fleet.unread.get(id), error, at))
    return
  }
  const known = { ...before, trouble: troubleAfter(before.trouble, error, at) }
  folded.set(id, { known, events: [], isMeaning: false, isChanged: true })
}
