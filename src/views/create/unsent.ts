import type { KnownBlock } from '@slack/types'
import type { DraftAnswers } from '../../migrations/fields/field.ts'
import type { Draft, DraftStep } from '../../migrations/spec/draft.ts'
import { button, type Choice, choices, context, plain, section } from '../blocks/elements.ts'
import type { FormMemo } from '../blocks/ids.ts'
import { limits } from '../blocks/limits.ts'
import type { Modal } from '../blocks/message.ts'
import { formatDuration, plural } from '../words/format.ts'
import { at, code } from '../words/text.ts'
import { draftRoute } from './draft-route.ts'
import { commandOf } from './page.ts'

export type Unsent = {
  drafts: readonly Draft[]
  /** The command that found the drafts. */
  typed: string
  now: number
  channel?: string
}

/**
 * Forms that a person began and did not send, each with its route and progress, and a choice to continue or start over.
 */
export function unsentPage({ drafts, typed, now, channel }: Unsent): Modal {
  const shown = drafts.slice(0, mostShown)
  const memo: FormMemo = { command: 'create', ...(channel === undefined ? {} : { channel }) }
  return {
    type: 'modal',
    title: plain('New migration', limits.viewTitle),
    close: plain('Close', limits.viewButton),
    private_metadata: JSON.stringify(memo),
    blocks: [
      section(drafts.length === 1 ? 'You have a form you did not send.' : 'You have forms you did not send.'),
      ...shown.flatMap((draft) => unsentRow(draft, now)),
      ...wayOver(shown, { typed, others: drafts.length - shown.length }),
    ],
  }
}

/**
 * The choice to start over. It deletes only the forms that are shown and begins with what was typed. Empty if a button
 * has no room for the command.
 */
function wayOver(shown: readonly Draft[], { typed, others }: { typed: string; others: number }): KnownBlock[] {
  const ids = shown.map(({ id }) => id).join(',')
  const startOver: Choice = { label: 'Start over', command: `${typed} --draft ${ids} --step blank`, inPlace: true }
  const row = choices([startOver])
  return row.length === 0 ? [] : [{ type: 'divider' }, ...row, context(whatGoes(shown.length, others))]
}

function whatGoes(count: number, others: number): string {
  const them = others > 0 ? `these ${count}` : count === 1 ? 'it' : `all ${count} of them`
  const rest = others > 0 ? ` ${plural(others, 'older one is', 'older ones are')} kept.` : ''
  return `Starting over discards ${them}.${rest}`
}

const mostShown = 5

function unsentRow(draft: Draft, now: number): KnownBlock[] {
  const { account } = draft.answers
  const facts = [
    ...(account === undefined ? [] : [code(account, 40)]),
    stepWords[draft.step],
    `left ${formatDuration(Math.max(60_000, now - draft.changedAt))} ago, ${at(draft.changedAt)}`,
  ]
  const goOn: Choice = { label: 'Continue', command: commandOf(draft.id, draft.step), inPlace: true, style: 'primary' }
  return [{ ...section(`*${draftRoute(draft.answers)}*\n${facts.join(' · ')}`), accessory: button(goOn) }]
}

const stepWords: Record<DraftStep, string> = {
  account: 'account',
  source: 'step 1 of 3: source',
  target: 'step 2 of 3: destination',
  options: 'options',
  more: 'options',
  summary: 'step 3 of 3: check',
}

/** The note on another form's first page that an unsent form is kept. */
export function keptAside(answers: DraftAnswers): string {
  return `Your unsent form *${draftRoute(answers)}* is kept for a day: type \`/migrate create\` to continue it.`
}
