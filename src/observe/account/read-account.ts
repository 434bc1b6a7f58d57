import type { AppError } from '../../errors/errors.ts'
import { countsOf, knownUnder } from '../../fleet/account-fleet.ts'
import type { Folded, Known } from '../../fleet/judge/known.ts'
import { lastSeenAt } from '../../fleet/judge/missing.ts'
import { isCalledGone } from '../../migrations/gone.ts'
import { askForEach, askForPages } from './ask.ts'
import { dueNow } from './due.ts'
import { judgeMissing } from './judge-missing.ts'
import { movedBefore, movingParts } from './moving.ts'
import { type Due, distinct, type Plan, planRound } from './plan.ts'
import { renamedFrom } from './renames.ts'
import { type AccountRound, keyOf, listedKinds } from './round.ts'
import { sweepParts } from './sweep.ts'
import { type Taken, takeEach, takePages } from './take.ts'

/**
 * What a round has shown. Nothing is changed in the fleet yet: a change of meaning counts once it is stored. `gone` are
 * ids under which a migration is not known any more.
 */
export type RoundResult = {
  folded: readonly Folded[]
  gone: readonly string[]
  /** Whether so many followed migrations are missing at once that something must be wrong with the account. */
  areManyMissing: boolean
  /** Ids of missing migrations. */
  missing: readonly string[]
  /** Why the round ended early. What was read before counts. */
  error?: AppError
}

/**
 * Reads everything that is due in an account, with the fewest calls: first pages of lists, then what they did not show,
 * one by one. A migration that can't be read does not keep the others from being read.
 */
export async function readAccount(round: AccountRound): Promise<RoundResult> {
  const due = dueNow(round.fleet, round.followed, { ...round, now: round.now(), kinds: round.provider.kinds })
  const shownBefore = round.fleet.listing.whole
  const taken = takenBefore(round)
  const plan = planOf(due, taken)
  const proof = await askForEach(proofIn(plan, taken), { isProven: false, round })
  takeEach(proof.answers, taken)
  if (proof.error !== undefined) return brokenOff(taken, proof.error)
  const pages = await askForPages(plan.pages, taken.listed, { isProven: proof.answers.length > 0, round })
  const changed = takePages(pages.answers, taken)
  if (pages.error !== undefined) return brokenOff(taken, pages.error)
  const wanted = eachOnce([...due, ...changed])
  const left = eachOnce([...wanted, ...movedIn(taken)])
    .filter((one) => isLeft(one, taken))
    .map((one) => withIds(one, taken))
  const isProven = proof.answers.length + pages.answers.length > 0
  const shows = await askForEach(left, { isProven, round })
  takeEach(shows.answers, taken)
  if (shows.error !== undefined) return brokenOff(taken, shows.error)
  const judged = judgeMissing(lostIn(wanted, taken), { ...taken, shownBefore })
  return { ...resultOf(taken), ...judged }
}

function takenBefore(round: AccountRound): Taken {
  const { fleet, followed } = round
  const missing = lastSeenAt(followed.map(({ ids }) => knownUnder(fleet, ids)))
  if (missing === undefined) delete fleet.shownBefore
  const byId = new Map(followed.flatMap((one) => one.ids.map((id) => [keyOf({ kind: one.kind, id }), one])))
  const before = { listed: listedKinds(round), byId, lastSeenAt: missing }
  return { ...round, ...before, read: new Map(), folded: new Map() }
}

function planOf(due: readonly Due[], taken: Taken): Plan {
  const { fleet, provider, listed, now, followed, isLook } = taken
  const { kinds } = provider
  const { positions, totals } = fleet.listing
  const { pages, shows } = planRound({
    kinds,
    due,
    sweep: sweepParts(fleet.listing, { kinds: listed, isFollowed: followed.length > 0, now: now() }),
    countOf: countsOf(fleet),
    pageOf: (_, id) => positions.get(id),
    totalOf: (kind) => totals.get(kind),
  })
  return { pages: isLook ? distinct([...pages, ...movingParts({ fleet, listed, kinds })]) : pages, shows }
}

/** What moved when it was last read and no page has shown, if somebody waits for everything that moves. */
function movedIn({ isLook, read, ...taken }: Taken): Due[] {
  return isLook ? movedBefore(taken, (one) => read.has(keyOf(one))) : []
}

/** A single reading of the first kind, which stands for the account, if no page of it is read. */
function proofIn({ pages, shows }: Plan, taken: Taken): (Due & { ids: readonly string[] })[] {
  const [first] = taken.listed
  if (pages.some(({ kind }) => kind === first)) return []
  const found = shows.find(({ kind }) => kind === first)
  return found === undefined ? [] : [withIds(found, taken)]
}

function eachOnce(due: readonly Due[]): Due[] {
  return [...new Map(due.toReversed().map((one) => [keyOf(one), one])).values()].toReversed()
}

/** Whether pages have not shown a migration, or not all that is wanted of it. */
function isLeft({ isWantedInFull = false, ...one }: Due, { read, provider }: Taken): boolean {
  const { figuresLeftOut = false, isBriefInLists = false } = provider.kinds[one.kind] ?? {}
  const known = read.get(keyOf(one))
  return known === undefined || (known === 'listed' && isWantedInFull && (figuresLeftOut || isBriefInLists))
}

/** A migration that is being renamed is looked for under both ids. */
function withIds(one: Due, { byId }: Taken): Due & { ids: readonly string[] } {
  return { ...one, ids: byId.get(keyOf(one))?.ids ?? [one.id] }
}

/** What this round looked for and did not find. */
function lostIn(wanted: readonly Due[], { fleet, read }: Taken): Known[] {
  return wanted.flatMap((one) => {
    const known = fleet.known.get(one.id)
    return known !== undefined && !isCalledGone(known) && read.get(keyOf(one)) === 'missing' ? [known] : []
  })
}

function resultOf({ folded }: Taken): Pick<RoundResult, 'folded' | 'gone'> {
  return { folded: [...folded.values()], gone: renamedFrom(folded.values()) }
}

function brokenOff(taken: Taken, error: AppError): RoundResult {
  return { ...resultOf(taken), areManyMissing: false, missing: [], error }
}
