import { explain } from '../catalogue/explain.ts'
import { AppError, isAppError, say } from '../errors.ts'
import type { Action } from '../migrations/actions.ts'
import { refOf } from '../migrations/ref.ts'
import type { CallOptions, Connection, TargetOutcome } from '../providers/provider.ts'
import type { Claim } from '../store/store.ts'
import type { OutcomeLine } from '../views/outcomes.ts'
import { acting, assertPossible } from './act.ts'
import type { Invocation, Tools } from './command.ts'
import { enact } from './enact.ts'
import type { Found } from './find.ts'
import type { Missing } from './find-each.ts'

/** A setting for several migrations at once. */
export type Steering = {
  action: Action
  /** The setting for the audit, in Ferry's own words. */
  detail: string
  /** Why one migration cannot have this value. Undefined if it can. */
  problemOf?(found: Found): AppError | undefined
  /** Sends the setting for migrations of one account. */
  send(connection: Connection, of: readonly Found[]): Promise<readonly TargetOutcome[]>
}

/** The outcome for each migration. `toRepeat` are full references of migrations whose setting can be tried again. */
export type Steered = { lines: readonly OutcomeLine[]; toRepeat: readonly string[] }

type Steerable = Pick<Tools, 'store' | 'standingOf' | 'clock' | 'claim' | 'lookNow'>
type Asked = { found: readonly Found[]; missing: readonly Missing[]; invocation: Invocation }

/**
 * Gives each migration the setting once, and tells the outcome for each. If there is only one migration and it fails,
 * throws the reason, so that it is explained in full.
 */
export async function steer(steering: Steering, asked: Asked, tools: Steerable): Promise<Steered> {
  const { found, missing } = asked
  const refused = new Map(found.flatMap((one) => impossibility(one, steering)))
  const { held, claims } = await hold(
    found.filter((one) => !refused.has(one)),
    asked.invocation,
    tools,
  )
  const outcomes = await sendTo(held, { steering, invocation: asked.invocation, tools }).finally(() =>
    Promise.all(claims.map((claim) => claim.release())),
  )
  for (const one of held) tools.lookNow(one.account.name, one.migration.id)
  const problemOf = (one: Found) => refused.get(one) ?? (held.includes(one) ? outcomes.get(one) : running(one))
  const [only] = found
  const loneError = found.length === 1 && missing.length === 0 && only !== undefined ? problemOf(only) : undefined
  if (loneError !== undefined) throw loneError
  return {
    lines: [
      ...found.map((one) => lineOf(one, problemOf(one))),
      ...missing.map(({ ref, error }) => ({ ref, problem: problemWords(error) })),
    ],
    toRepeat: found
      .filter((one) => !refused.has(one) && problemOf(one) !== undefined)
      .map(({ migration }) => refOf(migration)),
  }
}

function impossibility(found: Found, { action, problemOf }: Steering): [Found, AppError][] {
  try {
    assertPossible(action, found)
    const problem = problemOf?.(found)
    return problem === undefined ? [] : [[found, problem]]
  } catch (error) {
    if (!isAppError(error)) throw error
    return [[found, error]]
  }
}

/**
 * Claims the migrations that nobody else is changing, because a priority is sent with the limits that were just read.
 */
async function hold(found: readonly Found[], { origin }: Invocation, { claim }: Steerable) {
  const held: Found[] = []
  const claims: Claim[] = []
  for (const one of found) {
    const { key, ms } = acting(origin, refOf(one.migration))
    const won = await claim(key, ms)
    if (won === undefined) continue
    held.push(one)
    claims.push(won)
  }
  return { held, claims }
}

type Sending = { steering: Steering; invocation: Invocation; tools: Steerable }

/** Sends the setting to all accounts at once, each with as few calls as its cloud needs. */
async function sendTo(found: readonly Found[], sending: Sending): Promise<Map<Found, AppError>> {
  const byAccount = [...Map.groupBy(found, ({ account }) => account.name).values()]
  const errors = await Promise.all(byAccount.map((together) => enactTogether(together, sending)))
  return new Map(errors.flat())
}

/**
 * Sends one account's settings together. Each migration is an act of its own, with its own check and audit entry.
 * Sending waits until every check is done and includes only the migrations that may be changed.
 */
async function enactTogether(
  found: readonly Found[],
  { steering, invocation: { origin }, tools }: Sending,
): Promise<[Found, AppError][]> {
  const allowed: Found[] = []
  const { promise: sent, resolve } = Promise.withResolvers<Map<Found, TargetOutcome>>()
  let undecided = found.length
  const decide = () => {
    undecided -= 1
    if (undecided === 0) resolve(sendTogether(allowed, steering))
  }
  const acts = found.map(async (one): Promise<[Found, AppError][]> => {
    const { account, migration } = one
    const run = async ({ onRequestId }: CallOptions) => {
      allowed.push(one)
      decide()
      const { error, requestId } = (await sent).get(one) ?? {}
      if (error !== undefined) throw error
      if (requestId !== undefined) onRequestId?.(requestId)
    }
    const { action: verb, detail } = steering
    const act = {
      origin,
      needs: 'operator',
      verb,
      subject: refOf(migration),
      account: account.name,
      detail,
      run,
    } as const
    try {
      await enact(act, tools)
      return []
    } catch (error) {
      if (!allowed.includes(one)) decide()
      if (!isAppError(error)) throw error
      return [[one, error]]
    }
  })
  return (await Promise.all(acts)).flat()
}

async function sendTogether(found: readonly Found[], { send }: Steering): Promise<Map<Found, TargetOutcome>> {
  const [first] = found
  if (first === undefined) return new Map()
  const outcomes = await send(first.connection, found).catch((error: unknown) => {
    if (!isAppError(error)) throw error
    return found.map(({ migration: { kind, id } }): TargetOutcome => ({ kind, id, error }))
  })
  return new Map(found.flatMap((one, index) => pairOf(one, outcomes[index])))
}

function pairOf(found: Found, outcome: TargetOutcome | undefined): [Found, TargetOutcome][] {
  return outcome === undefined ? [] : [[found, outcome]]
}

function running({ migration }: Found): AppError {
  return new AppError('action_running', { ref: refOf(migration) })
}

function lineOf({ migration }: Found, error: AppError | undefined): OutcomeLine {
  return { ref: refOf(migration), migration, ...(error === undefined ? {} : { problem: problemWords(error) }) }
}

/** An error in one or two sentences. What a cloud refuses is explained from the catalogue. */
export function problemWords(error: AppError): string {
  if (error.code !== 'provider_refused') return say(error).what
  const { code, message } = error.details
  const explained = explain({ code: String(code ?? ''), message: String(message ?? '') })
  return explained.isKnown ? `${explained.what} (${explained.code})` : say(error).what
}
