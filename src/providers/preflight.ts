import { type AppError, isAppError, say } from '../errors.ts'
import { isEnded, type Migration } from '../migrations/migration.ts'
import { type PreflightCheck, type PreflightName, preflightNames } from '../migrations/spec.ts'

/** One question, with one call or a few. */
export type Look = {
  /** What stays unknown when it can't be answered. */
  names: readonly PreflightName[]
  look(): Promise<Sight>
}
/** None where there was nothing to look at; `deeper` makes sense only after this. */
export type Sight = { checks: readonly PreflightCheck[]; deeper?: readonly Look[] }

export type Preflight = {
  /** One call that proves the account's credentials. */
  prove(): Promise<void>
  /** Each on its own, two at a time. */
  looks: readonly Look[]
  signal?: AbortSignal | undefined
}

/**
 * Looks at everything and throws only the signal's reason. Refused credentials end it: clouds lock a key that is tried
 * again and again.
 */
export async function runPreflight({ prove, looks, signal }: Preflight): Promise<PreflightCheck[]> {
  const proof = await attempt(prove, signal)
  const credentials = credentialsCheck(proof)
  if (credentials.outcome !== 'pass') return [credentials]
  const found = await lookAtAll({ waiting: [...looks], found: [credentials], isStopped: false, signal })
  return found.toSorted((a, b) => preflightNames.indexOf(a.name) - preflightNames.indexOf(b.name))
}

export function pass(name: PreflightName, what: string): PreflightCheck {
  return { name, outcome: 'pass', what }
}

export function warn(name: PreflightName, what: string, next: string): PreflightCheck {
  return { name, outcome: 'warn', what, next }
}

export function fail(name: PreflightName, what: string, next: string): PreflightCheck {
  return { name, outcome: 'fail', what, next }
}

export function unknown(name: PreflightName, what: string, next?: string): PreflightCheck {
  return { name, outcome: 'unknown', what, ...(next === undefined ? {} : { next }) }
}

/** A cloud's refusal is an answer; anything else leaves the question open, and is thrown. */
export async function refusalOf<Answer>(asking: Promise<Answer>): Promise<{ answer: Answer } | { refusal: string }> {
  try {
    return { answer: await asking }
  } catch (error) {
    if (isAppError(error, 'provider_refused')) return { refusal: say(error).what }
    throw error
  }
}

/** Those that move the same things to the same place. */
export function sameMigrationCheck(
  wanted: Pick<Migration, 'source' | 'target'>,
  active: readonly Migration[],
): PreflightCheck {
  const same = active.find((other) => routeOf(other) === routeOf(wanted))
  if (same === undefined) return pass('same migration', 'Nothing like it is moving.')
  return warn(
    'same migration',
    `${same.account}/${same.id} (${same.state}) moves the same things to the same place.`,
    'Two of them would write the same objects: wait until it has ended.',
  )
}

/** The same, found among all that a cloud lists, where it has no list of what moves. */
export function sameMigrationLook(wanted: () => Migration, readAll: () => Promise<readonly Migration[]>): Look {
  return {
    names: ['same migration'],
    look: async () => {
      const active = (await readAll()).filter(({ state }) => !isEnded(state))
      return { checks: [sameMigrationCheck(wanted(), active)] }
    },
  }
}

/** Though one of two makes three calls, they stay below the five refusals after which Huawei locks a key. */
const looksAtOnce = 2

type Attempt<Result> = { result: Result } | { error: AppError }

/** Whatever is no AppError is thrown: the reason of an abort. */
async function attempt<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Attempt<Result>> {
  signal?.throwIfAborted()
  try {
    return { result: await work() }
  } catch (error) {
    if (isAppError(error)) return { error }
    throw error
  }
}

function credentialsCheck(proof: Attempt<void>): PreflightCheck {
  if ('result' in proof) return pass('credentials', 'The cloud accepts the account.')
  const { error } = proof
  const { what, next } = say(error)
  const isRefused = isAppError(error, 'provider_denied', 'provider_refused', 'clock_wrong', 'form_invalid')
  return { name: 'credentials', outcome: isRefused ? 'fail' : 'unknown', what, next }
}

type Run = { waiting: Look[]; found: PreflightCheck[]; isStopped: boolean; signal: AbortSignal | undefined }

async function lookAtAll(run: Run): Promise<PreflightCheck[]> {
  const worker = async () => {
    for (let next = run.waiting.shift(); next !== undefined; next = run.waiting.shift()) {
      run.found.push(...(await checksOf(next, run)))
    }
  }
  await Promise.all(Array.from({ length: looksAtOnce }, worker))
  return run.found
}

async function checksOf({ names, look }: Look, run: Run): Promise<readonly PreflightCheck[]> {
  if (run.isStopped) return names.map((name) => unknown(name, 'The cloud stopped accepting the account.'))
  const tried = await attempt(look, run.signal)
  if ('error' in tried) {
    if (isAppError(tried.error, 'provider_denied')) run.isStopped = true
    const { what } = say(tried.error)
    return names.map((name) => unknown(name, what, 'Look again, or go on without knowing.'))
  }
  run.waiting.push(...(tried.result.deeper ?? []))
  return tried.result.checks
}

function routeOf({ source, target }: Pick<Migration, 'source' | 'target'>): string {
  const parts = [source.cloud?.toLowerCase(), source.bucket, source.scope, target.bucket, target.scope]
  return JSON.stringify(parts.map((part) => part ?? ''))
}
