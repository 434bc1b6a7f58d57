import { defined } from '../../defined.ts'
import { type AppError, isAppError } from '../../errors/errors.ts'
import { type AccountFleet, knownUnder } from '../../fleet/account-fleet.ts'
import { type Folded, fold, foldGone, type Known, type Missing } from '../../fleet/judge/known.ts'
import { areMany, type Evidence, isGone, lastSeenAt, missingAfter } from '../../fleet/judge/missing.ts'
import { mayBeRenamed, renamed, twinsOf } from '../../fleet/judge/renamed.ts'
import { isAnother, replacing } from '../../fleet/judge/same.ts'
import type { PageRead } from '../../fleet/listing.ts'
import { troubleAfter } from '../../fleet/trouble.ts'
import { isCalledGone } from '../../migrations/gone.ts'
import { isEnded, type Kind } from '../../migrations/migration.ts'
import type { Answer, Answers } from './ask.ts'
import type { Followed } from './due.ts'
import { type Plan, unlistableMs } from './plan.ts'
import { idsOf, type Said, type Saying } from './said.ts'

/** Judgement of a round's answers. The fleet is as before: a change of meaning counts once it is stored. */
export type Judged = {
  folded: readonly Folded[]
  /** The pages by which the account is listed further, kind after kind. */
  pages: readonly PageRead[]
  kinds: readonly Kind[]
  /** The new knowledge of the account itself. */
  account: Pick<AccountFleet, 'unlistable' | 'doubted' | 'witnessedAt' | 'shownBefore'>
  /** Ids of followed migrations that the cloud does not find. */
  missing: readonly string[]
  /** Whether these are so many at once that something must be wrong with the account. */
  areManyMissing: boolean
  /** Why the round ended early. What was read before counts. */
  error?: AppError
}

/** Judges what an account has answered: the migrations that it shows, and those that it does not find. Pure. */
export function judge(
  own: AccountFleet,
  plan: Plan,
  { answers, endedAt, error, said }: Answers & { said: Said },
): Judged {
  const sayings = [...new Set(said.values())]
  const heard = sayings.map((saying) => ({ saying, before: beforeOf(saying, own) }))
  const lastSeen = lastSeenAt(plan.followed.map(({ ids }) => knownUnder(own, ids)))
  const shownBefore = lastSeen === undefined ? undefined : own.shownBefore
  const isShowing = ({ saying, before }: Heard) => isShown(saying) && isWitness(before, { lastSeen, shownBefore })
  const witnessed = heard.flatMap((one) => (isShowing(one) ? [one.saying.at] : []))
  const lost = error === undefined ? heard.flatMap(lostIn) : []
  const account: Judged['account'] = {
    unlistable: new Map([...own.unlistable, ...refusalsIn(answers)]),
    doubted: new Map([...own.doubted, ...heard.flatMap(doubtIn)]),
    witnessedAt: witnessed.length > 0 ? Math.max(...witnessed) : own.witnessedAt,
    shownBefore: lost.length > 0 ? (shownBefore ?? own.listing.whole) : shownBefore,
  }
  const read = heard.flatMap((one) => foldedBy(one, own, plan) ?? [])
  const folded = new Map(read.map((one) => [one.known.migration.id, one]))
  const { verdicts, ...missing } = judgeLost(lost, folded, { own: { ...own, ...account }, plan, now: endedAt })
  for (const one of verdicts) folded.set(one.known.migration.id, one)
  return {
    folded: [...folded.values()],
    pages: pagesIn(answers),
    kinds: plan.listed,
    account,
    ...missing,
    ...defined({ error }),
  }
}

/** An answer about a migration beside the knowledge from before. */
type Heard = { saying: Saying; before: Known | undefined }

type Shown = Extract<Saying, { how: 'listed' | 'shown' }>

function isShown(saying: Saying): saying is Shown {
  return saying.how === 'listed' || saying.how === 'shown'
}

/** The earlier knowledge of a migration. Its channels count the next event, whatever clock numbered the last one. */
function beforeOf(saying: Saying, own: AccountFleet): Known | undefined {
  const known = knownUnder(own, idsOf(saying))
  const { countedFrom = 0 } = saying.followed ?? {}
  return known === undefined || known.lastSeq >= countedFrom ? known : { ...known, lastSeq: countedFrom }
}

/** The migration after its reading. Undefined where the reading tells nothing. */
function foldedBy({ saying, before }: Heard, own: AccountFleet, plan: Plan): Folded | undefined {
  if (saying.how === 'troubled' && before !== undefined && !isCalledGone(before)) {
    return noted({ ...before, trouble: troubleAfter(before.trouble, saying.error, saying.at) })
  }
  if (!isShown(saying)) return undefined
  const { migration: reported, at: now, how } = saying
  const isBrief = how === 'listed' && plan.kinds[reported.kind]?.isBriefInLists === true
  const { deadlines = [] } = saying.followed ?? {}
  const reading = { identity: own.identity, site: own.site, reported, now, isBrief, deadlines }
  const isNewcomer = before !== undefined && isAnother(before, reported, plan.kinds)
  return isNewcomer ? replacing(before, reading) : fold(before, reading)
}

function noted(known: Known): Folded {
  return { known, events: [], isMeaning: false, isChanged: true }
}

/** Whether the account showed a migration while it still showed those that are missing. */
function isWitness(
  known: Known | undefined,
  { lastSeen, shownBefore }: { lastSeen: number | undefined; shownBefore: AccountFleet['shownBefore'] },
): boolean {
  if (known === undefined || (lastSeen !== undefined && known.firstSeenAt > lastSeen)) return false
  if (shownBefore === undefined) return true
  return shownBefore.ids.has(known.migration.id) || known.firstSeenAt >= shownBefore.began
}

/** The migration that this round looked for and did not find. Empty if it was found. */
function lostIn({ saying: { how }, before }: Heard): Known[] {
  return how !== 'missing' || before === undefined || isCalledGone(before) ? [] : [before]
}

/** When a migration that was called gone was read by itself, because a list shows it. */
function doubtIn({ saying: { one, how, at }, before }: Heard): [string, number][] {
  const isLookedFor = how !== 'listed' && how !== 'alone'
  return isLookedFor && before !== undefined && isCalledGone(before) ? [[one.id, at]] : []
}

function pagesIn(answers: readonly Answer[]): PageRead[] {
  return answers.flatMap((one) => {
    if (!('page' in one)) return []
    const { part, page, at } = one
    return [isAppError(page) ? { part, at } : { part, page, at }]
  })
}

/** Kinds that the account may not list, and until when Ferry does not try again. */
function refusalsIn(answers: readonly Answer[]): [Kind, number][] {
  return answers.flatMap((one) =>
    'page' in one && isAppError(one.page) ? [[one.part.kind, one.at + unlistableMs]] : [],
  )
}

/** Tells what is gone from what is missing for now. */
function judgeLost(
  lost: readonly Known[],
  folded: ReadonlyMap<string, Folded>,
  { own, plan, now }: { own: AccountFleet; plan: Plan; now: number },
): Pick<Judged, 'missing' | 'areManyMissing'> & { verdicts: Folded[] } {
  const counted = new Map(lost.map((known) => [known.migration.id, { ...known, missing: missingAfter(known, now) }]))
  const knownNow = (id: string) => folded.get(id)?.known ?? counted.get(id) ?? own.known.get(id)
  const shown = () => [...new Set([...own.known.keys(), ...folded.keys()])].flatMap((id) => knownNow(id) ?? [])
  const titles = new Set(plan.followed.flatMap(({ kind, ids }) => (plan.kinds[kind]?.hasTitleAsId ? ids : [])))
  const lostTitles = [...titles].flatMap((id) => knownNow(id) ?? []).filter((known) => known.missing !== undefined)
  const twins = lostTitles.length === 0 ? new Map<string, Known>() : twinsOf(lostTitles, shown())
  const live = plan.followed.flatMap((one) => liveIn(own, one))
  const missing = live.filter((id) => !folded.has(id) && knownNow(id)?.missing !== undefined && !twins.has(id))
  const areManyMissing = areMany(missing.length, live.length)
  const evidence: Evidence = { now, areManyMissing, ...defined({ witnessedAt: own.witnessedAt }) }
  const verdicts = [...counted.values()].map((known) => {
    const { id } = known.migration
    const twin = twins.get(id)
    if (twin === undefined || own.deleted.has(id)) return verdictOn(known, evidence, { own, plan })
    const waiting = noted({ ...known, missing: { ...known.missing, hasTwin: true } })
    return renamed(known, twin, now) ?? waiting
  })
  return { verdicts, missing, areManyMissing }
}

function verdictOn(
  known: Known & { missing: Missing },
  evidence: Evidence,
  { own, plan }: { own: AccountFleet; plan: Plan },
): Folded {
  const { id, kind } = known.migration
  const { now } = evidence
  const byFerry = own.deleted.has(id)
  const mayHaveMoved = plan.kinds[kind]?.hasTitleAsId === true && mayBeRenamed(known.missing, own.listing, now)
  const isOver = byFerry || (isGone(known.missing, evidence) && !mayHaveMoved)
  return isOver ? foldGone(known, now, byFerry) : noted(known)
}

/** The id of a followed migration that has not ended, as far as is known. */
function liveIn(own: AccountFleet, { ids }: Followed): string[] {
  const known = knownUnder(own, ids)
  return known === undefined || isEnded(known.migration.state) ? [] : [known.migration.id]
}
