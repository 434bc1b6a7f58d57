import { hasCome } from '../../async/clock.ts'
import { type AppError, isAppError } from '../../errors/errors.ts'
import { type AccountFleet, countsOf, knownUnder } from '../../fleet/account-fleet.ts'
import { type Folded, fold, type Known } from '../../fleet/judge/known.ts'
import { lastSeenAt } from '../../fleet/judge/missing.ts'
import { notePage, skipKind } from '../../fleet/listing.ts'
import { isLongOver } from '../../fleet/tidy.ts'
import { isOfOneMigration, troubleAfter } from '../../fleet/trouble.ts'
import { isCalledGone } from '../../migrations/gone.ts'
import { kinds as allKinds, type Kind, type Migration } from '../../migrations/migration.ts'
import type { Connection, ListPart, Provider } from '../../providers/provider.ts'
import { inLanes } from '../lanes.ts'
import { dueNow, type Followed } from './due.ts'
import { judgeMissing } from './judge-missing.ts'
import { type Due, planRound } from './plan.ts'
import { renamedFrom } from './renames.ts'
import { isAnother, isLookedForAgain, replacing } from './returns.ts'
import { sweepParts } from './sweep.ts'

const keyOf = (kind: Kind, id: string): string => `${kind} ${id}`

/** One round in one account. */
export type AccountRound = {
  fleet: AccountFleet
  provider: Pick<Provider, 'kinds'>
  connection: Pick<Connection, 'readPage' | 'show'>
  followed: readonly Followed[]
  /** Ids of migrations for which somebody waits. They are read even if they are at rest. */
  asked: ReadonlySet<string>
  now(): number
  signal: AbortSignal
  warn(details: object, message: string): void
}

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
 * Calls at the same time in one account. No cloud says how many it allows. These are few, fewer than the five refusals
 * in a row that lock a key at Huawei.
 */
const callsAtOnce = 3
/** How long a kind that the account may not list is left alone, in milliseconds. */
const unlistableMs = 60 * 60_000

/**
 * Reads everything that is due in an account, with the fewest calls. A migration that can't be read does not keep the
 * others from being read.
 */
export async function readAccount(round: AccountRound): Promise<RoundResult> {
  const reading = startReading(round)
  try {
    await readDue(reading)
    return resultOf(reading, judgeMissing(lostIn(reading), reading))
  } catch (error) {
    if (!isAppError(error) || round.signal.aborted) throw error
    return { ...resultOf(reading, { areManyMissing: false, missing: [] }), error }
  }
}

function resultOf({ folded }: ReadingState, judged: Pick<RoundResult, 'areManyMissing' | 'missing'>): RoundResult {
  return { folded: [...folded.values()], gone: renamedFrom(folded.values()), ...judged }
}

async function readDue(reading: ReadingState): Promise<void> {
  const [first, ...others] = callsOf(reading)
  // The first call goes alone: refused keys are not tried so often that the cloud locks them.
  await first?.()
  await inLanes(others, callsAtOnce, (call) => call())
  const left = reading.due.filter(({ kind, id }) => !reading.read.has(keyOf(kind, id)))
  await inLanes(left, callsAtOnce, (one) => showCall(reading)(one)())
}

/** The planned calls. One of the first kind, which stands for the account, comes before all others. */
function callsOf(reading: ReadingState): (() => Promise<void>)[] {
  const { pages, shows } = planOf(reading)
  const calls = [
    ...pages.map((part) => ({ kind: part.kind, call: pageCall(reading)(part) })),
    ...shows.map((one) => ({ kind: one.kind, call: showCall(reading)(one) })),
  ]
  const first = calls.findIndex(({ kind }) => kind === reading.listed[0])
  const sorted = first < 0 ? calls : [...calls.splice(first, 1), ...calls]
  return sorted.map(({ call }) => call)
}

type ReadingState = AccountRound & {
  /** What has to be read. Grows with what lists show to have changed. */
  due: Due[]
  /** Kinds that are listed, in order. */
  listed: readonly Kind[]
  /** What was read, by kind and id. Each is asked for once. */
  read: Map<string, Folded | 'missing' | 'troubled'>
  folded: Map<string, Folded>
  /** What is followed, by kind and each id. */
  byId: ReadonlyMap<string, Followed>
  /** Whether the cloud has answered any call of this round. Then the keys are good. */
  hasAnswered: boolean
  /** When the first of the followed migrations that are missing was last seen. Undefined if none is missing. */
  lastSeenAt: number | undefined
  /** What the last whole listing before this round showed. */
  shownBefore: AccountFleet['shownBefore']
  witnessedAt?: number
}

function startReading(round: AccountRound): ReadingState {
  const { fleet, provider, followed, asked } = round
  const now = round.now()
  const listed = allKinds.filter((kind) => {
    return (
      provider.kinds[kind] !== undefined && hasCome(fleet.unlistable.get(kind) ?? 0, { longestMs: unlistableMs, now })
    )
  })
  const due = dueNow(fleet, followed, { now, asked, kinds: provider.kinds })
  const byId = new Map(followed.flatMap((one) => one.ids.map((id) => [keyOf(one.kind, id), one])))
  const missing = lastSeenAt(followed.map(({ ids }) => knownUnder(fleet, ids)))
  if (missing === undefined) delete fleet.shownBefore
  const before = { lastSeenAt: missing, shownBefore: fleet.listing.whole }
  return { ...round, ...before, due, listed, byId, read: new Map(), folded: new Map(), hasAnswered: false }
}

function planOf({ fleet, provider, due, listed, now, followed }: ReadingState) {
  const { positions, totals } = fleet.listing
  return planRound({
    kinds: provider.kinds,
    due,
    sweep: sweepParts(fleet.listing, { kinds: listed, isFollowed: followed.length > 0, now: now() }),
    countOf: countsOf(fleet),
    pageOf: (_, id) => positions.get(id),
    totalOf: (kind) => totals.get(kind),
  })
}

function pageCall(state: ReadingState): (part: ListPart) => () => Promise<void> {
  return (part) => async () => {
    try {
      await readPage(part, state)
    } catch (error) {
      if (!isAppError(error) || !(await isOnlyOfKind(error, part.kind, state))) throw error
      leaveOut(part, error, state)
    }
  }
}

async function readPage(part: ListPart, state: ReadingState): Promise<void> {
  const { connection, fleet, listed, signal } = state
  const page = await connection.readPage(part, { signal })
  state.hasAnswered = true
  for (const migration of page.migrations) takeListed(state, migration)
  if (part.state === undefined) notePage(fleet.listing, { part, page, kinds: listed, now: state.now() })
}

/** Does not list a kind for a while that this account may not list. */
function leaveOut(
  { kind, state: filter }: ListPart,
  error: AppError,
  { fleet, listed, now, warn }: ReadingState,
): void {
  warn({ kind, err: error }, 'The account may not list migrations of this kind')
  fleet.unlistable.set(kind, now() + unlistableMs)
  if (filter === undefined) skipKind(fleet.listing, { kind, kinds: listed, now: now() })
}

/**
 * Whether a refusal concerns one kind only. Synchronization tasks do not exist in every region, and each kind needs a
 * permission of its own. The first kind stands for the account: if nothing has been answered yet, it is asked for, and
 * its own refusal is thrown.
 */
async function isOnlyOfKind({ code }: AppError, kind: Kind, state: ReadingState): Promise<boolean> {
  const [first = kind] = state.listed
  if (kind === first) return false
  if (code === 'provider_denied' && !state.hasAnswered) await readPage({ kind: first, offset: 0 }, state)
  return code === 'provider_refused' || code === 'provider_denied'
}

function showCall(state: ReadingState): (one: Due) => () => Promise<void> {
  return (one) => async () => {
    if (state.read.has(keyOf(one.kind, one.id))) return
    for (const id of idsOf(one, state)) {
      const found = await show({ ...one, id }, state)
      if (found !== 'missing') return
    }
    state.read.set(keyOf(one.kind, one.id), 'missing')
  }
}

async function show({ kind, id }: Due, state: ReadingState): Promise<'read' | 'missing' | 'troubled'> {
  const { connection, signal } = state
  try {
    const migration = await connection.show({ kind, id }, { signal })
    state.hasAnswered = true
    if (migration === undefined) return 'missing'
    take(state, migration, false)
    return 'read'
  } catch (error) {
    if (!isAppError(error) || signal.aborted || !isOfOneMigration(error)) throw error
    state.warn({ kind, id, err: error }, 'A migration could not be read')
    takeTrouble(state, { kind, id }, error)
    return 'troubled'
  }
}

/** A migration that is being renamed is looked for under both ids. */
function idsOf({ kind, id }: Pick<Due, 'kind' | 'id'>, { byId }: ReadingState): readonly string[] {
  return byId.get(keyOf(kind, id))?.ids ?? [id]
}

/**
 * Takes a migration as a list shows it. If lists of its kind are brief and a followed one has changed its state, it is
 * read in full instead: what has happened is told with everything that is known.
 */
function takeListed(state: ReadingState, listed: Migration): void {
  const { kind, id } = listed
  if (isLeftOut(state, listed)) return
  const before = state.fleet.known.get(id)
  // One list alone brings nothing back.
  if (before !== undefined && isCalledGone(before) && !isAnother(before, listed, state.provider)) {
    if (isLookedForAgain(state.fleet, id, state.now())) state.due.push({ kind, id })
    return
  }
  if (!isBrief(state, kind)) take(state, listed, false)
  else if (!isToBeReadInFull(state, listed)) take(state, listed, true)
  else if (!state.due.some((one) => one.kind === kind && one.id === id)) state.due.push({ kind, id })
}

/** Whether nobody needs to know of a migration: it ended long ago, and nobody follows it. */
function isLeftOut({ fleet, byId, now }: ReadingState, listed: Migration): boolean {
  if (fleet.known.has(listed.id) || byId.has(keyOf(listed.kind, listed.id))) return false
  return isLongOver({ migration: listed, firstSeenAt: now(), movedAt: now() }, now())
}

function isToBeReadInFull({ fleet, byId }: ReadingState, { kind, id, state }: Migration): boolean {
  const ids = byId.get(keyOf(kind, id))?.ids
  return ids !== undefined && knownUnder(fleet, ids)?.migration.state !== state
}

function take(state: ReadingState, reported: Migration, isBriefReading: boolean): void {
  const { fleet } = state
  if (fleet.unreadable.has(reported.id)) return
  const ids = idsOf(reported, state)
  const before = knownUnder(fleet, ids)
  const { identity, site } = fleet
  const reading = { identity, site, reported, now: state.now(), isBrief: isBriefReading }
  const isNewcomer = before !== undefined && isAnother(before, reported, state.provider)
  if (isNewcomer && state.byId.get(keyOf(reported.kind, reported.id))?.isLeaving) return
  const folded = isNewcomer ? replacing(before, reading) : fold(before, reading)
  for (const id of ids) state.read.set(keyOf(reported.kind, id), folded)
  state.folded.set(reported.id, folded)
  if (before !== undefined && isWitness(before, state)) state.witnessedAt = state.now()
}

/** Whether the account showed a migration while it still showed those that are missing. */
function isWitness({ firstSeenAt, migration }: Known, { fleet, lastSeenAt: seenAt }: ReadingState): boolean {
  if (seenAt !== undefined && firstSeenAt > seenAt) return false
  const { shownBefore } = fleet
  return shownBefore === undefined || shownBefore.ids.has(migration.id) || firstSeenAt >= shownBefore.began
}

function takeTrouble({ fleet, folded, read, now }: ReadingState, { kind, id }: Due, error: AppError): void {
  read.set(keyOf(kind, id), 'troubled')
  const before = fleet.known.get(id)
  if (before !== undefined && isCalledGone(before)) return
  if (before === undefined) {
    fleet.unread.set(id, troubleAfter(fleet.unread.get(id), error, now()))
    return
  }
  const known = { ...before, trouble: troubleAfter(before.trouble, error, now()) }
  folded.set(id, { known, events: [], isMeaning: false, isChanged: true })
}

function isBrief({ provider }: ReadingState, kind: Kind): boolean {
  return provider.kinds[kind]?.isBriefInLists === true
}

/** What this round looked for and did not find. */
function lostIn({ fleet, read, due }: ReadingState): Known[] {
  return due.flatMap(({ kind, id }) => {
    const known = fleet.known.get(id)
    return known !== undefined && !isCalledGone(known) && read.get(keyOf(kind, id)) === 'missing' ? [known] : []
  })
}
