import { defined } from '../../../defined.ts'
import { type AppError, isAppError } from '../../../errors/errors.ts'
import type { Action } from '../../../migrations/actions.ts'
import { refOf } from '../../../migrations/typed/ref.ts'
import type { CallOptions, Operations, TargetOutcome } from '../../../providers/provider.ts'
import type { Claim } from '../../../store/store.ts'
import type { OutcomeLine } from '../../../views/card/outcomes.ts'
import { whoDid } from '../../../views/words/actor.ts'
import { acting, assertPossible, naming, operationFor } from '../../act.ts'
import type { Missing } from '../../find/find-each.ts'
import type { Found } from '../../find/found.ts'
import type { Invocation, Tools } from '../../machine/command.ts'
import { enact } from '../../machine/enact.ts'
import { type Overtaken, overtaken } from '../../machine/overtaken.ts'
import { problemWords } from '../../problem-words.ts'

/** A setting that migrations get. */
export type Setting<Name extends Steered> = {
  verb: string
  action: Name
  /** The setting as it is typed after the migrations. The audit has it like this, too. */
  typed: string
  /** The setting in words, once it is made: a title and, if there are parts, more lines. */
  done: readonly [title: string, ...details: string[]]
  /** Small print. */
  note?: string
  /** Why one migration cannot have this value. Undefined if it can. */
  problemOf?(found: Found): AppError | undefined
  /** Sends the setting for migrations of one kind in one account. */
  send(operation: Operations[Name], of: readonly Found[]): Promise<readonly TargetOutcome[]>
}
export type Steered = Extract<Action, 'limit' | 'prioritize'>

/** The outcome for each migration. `toRepeat` are full references of migrations whose setting can be tried again. */
export type Outcome = { lines: readonly OutcomeLine[]; toRepeat: readonly string[] }

type Steerable = Pick<Tools, 'store' | 'standingOf' | 'clock' | 'claim' | 'lookNow'>
type Asked = { found: readonly Found[]; missing: readonly Missing[]; invocation: Invocation }

/**
 * Gives each migration the setting once, and tells the outcome for each. If there is only one migration and it fails,
 * throws the reason, so that it is explained in full.
 */
export async function steer<Name extends Steered>(
  setting: Setting<Name>,
  asked: Asked,
  tools: Steerable,
): Promise<Outcome> {
  const { found, missing } = asked
  const refused = new Map(found.flatMap((one) => impossibility(one, setting)))
  const { held, claims, busy } = await hold(
    found.filter((one) => !refused.has(one)),
    asked.invocation,
    tools,
  )
  const outcomes = await sendTo(held, { setting, invocation: asked.invocation, tools }).finally(() =>
    Promise.all(claims.map((claim) => claim.release())),
  )
  for (const one of held) tools.lookNow(one.account.name, one.migration.id)
  const problemOf = (one: Found) => refused.get(one) ?? busy.get(one)?.error ?? outcomes.get(one)
  const who = ({ act }: Partial<Overtaken> = {}) => act && whoDid(act, asked.invocation.origin.user)
  const [only] = found
  const loneError = found.length === 1 && missing.length === 0 && only !== undefined ? problemOf(only) : undefined
  if (loneError !== undefined) throw loneError
  return {
    lines: [
      ...found.map((one) => lineOf(one, problemOf(one), who(busy.get(one)))),
      ...missing.map(({ ref, error }) => ({ ref, problem: problemWords(error) })),
    ],
    toRepeat: found
      .filter((one) => !refused.has(one) && problemOf(one) !== undefined)
      .map(({ migration }) => refOf(migration)),
  }
}

function impossibility<Name extends Steered>(found: Found, { action, problemOf }: Setting<Name>): [Found, AppError][] {
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
 * The others are `busy`: who is changing them is looked up while it is so.
 */
async function hold(found: readonly Found[], { origin }: Invocation, tools: Steerable) {
  const held: Found[] = []
  const claims: Claim[] = []
  const busy = new Map<Found, Overtaken>()
  for (const one of found) {
    const { key, ms, taken } = acting(origin, refOf(one.migration))
    const won = await tools.claim(key, ms)
    if (won === undefined) {
      busy.set(one, await overtaken(await taken(), tools))
      continue
    }
    held.push(one)
    claims.push(won)
  }
  return { held, claims, busy }
}

type Sending<Name extends Steered> = { setting: Setting<Name>; invocation: Invocation; tools: Steerable }

/** Sends the setting to all accounts at once, each with as few calls as its cloud needs. */
async function sendTo<Name extends Steered>(
  found: readonly Found[],
  sending: Sending<Name>,
): Promise<Map<Found, AppError>> {
  const byAccount = [...Map.groupBy(found, ({ account }) => account.name).values()]
  const errors = await Promise.all(byAccount.map((together) => enactTogether(together, sending)))
  return new Map(errors.flat())
}

/**
 * Sends one account's settings together. Each migration is an act of its own, with its own check and audit entry.
 * Sending waits until every check is done and includes only the migrations that may be changed.
 */
async function enactTogether<Name extends Steered>(
  found: readonly Found[],
  { setting, invocation: { origin }, tools }: Sending<Name>,
): Promise<[Found, AppError][]> {
  const allowed: Found[] = []
  const { promise: sent, resolve } = Promise.withResolvers<Map<Found, Sent>>()
  let undecided = found.length
  const decide = () => {
    undecided -= 1
    if (undecided === 0) resolve(sendTogether(allowed, setting))
  }
  const acts = found.map(async (one): Promise<[Found, AppError][]> => {
    const ref = refOf(one.migration)
    const run = async ({ onRequestId }: CallOptions) => {
      allowed.push(one)
      decide()
      const { error, requestId } = (await sent).get(one) ?? {}
      if (error !== undefined) throw error
      if (requestId !== undefined) onRequestId?.(requestId)
    }
    const { action: verb, typed: detail } = setting
    const about = { origin, verb, subject: ref, account: one.account.name, detail }
    try {
      await enact({ ...about, needs: 'operator', run }, tools)
      return []
    } catch (error) {
      if (!allowed.includes(one)) decide()
      if (!isAppError(error)) throw error
      return [[one, naming(ref, error)]]
    }
  })
  return (await Promise.all(acts)).flat()
}

/**
 * Sends the setting for migrations of one account, kind after kind. Once keys were refused, they are not tried again:
 * clouds lock a key that is refused too often.
 */
async function sendTogether<Name extends Steered>(
  found: readonly Found[],
  setting: Setting<Name>,
): Promise<Map<Found, Sent>> {
  const sent = new Map<Found, Sent>()
  for (const ofKind of Map.groupBy(found, ({ migration }) => migration.kind).values()) {
    const { error } = [...sent.values()].find(isRefusalOfKeys) ?? {}
    const outcomes = error === undefined ? await sendForKind(ofKind, setting) : []
    ofKind.forEach((one, index) => {
      sent.set(one, outcomes[index] ?? defined({ error }))
    })
  }
  return sent
}

type Sent = Pick<TargetOutcome, 'error' | 'requestId'>

function isRefusalOfKeys({ error }: Sent): boolean {
  return isAppError(error, 'provider_denied', 'clock_wrong')
}

async function sendForKind<Name extends Steered>(
  found: readonly Found[],
  { action, send }: Setting<Name>,
): Promise<readonly Sent[]> {
  const [first] = found
  if (first === undefined) return []
  try {
    return await send(operationFor(action, first), found)
  } catch (error) {
    if (!isAppError(error)) throw error
    return found.map(() => ({ error }))
  }
}

function lineOf({ migration }: Found, error: AppError | undefined, who: string | undefined): OutcomeLine {
  const line = { ref: refOf(migration), migration }
  return error === undefined ? line : { ...line, problem: problemWords(error), ...defined({ who }) }
}
