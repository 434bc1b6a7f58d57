import type { Choice, Form } from '../../migrations/fields/field.ts'
import { type Asked, choicesFor } from '../../migrations/fields/form.ts'
import { anyField } from '../../migrations/fields/index.ts'
import { isOptionValue, type Question } from '../blocks/form.ts'

/** Facts from which a question about a field is drawn. */
export type QuestionPage = {
  form: Form
  /** For each question, whether it has a list to choose from, or why the list could not be read. */
  lists: Readonly<Record<string, ListState>>
  /** Questions that Ferry answers itself if they are left open. */
  found: readonly string[]
}
export type ListState =
  | { type: 'read' }
  | { type: 'unread'; why: string /** Whether the cloud refused the account's own credentials. */; isDenied?: boolean }

/** The entry that clears a choice. It counts as no answer. Slack's lists cannot be emptied once something is chosen. */
export const leftOpen = '~left-open~'

/** A question as the page asks it: in the kind's words, with a list to choose from if there is one. */
export function fieldQuestion(asked: Asked, page: QuestionPage): Question {
  const { form, found } = page
  const isFound = found.includes(asked.name)
  const isNeeded = form.takes[asked.field]?.isRequired === true
  const isOptional = isFound || !(isNeeded || asked.initial !== undefined)
  const initial = answerTo(asked, form) ?? asked.initial
  const { label, placeholder, hint: usual } = inWordsOf(form, asked)
  const hint = isFound ? 'Leave empty to detect it.' : usual
  return {
    name: asked.name,
    isOptional,
    label,
    ...(placeholder === undefined ? {} : { placeholder }),
    ...(hint === undefined ? {} : { hint }),
    ...(initial === undefined ? {} : { initial }),
    ...(asked.redraws === undefined ? {} : { redraws: true }),
    ...wayOf(asked, page, { initial, isOptional }),
  }
}

function takesOneName({ takes }: Form): boolean {
  return takes['source.names']?.most === 1
}

/** A question in the words of the migration's kind. Some kinds take one value where others take many. */
export function inWordsOf({ takes }: Form, asked: Asked): Asked {
  return { ...asked, ...takes[asked.field]?.words?.[asked.part] }
}

/** The answer to a question. Undefined if it was chosen for another kind and is not offered here. */
function answerTo(asked: Asked, form: Form): string | undefined {
  const answer = form.answers[asked.name]
  const offered = choicesFor(asked, form) ?? []
  return offered.length === 0 || offered.some(({ value }) => value === answer) ? answer : undefined
}

type Answered = { initial: string | undefined; isOptional: boolean }

/** How a question is asked: with a list if there is one, else as text. */
function wayOf(asked: Asked, page: QuestionPage, { initial = '', isOptional }: Answered): Partial<Question> {
  const { form, lists } = page
  const isListed = asked.as === 'key' || lists[asked.name]?.type === 'read'
  if (isListed && (initial === '' || isOptionValue(initial)))
    return { isSuggested: true, placeholder: asked.as === 'key' ? 'Choose' : 'Choose or type' }
  const offered = choicesFor(asked, form) ?? []
  if (offered.length > 0)
    return isOptional ? openList(offered, { open: openChoice(asked, form), initial }) : { choices: offered }
  const isMultiline = asked.as === 'lines' && (!isOneName(asked, form) || initial.includes('\n'))
  return { ...(isMultiline ? { isMultiline } : {}), ...(asked.maxLength && { maxLength: asked.maxLength }) }
}

function isOneName({ field }: Asked, form: Form): boolean {
  return field === 'source.names' && takesOneName(form)
}

function openList(offered: readonly Choice[], { open, initial }: { open: Choice; initial: string }) {
  return { choices: [open, ...offered], initial: initial === '' ? open.value : initial }
}

/** The first entry of a list: what happens if the question is left open. */
function openChoice(asked: Asked, form: Form): Choice {
  const { unanswered } = inWordsOf(form, asked)
  if (unanswered !== undefined) return { value: leftOpen, label: unanswered }
  const theirs = defaultOf(asked, form)
  return { value: leftOpen, label: theirs === undefined ? 'Cloud’s default' : `Cloud’s default: ${theirs}` }
}

function defaultOf(asked: Asked, form: Form): string | undefined {
  const { default: value } = form.takes[asked.field] ?? {}
  if (value === undefined) return undefined
  const answer = anyField[asked.field].write(value)[asked.part]
  const label = choicesFor(asked, form)?.find((one) => one.value === answer)?.label
  return label === undefined ? undefined : `${label.slice(0, 1).toLowerCase()}${label.slice(1)}`
}
