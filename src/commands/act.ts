import { AppError, isAppError } from '../errors.ts'
import { type Action, isInReach, isLeftToGroup, isPossible } from '../migrations/actions.ts'
import type { Migration, State } from '../migrations/migration.ts'
import { refOf } from '../migrations/ref.ts'
import { migrationCard } from '../views/card.ts'
import { possibleActions } from '../views/card-choices.ts'
import type { Message } from '../views/message.ts'
import { actionWords, kindWords, lowered, stateWords } from '../views/words.ts'
import type { Origin, Tools } from './command.ts'
import { enact, type Run } from './enact.ts'
import type { Found } from './find.ts'

/** One request that changes something, and what is to be seen afterwards. */
export type FollowedAction = ExclusiveAction<void> & {
  /** The state in which it is done; until then the answer says how it stands. */
  isDone(state: State): boolean
}
export type ExclusiveAction<Done> = {
  action: Action
  found: Found
  origin: Origin
  /** For the audit, what exactly. */
  detail?: string
  run: Run<Done>
}
type Acting = Pick<Tools, 'store' | 'standingOf' | 'claim' | 'clock' | 'lookNow' | 'showMeanwhile'>

/** Longest that one click may hold others off, should its process die. */
export const holdMs = 60_000
/** Asynchronous actions are followed for about a minute, then the card says how it stands. */
const followPausesMs = [1000, 2000, 3000, 5000, 8000, 12_000, 15_000, 15_000]

/** Carries out an action runExclusively, then follows it until it is done. Returns the migration as last seen. */
export async function act(followed: FollowedAction, tools: Acting): Promise<Migration> {
  await runExclusively(followed, tools)
  return follow(followed, tools)
}

/** Carries out an action while nobody else is at it. */
export async function runExclusively<Done>(
  { action, found, ...doing }: ExclusiveAction<Done>,
  tools: Pick<Tools, 'store' | 'standingOf' | 'claim' | 'clock'>,
): Promise<Done> {
  assertPossible(action, found)
  const ref = refOf(found.migration)
  const claim = await tools.claim(`act:${doing.origin.workspace}:${ref}`, holdMs)
  if (claim === undefined) throw new AppError('action_running', { ref })
  try {
    const { account } = found
    return await enact({ ...doing, needs: 'operator', verb: action, subject: ref, account: account.name }, tools)
  } catch (error) {
    throw isAppError(error, 'provider_outcome_unknown')
      ? new AppError('provider_outcome_unknown', { ...error.details, ref }, { cause: error })
      : error
  } finally {
    await claim.release()
  }
}

export function replyCard({ provider }: Found, migration: Migration): Message {
  return migrationCard({ migration, provider, purpose: 'reply' })
}

/** Refuses what the state does not allow before any call is made, and says what is possible instead. */
export function assertPossible(action: Action, found: Found): void {
  const { migration, provider } = found
  const abilities = provider.kinds[migration.kind]
  if (isPossible(action, migration, abilities)) return
  const ref = refOf(migration)
  const waitsForPause =
    migration.state === 'running' && action !== 'start' && abilities?.actions[action]?.includes('paused')
  const others = possibleActions(migration, provider)
  throw new AppError('action_impossible', {
    ref,
    why: whyImpossible(action, found),
    action: actionWords[action].done,
    possible:
      others.length === 0
        ? 'Nothing can be done to it in this state.'
        : `${waitsForPause ? 'Pause it first. ' : ''}Possible now: ${others.map((one) => lowered(actionWords[one].label)).join(', ')}.`,
    offered: others,
  })
}

function whyImpossible(action: Action, { migration, provider }: Found): string {
  const { actions = {}, limitedTo, ...kind } = provider.kinds[migration.kind] ?? {}
  const { region } = migration.target
  if (actions[action] === undefined) return `: ${provider.label} offers that for no ${kindWords[migration.kind]}`
  if (!actions[action].includes(migration.state)) {
    return ` now: its state is “${lowered(stateWords[migration.state].word)}”`
  }
  if (isLeftToGroup(action, migration, kind)) {
    return ` by itself: that is left to its group, \`${refOf({ account: migration.account, id: migration.groupId ?? '' })}\``
  }
  if (limitedTo !== undefined && !isInReach(region, { limitedTo })) {
    return ` in ${region}: ${provider.label} offers that in ${limitedTo.regions.join(' and ')} only`
  }
  return ' with its failed objects alone: there is no whole list of them'
}

async function follow({ found, isDone }: FollowedAction, tools: Acting): Promise<Migration> {
  let last = found.migration
  for (const [index, pauseMs] of [0, ...followPausesMs].entries()) {
    await tools.clock.sleep(pauseMs)
    const seen = await look(found, last)
    tools.lookNow(found.account.name, last.id)
    if (seen === undefined) return { ...last, state: 'deleted', nativeState: 'gone', readAt: tools.clock.now() }
    last = seen
    if (isDone(last.state)) return last
    if (index === 0) await tools.showMeanwhile(replyCard(found, last))
  }
  return last
}

/** The action has been accepted: that its outcome can't be read this moment does not make it fail. */
async function look({ connection, migration: { kind, id } }: Found, last: Migration): Promise<Migration | undefined> {
  try {
    return await connection.show({ kind, id }, {})
  } catch (error) {
    if (isAppError(error)) return last
    throw error
  }
}
