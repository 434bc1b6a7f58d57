import type { KnownBlock } from '@slack/types'
import { defined } from '../../defined.ts'
import type { Migration } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { addKeyButton, keyQuestion } from '../account/key-question.ts'
import { context, section } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import type { Modal } from '../blocks/message.ts'
import { code } from '../words/text.ts'
import { route, sourceText, targetText } from '../words/words.ts'

export type StartForm = {
  migration: Migration
  verb: 'start' | 'retry'
  /** Names of the stored keys. */
  sourceKeys: readonly string[]
  targetKeys: readonly string[]
  /** The keys that opened these buckets last, which are preselected. No other keys are guessed. */
  lastSourceKey?: string
  lastTargetKey?: string
  canRetryFailed: boolean
  /** Whether retrying only the failed objects is preselected. */
  onlyFailed: boolean
  channel?: string
}

/** The form for the keys that open the two buckets. The cloud does not keep them for a start or a restart. */
export function startForm(form: StartForm): Modal {
  const { migration, verb, channel } = form
  const ref = refOf(migration)
  const command = `${verb} ${ref}`
  return formModal({
    title: verb === 'start' ? 'Start again' : 'Restart',
    submit: verb === 'start' ? 'Start' : 'Restart',
    memo: { command, ...defined({ channel }) },
    blocks: [
      section(`*${route(migration.source, migration.target)}*\n${code(ref)}`),
      ...scopeQuestion(form),
      ...keyQuestions(form),
      addKeyButton(command),
      context(
        `The cloud does not keep storage keys, so it needs them again to ${verb === 'start' ? 'start' : 'restart'} this migration.`,
      ),
    ],
  })
}

function scopeQuestion({ canRetryFailed, onlyFailed }: StartForm): KnownBlock[] {
  if (!canRetryFailed) return []
  const choices = [
    { value: 'failed', label: 'Only the objects that failed' },
    { value: 'all', label: 'All objects' },
  ]
  return [question({ name: 'scope', label: 'What to migrate', choices, initial: onlyFailed ? 'failed' : 'all' })]
}

const cdnHint =
  'The source is read through a CDN that requires a key. Choose a storage key with a CDN authentication key.'

const untoldCdnHint =
  'The cloud does not say whether the source is read through a CDN. Choose a storage key with a CDN authentication key.'

function cdnHintFor({ needsOnStart, isCdnTold }: Migration): { hint?: string } {
  if (needsOnStart.includes('cdn-key')) return { hint: cdnHint }
  return isCdnTold === false ? { hint: untoldCdnHint } : {}
}

function keyQuestions(form: StartForm): KnownBlock[] {
  const { sourceKeys, targetKeys, lastSourceKey: lastSource, lastTargetKey: lastTarget } = form
  const { needsOnStart, source, target } = form.migration
  return [
    ...(needsOnStart.includes('source-key')
      ? keyQuestion({
          name: 'source',
          label: 'Source key',
          keys: sourceKeys,
          last: lastSource,
          opens: sourceText(source),
          ...cdnHintFor(form.migration),
        })
      : []),
    ...(needsOnStart.includes('target-key')
      ? keyQuestion({
          name: 'target',
          label: 'Destination key',
          keys: targetKeys,
          last: lastTarget,
          opens: targetText(target),
        })
      : []),
  ]
}
