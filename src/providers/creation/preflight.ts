import { defined } from '../../defined.ts'
import { type AppError, isAppError, say } from '../../errors/errors.ts'
import { isEnded, type Migration } from '../../migrations/migration.ts'
import { relate } from '../../migrations/spec/selection.ts'
import { type PreflightCheck, type PreflightName, preflightNames, type Spec } from '../../migrations/spec/spec.ts'
import { hostOf } from '../http/host.ts'
import type { Listing } from '../pages.ts'

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
 * Warns of an active migration that moves some of the same objects to the same place. Of several, names the one that
 * moves most of them.
 */
export function sameMigrationCheck({ source, target, options }: Spec, active: readonly Migration[]): PreflightCheck {
  const wanted = { ...source, ...defined({ since: options.since }) }
  const others = active
    .filter((other) => isSameWay(other, { source, target }))
    .map((other) => ({ other, relation: relate(other.source, wanted) }))
  for (const relation of nearestFirst) {
    const found = others.find((one) => one.relation === relation)
    if (found === undefined) continue
    const { account, id, state } = found.other
    return warn('same migration', `${account}/${id} (${state}) ${moves[relation].what}.`, moves[relation].next)
  }
  return pass('same migration', 'No similar migration is running.')
}

/** Looks for a similar active migration among all that a cloud lists, for clouds that cannot list active ones. */
export function sameMigrationLook(spec: Spec, listAll: () => Promise<Listing<Migration>>): Look {
  return {
    names: ['same migration'],
    look: async () => {
      const { items, isWhole } = await listAll()
      const active = items.filter(({ state }) => !isEnded(state))
      const check = sameMigrationCheck(spec, active)
      return { checks: [check.outcome === 'pass' && !isWhole ? unlistedCheck : check] }
    },
  }
}

const unlistedCheck = unknown(
  'same migration',
  'No similar migration is listed, and the cloud may not list all of them.',
  'Check its console: two migrations must not write the same objects.',
)

const nearestFirst = ['same', 'contains', 'contained', 'overlaps', 'unknown'] as const
const wait = 'Both would write the same objects: wait until it has ended.'
const moves: Record<(typeof nearestFirst)[number], { what: string; next: string }> = {
  same: { what: 'moves the same objects to the same place', next: wait },
  contains: { what: 'moves all of this, and more, to the same place', next: wait },
  contained: { what: 'moves part of this to the same place', next: wait },
  overlaps: { what: 'moves some of the same objects to the same place', next: wait },
  unknown: {
    what: 'moves objects from the same bucket to the same place, and the cloud does not say which',
    next: 'Check it first: two migrations must not write the same objects.',
  },
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

/**
 * Whether both move from the same bucket to the same place in the same bucket. A cloud that one of the two does not
 * name may be the same.
 */
function isSameWay(other: Pick<Migration, 'source' | 'target'>, { source, target }: Pick<Spec, 'source' | 'target'>) {
  const from = source.cloud ?? (source.endpoint === undefined ? undefined : hostOf(source.endpoint))
  const [cloud, its] = [from?.toLowerCase(), other.source.cloud?.toLowerCase()]
  return (
    (cloud === its || cloud === undefined || its === undefined) &&
    isSameText(source.bucket, other.source.bucket) &&
    isSameText(target.bucket, other.target.bucket) &&
    isSameText(target.prefix, other.target.prefix)
  )
}

function isSameText(one = '', other = ''): boolean {
  return one === other
}
