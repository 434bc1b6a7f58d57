import { defined } from '../../defined.ts'
import type { State } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { type Choice, choices, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { groupTaskLines } from '../group/tasks.ts'
import { endMessage } from '../notice/announcement.ts'
import { figureLines, stateLine } from '../words/figures.ts'
import { at, code, escaped } from '../words/text.ts'
import { actionWords, route, stateWords } from '../words/words.ts'
import { type Card, stallLine, troubleBlocks } from './card.ts'
import { hasFailureList, possibleActions } from './choices.ts'
import { mishapLines } from './details.ts'

export type Reason = Pick<Card, 'migration' | 'provider' | 'trouble' | 'stalledSince' | 'responders'> & {
  /** Who last brought the migration into its state through Ferry, and when, in epoch milliseconds. */
  lastAct?: { by: string; at: number }
}

/** The answer to "why?": the failure as the channel was told of its end or, without one, how the migration stands. */
export function reasonMessage(reason: Reason): Message {
  const { migration, provider, responders } = reason
  if (migration.state === 'failed') {
    const ended = endMessage({ migration, provider, ...defined({ responders }) })
    return { ...ended, blocks: [...troubleBlocks(reason), ...ended.blocks] }
  }
  const { word } = stateWords[migration.state]
  const lines = [
    ...standingLines(reason),
    ...figureLines(migration, provider),
    ...groupTaskLines(migration, mostTasks),
    ...mishapLines(migration),
    ...stallLine(reason),
  ]
  return {
    text: `${word}: ${route(migration.source, migration.target)}`,
    blocks: [
      section([`*${route(migration.source, migration.target)}*`, stateLine(migration, 'card')].join('\n')),
      section(lines.join('\n')),
      ...troubleBlocks(reason),
      context(`${code(refOf(migration))} · as of ${at(migration.readAt, 'time')}`),
      ...choices(helpfulChoices(reason)),
    ],
  }
}

/** Most tasks of a group that are named. */
const mostTasks = 3

function standingLines({ migration: { state, progress }, lastAct }: Reason): string[] {
  const act = lastActs[state]
  return [
    state === 'succeeded' && progress.objects.failed ? 'It finished, but not every object was copied.' : plainly[state],
    ...(lastAct === undefined || act === undefined ? [] : [`${act} by <@${escaped(lastAct.by)}>, ${at(lastAct.at)}`]),
  ]
}

const plainly: Record<State, string> = {
  queued: 'It has not failed. It has not started yet.',
  running: 'It has not failed.',
  retrying: 'It is being retried. The cloud reports no failure any more.',
  pausing: 'It has not failed. It is about to pause.',
  paused: 'It has not failed. It was paused.',
  succeeded: 'It has not failed. It is done.',
  failed: 'It has failed.',
  cancelled: 'It has not failed. It was cancelled.',
  deleting: 'It has not failed. It is being deleted.',
  deleted: 'It is no longer in the cloud.',
  unknown: 'The cloud reports a state that Ferry does not know.',
}

const lastActs: Partial<Record<State, string>> = {
  pausing: 'Paused in Ferry',
  paused: 'Paused in Ferry',
  cancelled: 'Cancelled in Ferry',
  deleting: 'Deleted in Ferry',
  deleted: 'Deleted in Ferry',
}

function helpfulChoices({ migration, provider }: Reason): Choice[] {
  if (migration.state === 'deleted') return []
  const ref = refOf(migration)
  const actions = possibleActions(migration, provider)
  const starts = migration.state === 'paused' || migration.state === 'queued'
  return [
    ...(starts && actions.includes('start')
      ? [{ label: actionWords.start.label, command: actionWords.start.command(ref), style: 'primary' as const }]
      : []),
    ...(provider.kinds[migration.kind]?.can.failures !== undefined && hasFailureList(migration)
      ? [{ label: 'Which objects failed?', command: `failures ${ref}` }]
      : []),
    { label: 'Details', command: `status ${ref}` },
  ]
}
