import type { Draft } from '../../migrations/draft.ts'
import type { LimitRules } from '../../migrations/limit-rules.ts'
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
  /** Other questions depend on it, so the page is drawn again when it is answered. */
  redraws?: true
  /** It holds names of objects: a part between slashes may be as random as a secret. */
  isPath?: true
  /** Whether it makes sense beside these answers. */
  isFor?(form: AskedFor): boolean
}

/** `key`, `bucket` and `region` are chosen from what there is at this moment, as far as that can be listed. */
export type AskSort = 'text' | 'lines' | 'date' | 'yes or no' | 'choice' | 'key' | 'bucket' | 'region'

export type AskedFor = {
  creation: Omit<Creation, 'problemsIn'>
  provider: Pick<Provider, 'cloudsWithAppId' | 'cdnAuthentications'>
  limitRules?: LimitRules
  answers: Draft['answers']
}

export function isByName({ answers }: AskedFor): boolean {
  return ['prefixes', 'objects'].includes(answers['source.selection'] ?? '')
}

export function isByFile({ answers }: AskedFor): boolean {
  return ['list', 'url list'].includes(answers['source.selection'] ?? '')
}

export function hasBucket({ answers }: AskedFor): boolean {
  return answers['source.selection'] !== 'url list'
}

export function hasAppId({ provider, answers }: AskedFor): boolean {
  return (provider.cloudsWithAppId ?? []).includes(answers['source.cloud'] ?? '')
}

export function hasLanguages({ creation }: AskedFor): boolean {
  return (creation.notificationLanguages ?? []).length > 0
}
