import type { ListFilter } from '../../migrations/list-filter.ts'
import { formatCount } from './format.ts'
import { code } from './text.ts'
import { kindWords, lowered, stateWords } from './words.ts'

/** A filter as somebody reads it: "failed · in `prod-hw` · like `wave2`". Empty if it fits all. */
export function filterWords({ account, state, isStalled, kind, text }: ListFilter): string {
  return [
    ...(state === undefined ? [] : [lowered(stateWords[state].word)]),
    ...(isStalled ? [stalledWord] : []),
    ...(kind === undefined ? [] : [`each a ${kindWords[kind]}`]),
    ...(account === undefined ? [] : [`in ${code(account, 40)}`]),
    ...(text === undefined ? [] : [`like ${code(text, 60)}`]),
  ].join(' · ')
}

/** The filter that shows a form's migrations, and whether these are all. `taken`: how many the form is about. */
export function filteredText(filter: ListFilter, { taken, total }: { taken: number; total: number }): string {
  const rest = total > taken ? `\nAt most ${taken} at once: these are the first of ${formatCount(total)}.` : ''
  return `Those that are: *${filterWords(filter) || 'in all accounts'}*${rest}`
}

/** The word for what stands still. */
export const stalledWord = 'not moving'

/** A filter as somebody types it: "prod-hw failed wave2". */
export function typedFilter({ account, state, isStalled, kind, text }: ListFilter): string {
  return [account, state, isStalled && 'stalled', kind, text]
    .flatMap((word) => (word ? [/\s/.test(word) ? `"${word.replaceAll('"', '')}"` : word] : []))
    .join(' ')
}
