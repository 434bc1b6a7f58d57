import { hasPassed } from '../../async/clock.ts'
import { type AppError, isAppError } from '../../errors/errors.ts'
import { type AccountFleet, knownUnder } from '../../fleet/account-fleet.ts'
import { missingRecheckMs } from '../../fleet/judge/missing.ts'
import { isAnother } from '../../fleet/judge/same.ts'
import { isLongOver } from '../../fleet/tidy.ts'
import { isCalledGone } from '../../migrations/gone.ts'
import { isSettled, type Migration } from '../../migrations/migration.ts'
import type { Answer } from './ask.ts'
import { ByMigration } from './by-migration.ts'
import type { Due, Followed } from './due.ts'
import { type Plan, type Single, single } from './plan.ts'

/** The answers of a round, sorted by migration. */
export type Said = Pick<ByMigration<Saying>, 'get' | 'has' | 'values'>

/**
 * `listed`: as the last list showed it. `shown`: as a single reading showed it. `alone`: a list has shown it, but not
 * enough of it, so it is to be read by itself.
 */
export type Saying = { one: Due; followed: Followed | undefined; at: number } & (
  | { how: 'listed' | 'shown'; migration: Migration }
  | { how: 'alone' | 'missing' }
  | { how: 'troubled'; error: AppError }
)

/**
 * Sorts the answers of a round by migration. They are asked for again once more have come: those that are sorted
 * already are not sorted anew.
 */
export function createSorting(own: AccountFleet, plan: Plan): (answers: readonly Answer[]) => Said {
  const said = new ByMigration<Saying>()
  let sorted = 0
  return (answers) => {
    for (const answer of answers.slice(sorted)) {
      for (const saying of sayingsIn(answer, own, plan)) {
        if (!counts(saying, said.get(saying.one))) continue
        const { kind } = saying.one
        for (const id of idsOf(saying)) said.set({ kind, id }, saying)
      }
    }
    sorted = answers.length
    return said
  }
}

/** The ids under which the migration may be known. */
export function idsOf({ one, followed }: Pick<Saying, 'one' | 'followed'>): readonly string[] {
  return followed?.ids ?? [one.id]
}

/** A reading of one migration outweighs a list. A migration on a list is there, even if it can't be read alone. */
function counts({ how }: Saying, before: Saying | undefined): boolean {
  if (before === undefined || before.how === 'alone' || how === 'shown') return true
  return (how === 'listed' || how === 'alone') && before.how !== 'shown'
}

function sayingsIn(answer: Answer, own: AccountFleet, plan: Plan): Saying[] {
  const { at } = answer
  if ('page' in answer) {
    return isAppError(answer.page) ? [] : answer.page.migrations.flatMap((one) => listed(one, at, { own, plan }))
  }
  const { one, found } = answer
  const followed = plan.byId.get(one)
  if (found === 'missing') return [{ one, followed, at, how: found }]
  if (isAppError(found)) return [{ one, followed, at, how: 'troubled', error: found }]
  const shown = { one: found, followed: plan.byId.get(found), at, migration: found }
  return isOfInterest(found, own, { plan, followed: shown.followed }) ? [{ ...shown, how: 'shown' }] : []
}

/**
 * A list's saying of a migration. If lists of its kind are brief and a followed one has changed its state, it is to be
 * read in full instead: what has happened is told with everything that is known.
 */
function listed(migration: Migration, at: number, { own, plan }: { own: AccountFleet; plan: Plan }): Saying[] {
  const { kind, id } = migration
  const before = own.known.get(id)
  const followed = plan.byId.get(migration)
  const alone = (): Saying[] => [{ one: { kind, id }, followed, at, how: 'alone' }]
  // Nobody needs to know of what ended long ago, unless somebody follows it.
  const isOld = isLongOver({ migration, firstSeenAt: at, movedAt: at }, at)
  if (before === undefined && followed === undefined && isOld) return []
  // One list alone brings nothing back.
  if (before !== undefined && isCalledGone(before) && !isAnother(before, migration, plan.kinds)) {
    return isLookedForAgain(own, id, at) ? alone() : []
  }
  const hasChanged = followed && knownUnder(own, followed.ids)?.migration.state !== migration.state
  if (hasChanged && plan.kinds[kind]?.isBriefInLists) return alone()
  if (!isOfInterest(migration, own, { plan, followed })) return []
  return [{ one: migration, followed, at, how: 'listed', migration }]
}

/**
 * Whether a migration that was called gone, and that a list shows, is read by itself now. Only when a list and a single
 * reading agree is it back.
 */
function isLookedForAgain({ doubted }: Pick<AccountFleet, 'doubted'>, id: string, now: number): boolean {
  const lookedAt = doubted.get(id)
  return lookedAt === undefined || hasPassed(missingRecheckMs, { since: lookedAt, now })
}

/**
 * Not if its record can't be read, or while it has the title of one that is gone and some channel is to be told of
 * that.
 */
function isOfInterest(
  reported: Migration,
  own: AccountFleet,
  { plan, followed }: { plan: Plan; followed: Followed | undefined },
): boolean {
  if (own.unreadable.has(reported.id)) return false
  const before = followed?.isLeaving && knownUnder(own, followed.ids)
  return !before || !isAnother(before, reported, plan.kinds)
}

/** Migrations to be read one by one after these answers: those that no page has shown, or not in full. Pure. */
export function leftAfter(said: Said, own: AccountFleet, plan: Plan): Single[] {
  const alone = said.values().flatMap(({ how, one }) => (how === 'alone' ? [one] : []))
  const wanted = [...plan.due, ...alone, ...(plan.isLook ? movedBefore(own, plan, said) : [])]
  const left = new ByMigration<Single>()
  for (const one of wanted) {
    if (isLeft(one, said, plan) && !left.has(one)) left.set(one, single(one, plan.byId))
  }
  return left.values()
}

function isLeft(one: Due, said: Said, { kinds }: Plan): boolean {
  const { figuresLeftOut = false, isBriefInLists = false } = kinds[one.kind] ?? {}
  const how = said.get(one)?.how ?? 'alone'
  return how === 'alone' || (how === 'listed' && one.isWantedInFull === true && (figuresLeftOut || isBriefInLists))
}

/** Most migrations that a look reads by themselves, besides what is due. */
const mostMoving = 20

/**
 * Migrations that moved when they were last read and stand on no page of this look. The few that were read longest ago.
 */
function movedBefore({ known }: AccountFleet, { listed: kinds }: Plan, said: Said): Due[] {
  const left: Migration[] = []
  for (const { migration } of known.values()) {
    if (!isSettled(migration.state) && kinds.includes(migration.kind) && !said.has(migration)) left.push(migration)
  }
  const oldest = left.toSorted((a, b) => a.readAt - b.readAt).slice(0, mostMoving)
  return oldest.map(({ kind, id, state }) => ({ kind, id, state }))
}
