import { type BlockError, violation } from './error.ts'
import { has, isObject, listOf } from './inspect.ts'
import type { Placed } from './placed.ts'
import type { Check, Fields } from './rule.ts'

/** A rule: exactly one of several fields that replace each other. */
export function exactlyOne(...names: string[]): Check {
  return (value) => {
    const got = presentIn(value, names)
    if (got.length === 1) return []
    const message = `exactly one of ${names.join(', ')} is required`
    return [violation({ message, type: 'exactly_one', expected: names, got })]
  }
}

export function atLeastOne(...names: string[]): Check {
  return (value) => {
    if (presentIn(value, names).length > 0) return []
    const message = `at least one of ${names.join(', ')} is required`
    return [violation({ message, type: 'at_least_one', expected: names, got: [] })]
  }
}

/** A rule: the first of two limits, given as numbers or numerals, is not above the second. */
export function ascending(low: string, high: string): Check {
  return (value) => {
    const [min, max] = [numberIn(value[low]), numberIn(value[high])]
    if (!(min > max)) return []
    const message = `${low} must not be greater than ${high}`
    return [violation({ pointer: `/${low}`, message, type: 'max', expected: max, got: min })]
  }
}

/** A rule: `initial_option` and each of `initial_options` is one of the options. */
export const initialOptionsOffered: Check = (value) => {
  const offered = new Set(offeredOptions(value).map(fingerprint))
  const isOffered = (option: unknown) => offered.has(fingerprint(option))
  const single = has(value, 'initial_option') && !isOffered(value.initial_option) ? [notOffered('/initial_option')] : []
  const several = listOf(value.initial_options).flatMap((option, index) =>
    isOffered(option) ? [] : [notOffered(`/initial_options/${index}`)],
  )
  return [...single, ...several]
}

/** Objects whose `field` must differ. The pointer is to the later of two equal ones. */
export function duplicates(scope: readonly Placed[], field: string): BlockError[] {
  const seen = new Set<string>()
  return scope.flatMap(({ pointer, value }) => {
    const name = value[field]
    if (typeof name !== 'string') return []
    if (!seen.has(name)) {
      seen.add(name)
      return []
    }
    const message = `\`${field}\` already exists for another element`
    return [violation({ pointer: `${pointer}/${field}`, message, type: 'unique', expected: 'a new value', got: name })]
  })
}

function presentIn(value: Fields, names: readonly string[]): string[] {
  return names.filter((name) => has(value, name))
}

function numberIn(value: unknown): number {
  return typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN
}

function offeredOptions({ options, option_groups }: Fields): unknown[] {
  return [...listOf(options), ...listOf(option_groups).flatMap((group) => listOf(isObject(group) && group.options))]
}

/**
 * The parts of an option that have to match. Slack wants an exact match, so the text counts as well: a value alone
 * could hide an old label.
 */
function fingerprint(option: unknown): string {
  if (!isObject(option)) return ''
  const text = isObject(option.text) ? option.text.text : ''
  return [option.value, text].filter((part) => typeof part === 'string').join('\n')
}

function notOffered(pointer: string): BlockError {
  const message = 'must be one of the options provided'
  return violation({ pointer, message, type: 'option', expected: 'one of options', got: 'another option' })
}
