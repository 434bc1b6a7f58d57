import { steadyBeside } from '../../../async/clock.ts'
import { AppError, isAppError, say } from '../../../errors/errors.ts'
import { isPossible } from '../../../migrations/actions.ts'
import { formatRef, type Ref, refOf } from '../../../migrations/typed/ref.ts'
import { type Acted, type AllVerb, actingTogether } from '../../../views/act/together.ts'
import { findAll } from '../../find/find.ts'
import { untilRefused } from '../../find/find-each.ts'
import type { Found } from '../../find/found.ts'
import type { Tools } from '../../machine/command.ts'

/** How many migrations are acted on at the same time. */
const atOnce = 4
/** Pauses in which somebody else's act on a migration is waited for, in milliseconds. */
const othersPausesMs = [500, 1000, 2000]
/** How often the progress is shown, in milliseconds. */
const progressPauseMs = 2000

/** One act on each of several migrations. */
export type Each = {
  verb: AllVerb
  /** Acts on one migration, with its own check of state and role and its own audit entry. */
  one(ref: Ref, tools: Tools): Promise<Acted>
}

/**
 * Acts on each migration as if somebody had done so with it alone, and shows the progress. What goes wrong with one
 * stops no other. An account that refuses its key is asked once.
 */
export async function actOnEach(
  migrations: readonly { account: string; id: string }[],
  each: Each,
  tools: Tools,
): Promise<Acted[]> {
  const left = [...migrations]
  const outcomes: Acted[] = []
  const patient = { ...tools, connect: untilRefused(tools.connect) }
  const work = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      outcomes.push(await actOnOne({ account: next.account, text: next.id, isPrefix: false }, each, patient))
    }
  }
  const over = new AbortController()
  const working = Promise.all(Array.from({ length: atOnce }, work)).finally(() => over.abort())
  const progress = { outcomes, total: migrations.length, verb: each.verb, over: over.signal }
  await Promise.all([working, showProgress(progress, tools)])
  return outcomes
}

type Progress = { outcomes: readonly Acted[]; total: number; verb: AllVerb; over: AbortSignal }

/** Shows how far the act has come, now and whenever it has moved on, until it is over. */
async function showProgress(
  { outcomes, total, verb, over }: Progress,
  { clock, showMeanwhile }: Pick<Tools, 'clock' | 'showMeanwhile'>,
): Promise<void> {
  const time = steadyBeside(clock)
  let shown: number | undefined
  while (!over.aborted) {
    if (outcomes.length !== shown) {
      shown = outcomes.length
      await showMeanwhile(actingTogether(verb, outcomes, total))
    }
    const pausedAt = time.now()
    await clock.sleep(progressPauseMs, over)
    // Once Ferry is asked to stop, no pause lasts.
    if (time.now() - pausedAt < progressPauseMs / 2) return
  }
}

/** Never rejects for a reason that concerns one migration alone. */
async function actOnOne(ref: Ref, { one }: Each, tools: Tools): Promise<Acted> {
  const named = { ref: formatRef(ref) }
  try {
    return await unlessOthersAct(() => one(ref, tools), tools)
  } catch (error) {
    if (isAppError(error, 'restarted_meanwhile')) return { ...named, outcome: 'done before' }
    if (isAppError(error, 'cdn_key_missing', 'cdn_untold')) {
      return { ...named, outcome: 'needs keys', problem: problemOf(error) }
    }
    if (isAppError(error, ...unreachable)) return { ...named, outcome: 'not reached', problem: problemOf(error) }
    if (isAppError(error)) return { ...named, outcome: 'refused', problem: problemOf(error) }
    throw error
  }
}

const unreachable = ['provider_unreachable', 'provider_failed', 'provider_throttled', 'provider_nonsense'] as const

function problemOf(error: AppError): string {
  const { what, next } = say(error)
  return [what, next].join(' ').trim()
}

/** Waits while somebody else acts on the migration, and then looks at it again. */
async function unlessOthersAct<Done>(work: () => Promise<Done>, { clock }: Pick<Tools, 'clock'>): Promise<Done> {
  for (const pauseMs of othersPausesMs) {
    try {
      return await work()
    } catch (error) {
      if (!isAppError(error, 'action_running')) throw error
      await clock.sleep(pauseMs)
    }
  }
  return work()
}

/** Acts on a migration if it still allows the act when it is read again. */
export function ifPossible(verb: AllVerb, run: (found: Found, tools: Tools) => Promise<unknown>): Each['one'] {
  return async (ref, tools) => {
    const found = await readNow(ref, tools)
    const { migration, provider } = found
    const about = { ref: refOf(migration), migration }
    if (!isPossible(verb, migration, provider.kinds[migration.kind])) return { ...about, outcome: 'left alone' }
    await run(found, tools)
    return { ...about, outcome: 'done' }
  }
}

/** Reads the migration of a whole reference now. Throws the reason if it can't be read. */
export async function readNow(ref: Ref, tools: Tools): Promise<Found> {
  const { found, outdated } = await findAll(ref, tools)
  const [only] = found
  if (outdated !== undefined) throw outdated.error
  if (only === undefined) throw new AppError('migration_not_found', { ref: formatRef(ref) })
  return only
}
