import { defined } from '../../defined.ts'
import type { Migration } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { addKeyButton, keyQuestion } from '../account/key-question.ts'
import { context, section } from '../blocks/elements.ts'
import { formModal } from '../blocks/form.ts'
import type { Modal } from '../blocks/message.ts'
import { code } from '../words/text.ts'
import { route, targetText } from '../words/words.ts'

export type FailuresForm = {
  migration: Migration
  /** The command that the form sends, such as `failures prod-hw/1912…`. */
  command: string
  /** Names of the stored keys. */
  keys: readonly string[]
  /** The key that opened the destination bucket last, which is preselected. No other key is guessed. */
  last?: string
  channel?: string
}

/** The form for the stored key that opens the destination bucket, where the list of failed objects is. */
export function failuresForm({ migration, command, keys, last, channel }: FailuresForm): Modal {
  return formModal({
    title: 'Failed objects',
    submit: 'Show',
    memo: { command, ...defined({ channel }) },
    blocks: [
      section(`*${route(migration.source, migration.target)}*\n${code(refOf(migration))}`),
      ...keyQuestion({ name: 'key', label: 'Destination key', keys, last, opens: targetText(migration.target) }),
      addKeyButton(command),
      context('Ferry only reads the list of failed objects in this bucket. Only you see the answer.'),
    ],
  })
}
