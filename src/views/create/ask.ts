import type { Draft } from '../../migrations/draft.ts'
import type { LimitRules } from '../../migrations/limit-rules.ts'
import type { Selection } from '../../migrations/selection.ts'
import type { SpecField } from '../../migrations/spec.ts'
import type { Creation, Provider } from '../../providers/provider.ts'

/** One question of the form for a new migration; `name` is the key of its answer. */
export type Ask = {
  name: string
  field: SpecField
  step: 'source' | 'target' | 'options'
  as: AskSort
  label: string
  hint?: string
  placeholder?: string
  maxLength?: number
  /** Chosen already where nobody has chosen. */
  initial?: string
  /** Said instead of the cloud's default, where that is not what leaving it open means. */
  unanswered?: string
  /** Begins a group of options, and names it. */
  heading?: string
  /** Other questions depend on it, so the page is drawn again when it is answered. */
  redraws?: true
  /** It holds names of objects: a part between slashes may be as random as a secret. */
  isPath?: true
  /** Whether it makes sense beside these answers. */
  isFor?(form: AskedFor): boolean
}

/** `key`, `bucket` and `region` are chosen from what there is at this moment, as far as that can be listed. */
export type AskSort = 'text' | 'lines' | 'yes or no' | 'choice' | 'key' | 'bucket' | 'region'

export type AskedFor = {
  creation: Omit<Creation, 'problemsIn'>
  provider: Pick<Provider, 'cloudsWithAppId' | 'cdnAuthentications'>
  limitRules?: LimitRules
  answers: Draft['answers']
}

/** One that was chosen for another kind, and that this one does not know, counts for nothing. */
export function selectionOf({ creation, answers }: AskedFor): Selection {
  return creation.selections.find((one) => one === answers['source.selection']) ?? 'everything'
}

export function isByName(form: AskedFor): boolean {
  return ['prefixes', 'objects'].includes(selectionOf(form))
}

export function isByFile(form: AskedFor): boolean {
  return ['list', 'url list'].includes(selectionOf(form))
}

/** A list of URLs says itself where everything is. */
export function hasBucket(form: AskedFor): boolean {
  return selectionOf(form) !== 'url list'
}

export function hasAppId(form: AskedFor): boolean {
  const { provider, answers } = form
  return hasBucket(form) && (provider.cloudsWithAppId ?? []).includes(answers['source.cloud'] ?? '')
}

export function hasLanguages({ creation }: AskedFor): boolean {
  return (creation.notificationLanguages ?? []).length > 0
}
