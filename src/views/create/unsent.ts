import type { KnownBlock } from '@slack/types'
import type { Draft, DraftAnswers, DraftStep } from '../../migrations/draft.ts'
import { button, type Choice, choices, context, plain, section } from '../elements.ts'
import { formatDuration } from '../format.ts'
import type { FormMemo } from '../ids.ts'
import { limits } from '../limits.ts'
import type { Modal } from '../message.ts'
import { at, code } from '../text.ts'
import { draftRoute } from './draft-route.ts'
import { commandOf } from './page.ts'

export type Unsent = { drafts: readonly Draft[]; now: number; channel?: string }

/** Forms that somebody began and did not send: where each goes, how far it came, and the choice to go on or not. */
export function unsentPage({ drafts, now, channel }: Unsent): Modal {
  const shown = drafts.slice(0, mostShown)
  const [newest] = shown
  const startOver: Choice = {
    label: 'Start over',
    command: `create --draft ${newest?.id ?? ''} --step blank`,
    inPlace: true,
  }
  const them = drafts.length === 1 ? 'it' : `all ${drafts.length} of them`
  const memo: FormMemo = { command: 'create', ...(channel === undefined ? {} : { channel }) }
  return {
    type: 'modal',
    title: plain('New migration', limits.viewTitle),
    close: plain('Close', limits.viewButton),
    private_metadata: JSON.stringify(memo),
    blocks: [
      section(drafts.length === 1 ? 'You have a form that you did not send.' : 'You have forms that you did not send.'),
      ...shown.flatMap((draft) => unsentRow(draft, now)),
      { type: 'divider' },
      ...choices([startOver]),
      context(`Starting over throws ${them} away.`),
    ],
  }
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

/** On the first page of another one: what was not sent is not lost. */
export function keptAside(answers: DraftAnswers): string {
  return `Your unsent form *${draftRoute(answers)}* is kept for a day: \`/migrate create\` offers it.`
}
