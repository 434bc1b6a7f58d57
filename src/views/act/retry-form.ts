import type { KnownBlock } from '@slack/types'
import { defined } from '../../defined.ts'
import type { ListFilter } from '../../migrations/list-filter.ts'
import type { Place, Source, Target } from '../../migrations/spec/source-and-target.ts'
import { addKeyButton, keySelect, mostListed } from '../account/key-question.ts'
import { context, section } from '../blocks/elements.ts'
import { formModal } from '../blocks/form.ts'
import type { Modal } from '../blocks/message.ts'
import { filteredText } from '../words/filter.ts'
import { plural } from '../words/format.ts'
import { code } from '../words/text.ts'
import { route } from '../words/words.ts'
import { allWords } from './together.ts'

export type RetryForm = {
  /** The command that the form sends. */
  command: string
  /**
   * The act, and the number of its migrations. `of`: the filter that shows them, if one does, and how many it shows in
   * all, which can be more than are taken at once.
   */
  about: { verb: 'retry' | 'start'; total: number; of?: { filter: ListFilter; total: number } }
  /** Names of the stored keys. */
  keys: readonly string[]
  /** Each distinct pair of places, or each account with buckets that no earlier key opens. */
  sections: readonly KeySection[]
  /** Number of accounts that the form has no room for. */
  unasked: number
  channel?: string
}
/** The questions for the keys of several migrations. */
export type KeySection = { count: number; questions: readonly KeyAsked[] } & (
  | { of: 'pair'; source: Source; target: Target }
  | { of: 'account'; account: string }
)
type KeyAsked = {
  side: 'source' | 'target'
  name: string
  /** The key that opened the bucket last, which is preselected. */
  last?: string
  /** Whether a source is read through a CDN that requires a key. */
  forCdn: boolean
}

/** The form for the storage keys of several migrations that are retried together. */
export function retryForm(form: RetryForm): Modal {
  const { command, about, channel } = form
  const { verb, total, of } = about
  const { ask } = allWords[verb]
  return formModal({
    title: `${ask} ${plural(total, 'migration')}`,
    submit: ask,
    memo: { command, ...defined({ channel }) },
    blocks: [
      ...(of === undefined ? [] : [section(filteredText(of.filter, { taken: total, total: of.total }))]),
      context(introduction(form)),
      ...form.sections.flatMap((one) => sectionBlocks(one, form)),
      ...(form.unasked === 0 ? [] : [context(unaskedText(form.unasked))]),
      addKeyButton(command),
    ],
  })
}

function introduction({ keys, sections }: RetryForm): string {
  if (keys.length === 0) return 'These migrations need storage keys, and none is stored yet. Add one below.'
  const forgotten = 'The cloud forgets storage keys whenever a migration stops, so it needs them again.'
  const [first, second] = sections
  if (first === undefined) return `${forgotten} Ferry uses the keys that opened each bucket before.`
  if (first.of === 'account') {
    return `${forgotten} Ferry uses the keys that opened each bucket before. Choose keys for the other buckets.`
  }
  return second === undefined ? forgotten : `${forgotten} A pair without keys is left out.`
}

function unaskedText(count: number): string {
  return `There is no room for ${plural(count, 'more account')}. Buckets there that no key has opened before are left out.`
}

function sectionBlocks(one: KeySection, form: RetryForm): KnownBlock[] {
  const count = plural(one.count, 'migration')
  const title = one.of === 'pair' ? `*${route(one.source, one.target)}*` : `*${code(one.account)}*`
  const asked = form.keys.length === 0 ? [] : one.questions.map((question) => questionBlock(question, one, form))
  return [section(`${title} · ${count}`), ...asked]
}

function questionBlock(asked: KeyAsked, one: KeySection, { keys, sections }: RetryForm): KnownBlock {
  const { name, side, last, forCdn } = asked
  const questions = sections.flatMap((other) => other.questions).length
  return keySelect({
    name,
    label: side === 'source' ? 'Source key' : 'Destination key',
    keys,
    last,
    isOptional: one.of === 'account' || sections.length > 1,
    isSuggested: keys.length > mostListed || keys.length * questions > mostOptions,
    hint: [opens(one, side), ...(forCdn ? [cdnHint] : [])].join('. '),
  })
}

/** Most options of all questions together. With more, the form would be larger than Slack accepts. */
const mostOptions = 1000

const cdnHint = 'Read through a CDN: the key needs a CDN authentication key'

function opens(one: KeySection, side: 'source' | 'target'): string {
  if (one.of === 'account') return `Opens the ${side === 'source' ? 'source' : 'destination'} buckets not opened before`
  const { cloud, region, bucket }: Place = one[side]
  const where = [cloud, region, bucket].flatMap((part) => (part ? [part] : []))
  return where.length === 0 ? 'Opens an unreported place' : `Opens ${where.join(' ')}`
}
