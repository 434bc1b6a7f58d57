import type { Responder } from '../../access/owners.ts'
import type { Explanation } from '../../catalogue/explain.ts'
import { explainEnd } from '../../catalogue/explain-end.ts'
import type { Action } from '../../migrations/actions.ts'
import type { Actor } from '../../migrations/actor.ts'
import { stalledAfterMs } from '../../migrations/figures/pace.ts'
import { mayReturn } from '../../migrations/gone.ts'
import type { Migration } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import type { Provider } from '../../providers/provider.ts'
import { type Taken, takeChoice, takenBlocks } from '../act/ack.ts'
import { type Choice, choices, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { createAgain, possibleActions } from '../card/choices.ts'
import { failedListLines, mishapLines } from '../card/details.ts'
import { explanationLines } from '../card/explanation.ts'
import { groupTaskLines } from '../group/tasks.ts'
import { byWhom } from '../words/actor.ts'
import { unsureLine } from '../words/deadline.ts'
import { figureLines, stateLine } from '../words/figures.ts'
import { formatDuration } from '../words/format.ts'
import { callLines } from '../words/responders.ts'
import { at, code, notice } from '../words/text.ts'
import { actionWords, route, standingWords } from '../words/words.ts'

export type Ending = {
  migration: Migration
  /** Channel that is told. */
  channel?: string
  provider: Pick<Provider, 'label' | 'kinds'>
  /** Who ended it, if anybody did. */
  actor?: Actor
  /** Whether the channel heard that the migration succeeded, which was wrong. */
  heard?: 'yes' | 'perhaps' | 'no'
  /** Whose turn it is to act. */
  responders?: readonly Responder[]
  /** Who takes care of it. */
  taken?: Taken
  /** Deadlines of which nobody knows whether the end met them. */
  unsure?: { lastReadAt: number; deadlines: readonly { due: number; timeZone: string }[] }
}

/** The message to the channel when a migration is over: what happened and, if it failed, what helps. */
export function endMessage(ending: Ending): Message {
  const { migration, provider, actor, heard = 'no', responders = [], channel } = ending
  const isAnswer = channel === undefined
  const explanation = explainEnd(migration)
  const { icon, word } = standingWords(migration)
  const title = `${icon} *${word}: ${route(migration.source, migration.target)}*${byWhom(actor)}`
  const figures = [
    ...(heard === 'no' ? [] : [correctionWords[heard]]),
    ...figureLines(migration, provider),
    ...groupTaskLines(migration, mostTasks),
    ...mishapLines(migration),
    ...unsureLines(ending),
  ]
  const blocks = [
    section([title, ...figures].join('\n')),
    ...(explanation === undefined ? [] : [section(explanationLines(explanation, { responders, isAnswer }).join('\n'))]),
    ...failedListLines(migration).map(context),
    ...(mayReturn({ migration })
      ? [context('The cloud does not find it. If it comes back within 7 days, you hear of it here.')]
      : []),
    ...takenBlocks(ending.taken),
    context(`${code(refOf(migration))} · ${at(migration.readAt)}`),
    ...choices(helpfulChoices(ending, explanation)),
  ]
  const reason = explanation === undefined ? '' : `. ${explanation.what}`
  return { text: `${word}: ${route(migration.source, migration.target)}${notice(reason)}`, blocks }
}

function unsureLines({ unsure, migration: { readAt } }: Ending): string[] {
  if (unsure === undefined) return []
  const { deadlines, lastReadAt } = unsure
  return deadlines.slice(0, mostDeadlines).map((deadline) => unsureLine(deadline, { lastReadAt, readAt }))
}

/** Deadlines in one message. Further ones of other channels are left out. */
const mostDeadlines = 3

const correctionWords = {
  yes: 'Ferry reported this migration as succeeded before. That was wrong.',
  perhaps: 'If Ferry reported this migration as succeeded before, that was wrong.',
} as const

/** The message to the channel about a migration that was called deleted, and that the cloud shows again. */
export function returnMessage({ migration, provider }: Pick<Ending, 'migration' | 'provider'>): Message {
  const path = route(migration.source, migration.target)
  const ref = refOf(migration)
  const lines = [
    `:leftwards_arrow_with_hook: *Back: ${path}*`,
    stateLine(migration, 'row'),
    ...figureLines(migration, provider),
    'The cloud lists it again. Ferry follows it and says how it ends.',
  ]
  return {
    text: `Back: ${path}`,
    blocks: [
      section(lines.join('\n')),
      context(`${code(ref)} · ${at(migration.readAt)}`),
      ...choices([{ label: 'Details', command: `status ${ref}` }]),
    ],
  }
}

type Stalled = Pick<Ending, 'migration' | 'responders' | 'taken'> & { provider: Pick<Provider, 'kinds'> }

/** The message to the channel about a migration that stands still, since that seldom mends itself. */
export function stallMessage({ migration, provider, responders = [], taken }: Stalled, movedAt: number): Message {
  const ref = refOf(migration)
  const canPause = possibleActions(migration, provider).includes('pause')
  const quietFor = formatDuration(Math.max(stalledAfterMs, migration.readAt - movedAt))
  const text = `:warning: *No progress for ${quietFor}: ${route(migration.source, migration.target)}*`
  return {
    text: notice(`No progress for ${quietFor}: ${ref}`),
    blocks: [
      section(
        [
          text,
          'The cloud still reports it as running. Many skipped objects, a very large object, a throttled source or a network problem can look like this.',
          ...callLines(responders),
        ].join('\n'),
      ),
      ...takenBlocks(taken),
      context(`${code(ref)} · last change ${at(movedAt)}`),
      ...choices([
        ...(canPause ? [{ label: actionWords.pause.label, command: actionWords.pause.command(ref) }] : []),
        takeChoice(ref, taken !== undefined),
        { label: 'Details', command: `status ${ref}` },
      ]),
    ],
  }
}

/** Two rows of buttons on a phone. */
const mostChoices = 4

/** Most tasks named in the message. The card in the channel names more. */
const mostTasks = 3

/**
 * One line of history for the card's thread. `note` is mrkdwn whose foreign parts are escaped already. `isNamed`: the
 * thread is about several migrations, so the line says which one it means.
 */
export function noteMessage(migration: Migration, note: string, { isNamed } = { isNamed: false }): Message {
  const { icon } = standingWords(migration)
  const which = isNamed ? `*${route(migration.source, migration.target)}* ${code(refOf(migration), 90)}: ` : ''
  const text = `${icon} ${which}${note}`
  return { text, blocks: [context(`${text} · ${at(migration.readAt)}`)] }
}

/**
 * Buttons that help after a migration's end. The explanation decides which possible actions get one, and which comes
 * first.
 */
function helpfulChoices(
  { migration, provider, channel, taken }: Ending,
  explanation: Explanation | undefined,
): Choice[] {
  const ref = refOf(migration)
  if (migration.state === 'deleted') {
    return mayReturn({ migration }) && channel !== undefined
      ? [{ label: 'Watch again', command: `watch ${ref} <#${channel}>` }]
      : []
  }
  const details: Choice = { label: 'Details', command: `status ${ref}` }
  if (explanation === undefined) return [details]
  const again = createAgain({ migration, provider, explanation })
  const repeating = retryChoices(explanation, possibleActions(migration, provider), ref)
  const helping = again === undefined ? repeating : again.style === 'primary' ? [again] : [...repeating, again]
  const take = channel === undefined ? [] : [takeChoice(ref, taken !== undefined)]
  return [...helping.slice(0, 2), ...take, details].slice(0, mostChoices)
}

function retryChoices({ retry }: Explanation, actions: readonly Action[], ref: string): Choice[] {
  const choice = (action: Action, label?: string): Choice[] =>
    actions.includes(action)
      ? [{ label: label ?? actionWords[action].label, command: actionWords[action].command(ref), style: 'primary' }]
      : []
  switch (retry) {
    case 'failed objects':
      return [...choice('retry-failed'), ...choice('retry').map(quiet)]
    case 'restart':
    case 'restart or new migration':
    case 'repeat later':
    case 'unknown':
      return choice('retry')
    case 'restart with new keys':
      return [...choice('retry', 'Restart with other keys'), { label: 'Add keys', command: 'keys add' }]
    case 'new migration':
    case 'none':
      return []
    default:
      return retry satisfies never
  }
}

function quiet({ label, command }: Choice): Choice {
  return { label, command }
}
