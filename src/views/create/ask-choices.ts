import type { ConsistencyCheck, Overwrite } from '../../migrations/copying.ts'
import type { Selection } from '../../migrations/selection.ts'
import type { Ask, AskedFor } from './ask.ts'

export type AskChoice = { value: string; label: string }

/** What can be chosen, where that is known beforehand; undefined where anything may be typed. */
export function choicesOf({ name, as }: Ask, { creation, provider }: AskedFor): readonly AskChoice[] | undefined {
  if (as === 'yes or no') return yesOrNo
  switch (name) {
    case 'source.cloud':
      return creation.sourceClouds.map(same)
    case 'source.selection':
      return creation.selections.map((value) => ({ value, label: selectionWord(value, creation) }))
    case 'options.overwrite':
      return creation.overwrites.map((value) => ({ value, label: overwriteWords[value] }))
    case 'options.check':
      return creation.checks.map((value) => ({ value, label: checkWords[value] }))
    case 'options.storageClass':
      return creation.storageClasses
    case 'options.priority':
      return priorities
    case 'options.notification.on':
      return tellings
    case 'options.notification.language':
      return creation.notificationLanguages ?? []
    case 'source.cdn.authentication':
      return (provider.cdnAuthentications ?? []).map(({ value, label }) => ({ value, label }))
    default:
      return undefined
  }
}

/**
 * Kept as no answer at all. Slack's lists can't be emptied again once something was chosen, so that this is the way
 * back.
 */
export const leftOpen = '~left-open~'

/** What happens where a question is left open: the first entry of its list. */
export function openChoiceOf(ask: Ask, form: AskedFor): AskChoice {
  if (ask.unanswered !== undefined) return { value: leftOpen, label: ask.unanswered }
  const theirs = defaultOf(ask, form)
  return { value: leftOpen, label: theirs === undefined ? 'Cloud’s default' : `Cloud’s default: ${theirs}` }
}

function defaultOf(ask: Ask, form: AskedFor): string | undefined {
  const offered = choicesOf(ask, form) ?? []
  if (ask.name === 'options.notification.language') return offered[0]?.label
  const options: Readonly<Record<string, unknown>> = form.creation.defaults
  const value = options[ask.name.replace('options.', '')]
  const answer = typeof value === 'boolean' ? (value ? 'yes' : 'no') : value
  const label = offered.find((one) => one.value === answer)?.label
  return label === undefined ? undefined : `${label.slice(0, 1).toLowerCase()}${label.slice(1)}`
}

function selectionWord(selection: Selection, { mostNames }: AskedFor['creation']): string {
  return selection === 'prefixes' && mostNames === 1 ? 'What begins with a prefix' : selectionWords[selection]
}

export const selectionWords: Record<Selection, string> = {
  everything: 'Everything in the bucket',
  prefixes: 'What begins with certain prefixes',
  objects: 'Certain objects and folders',
  list: 'What a list file names',
  'url list': 'What a list of URLs names',
}

const overwriteWords: Record<Overwrite, string> = {
  never: 'Never',
  'if size or time differ': 'If size or time differ',
  'if checksum differs': 'If the checksum differs',
  always: 'Always',
}

const checkWords: Record<ConsistencyCheck, string> = {
  'size and time': 'Size and time',
  checksum: 'Checksum',
  transmission: 'Checksum of what was sent',
  none: 'Nothing',
}

const tellings: readonly AskChoice[] = [
  { value: 'both', label: 'Success and failure' },
  { value: 'failure', label: 'Only failure' },
  { value: 'success', label: 'Only success' },
]

const priorities: readonly AskChoice[] = [
  { value: 'high', label: 'High' },
  { value: 'medium', label: 'Medium' },
  { value: 'low', label: 'Low' },
]

const yesOrNo: readonly AskChoice[] = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
]

function same(value: string): AskChoice {
  return { value, label: value }
}
