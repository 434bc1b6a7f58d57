import { defined } from '../../defined.ts'
import { type AppError, isAppError, say } from '../../errors/errors.ts'
import { type PreflightCheck, type PreflightName, preflightNames } from '../../migrations/spec/spec.ts'

/** One question of a preflight, answered with one call or a few. */
export type Look = {
  /** Checks that stay unknown if the question cannot be answered. */
  names: readonly PreflightName[]
  look(): Promise<Sight>
}
/**
 * The answer to a question. No checks if there was nothing to look at. `deeper` holds questions that make sense only
 * after this one.
 */
export type Sight = { checks: readonly PreflightCheck[]; deeper?: readonly Look[] }

export type Preflight = {
  /** Proves the account's credentials with one call. */
  prove(): Promise<void>
  /** Independent questions, asked two at a time. */
  looks: readonly Look[]
  signal?: AbortSignal | undefined
}

/**
 * Runs all checks. Throws only the signal's reason. Refused credentials end it, because clouds lock a key that is tried
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
  return defined({ name, outcome: 'unknown', what, next })
}

/**
 * The answer of a cloud, or its refusal in words: a refusal is an answer too. Throws any other error, which leaves the
 * question open.
 */
export async function refusalOf<Answer>(asking: Promise<Answer>): Promise<{ answer: Answer } | { refusal: string }> {
  try {
    return { answer: await asking }
  } catch (error) {
    if (isAppError(error, 'provider_refused')) return { refusal: say(error).what }
    throw error
  }
}

/**
 * Questions asked at the same time. Even if one of two makes three calls, they stay below the five refusals after which
 * Huawei locks a key.
 */
const looksAtOnce = 2

type Attempt<Result> = { result: Result } | { error: AppError }

/** The result of some work, or its AppError. Throws anything else: the reason of an abort. */
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
    return names.map((name) => unknown(name, what, 'Check again, or continue without knowing.'))
  }
  run.waiting.push(...(tried.result.deeper ?? []))
  return tried.result.checks
}
