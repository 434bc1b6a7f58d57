import { type Exclusive, exclusively } from '../async/exclusively.ts'
import { defined } from '../defined.ts'
import { AppError, isAppError } from '../errors/errors.ts'
import { type Action, isInReach, isLeftToGroup, isPossible } from '../migrations/actions.ts'
import { gone } from '../migrations/gone.ts'
import type { Migration, State } from '../migrations/migration.ts'
import { refOf } from '../migrations/typed/ref.ts'
import type { CallOptions, Operations, Target, Terms } from '../providers/provider.ts'
import type { Message } from '../views/blocks/message.ts'
import { migrationCard, type Pending } from '../views/card/card.ts'
import { possibleActions } from '../views/card/choices.ts'
import { actionWords, kindWords, lowered, standingWords, stateWords } from '../views/words/words.ts'
import type { Found } from './find/found.ts'
import type { Origin, Tools } from './machine/command.ts'
import { type Admission, enact } from './machine/enact.ts'

/** An action on one migration, followed until the cloud has carried it out. */
export type FollowedAction<Name extends Action> = ExclusiveAction<Name, unknown> & {
  /** Whether a migration in this state shows that the action is done. */
  isDone(state: State): boolean
}
/** Its rule is checked while nobody else acts on the migration. */
export type ExclusiveAction<Name extends Action, Done> = Pick<Admission, 'origin' | 'detail' | 'rule'> & {
  action: Name
  found: Found
  /** Carries out the action by the cloud's operation. */
  run(operation: Operations[Name], options: CallOptions): Promise<Done>
}
type Acting = Pick<Tools, 'store' | 'standingOf' | 'claim' | 'clock' | 'lookNow' | 'noteDeleted' | 'showMeanwhile'>

/** How long a click can hold off others if its process dies, in milliseconds. */
const holdMs = 60_000
/** Pauses between looks at a migration: about a minute in all. After that, the card shows the state. */
const followPausesMs = [1000, 2000, 3000, 5000, 8000, 12_000, 15_000, 15_000]

/** A migration as last seen. `pending`: its action is not done yet, and whether Ferry still looks. */
export type Followed = { migration: Migration; pending?: Pending }

/**
 * Carries out an action while nobody else does, then follows the migration until the action is done, for about a
 * minute.
 */
export async function act<Name extends Action>(followed: FollowedAction<Name>, tools: Acting): Promise<Followed> {
  await runExclusively(followed, tools)
  return follow(followed, tools)
}

/** Carries out an action while nobody else acts on the same migration. Throws action_running if somebody does. */
export async function runExclusively<Name extends Action, Done>(
  { action, found, run, ...doing }: ExclusiveAction<Name, Done>,
  tools: Pick<Tools, 'store' | 'standingOf' | 'claim' | 'clock'>,
): Promise<Done> {
  const operation = operationFor(action, found)
  const ref = refOf(found.migration)
  const act = {
    ...doing,
    needs: 'operator' as const,
    verb: action,
    subject: ref,
    account: found.account.name,
    run: (options: CallOptions) => run(operation, options),
  }
  return exclusively(acting(doing.origin, ref), tools.claim, () =>
    enact(act, tools).catch((error: unknown) => {
      throw isAppError(error) ? naming(ref, error) : error
    }),
  )
}

/** An error of an act, which names the migration where the person has to look at it. */
export function naming(ref: string, error: AppError): AppError {
  if (error.code !== 'provider_outcome_unknown') return error
  return new AppError('provider_outcome_unknown', { ...error.details, ref }, { cause: error })
}

/** An act on one migration, as what must not be done twice at the same time. */
export function acting({ workspace }: Pick<Origin, 'workspace'>, ref: string): Exclusive {
  return { key: `act:${workspace}:${ref}`, ms: holdMs, taken: () => new AppError('action_running', { ref }) }
}

/** A found migration, as operations name it. */
export function targetOf({ migration: { kind, id } }: Found): Target {
  return { kind, id }
}

export function replyCard({ provider }: Found, { migration, pending }: Followed): Message {
  return migrationCard({ migration, provider, purpose: 'reply', ...defined({ pending }) })
}

/** Throws action_impossible, as `operationFor`. */
export function assertPossible(action: Action, found: Found): void {
  operationFor(action, found)
}

/**
 * The cloud's operation for an action. Throws action_impossible if the migration's kind, state or region does not allow
 * the action. Names what is possible. Makes no call.
 */
export function operationFor<Name extends Action>(action: Name, found: Found): Operations[Name] {
  const { migration, provider, connection } = found
  const operation = connection.operation(action, migration.kind)
  if (operation !== undefined && isPossible(action, migration, provider.kinds[migration.kind])) return operation
  throw impossible(action, found)
}

/** The terms of an action that is possible now. Throws action_impossible, as `operationFor`. */
export function termsFor<Name extends Action>(action: Name, found: Found): Terms[Name] {
  const terms = found.provider.kinds[found.migration.kind]?.can[action]
  if (terms === undefined) throw impossible(action, found)
  assertPossible(action, found)
  return terms
}

function impossible(action: Action, found: Found): AppError {
  const { migration, provider } = found
  const abilities = provider.kinds[migration.kind]
  const ref = refOf(migration)
  const waitsForPause =
    migration.state === 'running' && action !== 'start' && abilities?.can[action]?.in.includes('paused')
  const others = possibleActions(migration, provider)
  return new AppError('action_impossible', {
    ref,
    state: migration.state,
    group: migration.groupId && refOf({ account: migration.account, id: migration.groupId }),
    why: whyImpossible(action, found),
    action: actionWords[action].done,
    possible:
      others.length === 0
        ? nothingPossible(found)
        : `${waitsForPause ? 'Pause it first. ' : ''}Possible now: ${others.map((one) => lowered(actionWords[one].label)).join(', ')}.`,
    offered: others,
  })
}

/** Words for a migration on which no action is possible: because of its region, or of its state. */
function nothingPossible({ migration, provider }: Found): string {
  const { can = {}, limitedTo } = provider.kinds[migration.kind] ?? {}
  if (limitedTo === undefined || isInReach(migration.target.region, { limitedTo })) {
    return 'It has no available actions in this state.'
  }
  const rest = limitedTo.butAnywhere.flatMap((action) => {
    const states = can[action]?.in.map((state) => lowered(stateWords[state].word)) ?? []
    return states.length === 0 ? [] : [`${lowered(actionWords[action].label)} it while it is ${states.join(' or ')}`]
  })
  return `There you can only look at it${rest.map((one) => `, and ${one}`).join('')}.`
}

function whyImpossible(action: Action, { migration, provider }: Found): string {
  const { can = {}, limitedTo, ...kind } = provider.kinds[migration.kind] ?? {}
  const { region } = migration.target
  if (can[action] === undefined) return `: ${provider.label} does not offer that for a ${kindWords[migration.kind]}`
  if (!can[action].in.includes(migration.state)) {
    return ` now: its state is “${lowered(standingWords(migration).word)}”`
  }
  if (isLeftToGroup(action, migration, kind)) {
    return ` on its own, only with its group, \`${refOf({ account: migration.account, id: migration.groupId ?? '' })}\``
  }
  if (limitedTo !== undefined && !isInReach(region, { limitedTo })) {
    return ` in ${region}: ${provider.label} offers that only in ${limitedTo.regions.join(' and ')}`
  }
  return ' with only its failed objects: there is no complete list of them'
}

async function follow(
  { action, found, isDone }: Pick<FollowedAction<Action>, 'action' | 'found' | 'isDone'>,
  tools: Acting,
): Promise<Followed> {
  let last = found.migration
  for (const [index, pauseMs] of [0, ...followPausesMs].entries()) {
    await tools.clock.sleep(pauseMs)
    const seen = await look(found, last)
    if (seen === undefined && action === 'delete') return { migration: deleted(found, last, tools) }
    tools.lookNow(found.account.name, last.id)
    last = seen ?? last
    if (isDone(last.state)) return { migration: last }
    if (index === 0) await tools.showMeanwhile(replyCard(found, { migration: last, pending: 'followed' }))
  }
  return { migration: last, pending: 'unfinished' }
}

/** The migration after Ferry has deleted it: gone as soon as the cloud does not find it. */
function deleted({ account }: Found, last: Migration, { noteDeleted, lookNow, clock }: Acting): Migration {
  noteDeleted(account.name, last.id)
  lookNow(account.name, last.id)
  return { ...last, state: 'deleted', nativeState: gone, readAt: clock.now() }
}

/** Reads the migration again. If the cloud cannot be read, the last reading stands: the action was accepted. */
async function look(found: Found, last: Migration): Promise<Migration | undefined> {
  try {
    return await found.connection.show(targetOf(found), {})
  } catch (error) {
    if (isAppError(error)) return last
    throw error
  }
}
