import type { KnownBlock } from '@slack/types'
import { defined } from '../../defined.ts'
import type { DraftAnswers, Form } from '../../migrations/fields/field.ts'
import { type Asked, choicesFor, questionsFor } from '../../migrations/fields/form.ts'
import type { Migration } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { addKeyButton } from '../account/key-question.ts'
import { context, section } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import type { Message, Modal } from '../blocks/message.ts'
import { fieldQuestion, inWordsOf, type QuestionPage } from '../create/field-question.ts'
import { plural } from '../words/format.ts'
import { code, escaped, noticeOf } from '../words/text.ts'
import { kindWords } from '../words/words.ts'

export type EditForm = QuestionPage & {
  migration: Migration
  /** The command that the form sends. */
  command: string
  hasKeys: boolean
  /** Answers that somebody else has saved since this person began. If set, nothing of this form is saved yet. */
  changedTo?: DraftAnswers
  channel?: string
}

/** The form for everything that can be changed of a migration, on one page, filled in with the present values. */
export function editForm(page: EditForm): Modal {
  const { migration, command, form, channel } = page
  return formModal({
    title: `Edit ${kindWords[migration.kind]}`,
    submit: 'Save',
    memo: { command, ...defined({ channel }) },
    blocks: [
      section(`${code(refOf(migration))}\nSaving replaces all of these settings.`),
      ...changeNotes(page),
      ...questionsFor(form).map((asked) => askedOn(page, asked)),
      addKeyButton(command),
      context('The cloud never shows keys and needs the source key again for each change.'),
    ],
  })
}

function askedOn(page: EditForm, asked: Asked): KnownBlock {
  if (asked.as === 'key' && !page.hasKeys)
    return section(`*${escaped(asked.label)}*: there is none yet. Add one below.`)
  return question(fieldQuestion(asked, page))
}

/** A warning that lists what somebody else has saved, so that nobody overwrites it unseen. */
function changeNotes({ form, changedTo }: EditForm): KnownBlock[] {
  if (changedTo === undefined) return []
  const now = { ...form, answers: changedTo }
  const asked = new Map([...questionsFor(form), ...questionsFor(now)].map((one) => [one.name, one]))
  const lines = [...asked.values()]
    .filter(({ name, as }) => as !== 'key' && (form.answers[name] ?? '') !== (changedTo[name] ?? ''))
    .map((one) => `• ${inWordsOf(form, one).label}: now ${shown(one, now)}, here ${shown(one, form)}`)
  const what = ':warning: *Somebody saved a change while this form was open. Your changes are not saved yet.*'
  const next =
    lines.length === 0
      ? 'It matches this form. Save again only to set another key.'
      : 'Save again to replace it with the values in this form.'
  return [section([what, ...lines, next].join('\n'))]
}

function shown(asked: Asked, form: Form): string {
  const answer = form.answers[asked.name] ?? ''
  const choice = choicesFor(asked, form)?.find(({ value }) => value === answer)
  return answer === '' ? 'empty' : code(choice?.label ?? answer, 80)
}

export type Saved = {
  card: Message
  account: string
  /** The id before the change. `wanted` is the id asked for, `now` the present id, absent if it cannot be read. */
  from: string
  wanted: string
  now?: string
  /** How many watches have followed the migration to another id. */
  watches: number
  /** Whether the migration does not run until somebody starts it. */
  waitsForStart: boolean
}

/** The answer to a saved edit: what was saved and the new name, above the card. */
export function editSaved(saved: Saved): Message {
  const { card, waitsForStart } = saved
  const lines = [savedLine(saved), ...(waitsForStart ? ['It does not run until somebody starts it.'] : [])]
  return { text: noticeOf(`Saved: ${card.text}`), blocks: [section(lines.join('\n')), ...card.blocks] }
}

function savedLine({ account, from, wanted, now, watches }: Saved): string {
  const [oldRef, newRef] = [from, wanted].map((id) => code(refOf({ account, id })))
  if (now === undefined) {
    return `:white_check_mark: *Saved*, but Ferry could not read it back yet. Check ${newRef} in a moment.`
  }
  if (wanted === from) return ':white_check_mark: *Saved.*'
  if (now === from) return `:warning: *Saved, but the cloud kept the name* ${oldRef}.`
  const followed = watches === 0 ? '' : ` ${plural(watches, 'watch follows', 'watches follow')} it there.`
  return `:white_check_mark: *Saved and renamed.* It is now ${newRef}; ${oldRef} no longer works.${followed}`
}
