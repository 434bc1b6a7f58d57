import { isOff, isTime } from '../../../migrations/typed/limit-text.ts'
import { isSpeedUnit } from '../../../migrations/typed/speed.ts'

/**
 * Splits words into references and rules. Words before the first rule are references; "off" may stand first or last.
 */
export function splitLimit(typed: readonly string[]): { refs: readonly string[]; rules: string } {
  const words = typed.filter((word) => !/^(please|pls)\W*$/i.test(word))
  const at = words.findIndex((_, index) => beginsRule(words, index))
  if (at < 0) return { refs: words, rules: '' }
  if (at === 0 && isOff(words[0] ?? '')) return { refs: words.slice(1), rules: 'off' }
  return { refs: words.slice(0, at), rules: words.slice(at).join(' ') }
}

/**
 * Whether the word at an index begins a rule. A bare number counts as a speed without a unit only where nothing else
 * can follow, so that it is never the start of an id by accident.
 */
function beginsRule(words: readonly string[], index: number): boolean {
  const [word = '', next = ''] = words.slice(index, index + 2).map((one) => one.replace(/[,;]+$/, ''))
  const [, number, unit = ''] = /^(\d{1,14}(?:\.\d+)?)([a-z].*)?$/i.exec(word) ?? []
  if (number !== undefined && unit !== '') {
    return isSpeedUnit(unit) || perTime.test(unit) || isTime(word) || (index > 0 && size.test(unit))
  }
  const isNumber =
    number !== undefined && index > 0 && (next === '' || (isTime(next) && /\D/.test(next)) || isSpeedUnit(next))
  return isNumber || isOff(word) || isOff(`${word} ${next}`) || isTime(word) || oddSpeed.test(word)
}

/**
 * Texts that are no valid rule but no reference to a migration either. If they counted as one, the remaining rule would
 * be set without them.
 */
const perTime = /\/(s|sec|second|m|min|minute|h|hour|d|day)$/i
/** A size without "per second": "50M". */
const size = /^[kmg]i?$/i
/** A malformed speed: "-5MB/s", "50,5MB/s", "1.5.5MB/s". */
const oddSpeed = /^[-+]?\d[\d.,]*[kmg]?i?(b|bits?|bytes?)(\/s|ps)$/i
