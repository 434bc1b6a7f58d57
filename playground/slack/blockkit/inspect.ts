import { type BlockError, under, violation } from './error.ts'
import type { Fields, ObjectRule, Rule } from './rule.ts'

type RuleOf<Kind extends Rule['kind']> = Extract<Rule, { kind: Kind }>

/** All errors of a value, with pointers relative to it. Never throws. The rule limits the depth. */
export function inspect(value: unknown, rule: Rule): BlockError[] {
  switch (rule.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? [] : wrongType('boolean', value)
    case 'string':
      return inspectString(value, rule)
    case 'enum':
      return typeof value === 'string' && rule.values.includes(value) ? [] : [notListed(value, rule.values)]
    case 'number':
      return inspectNumber(value, rule)
    case 'list':
      return inspectList(value, rule)
    case 'object':
      return isObject(value) ? inspectObject(value, rule) : wrongType('object', value)
    case 'typed':
      return isObject(value) ? inspectTyped(value, rule) : wrongType('object', value)
    case 'nullable':
      return value === null ? [] : inspect(value, rule.of)
  }
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The items of a list, or none. */
export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

/** Whether an object has a field. An undefined one counts as absent, because JSON drops it. */
export function has(value: Fields, name: string): boolean {
  return Object.hasOwn(value, name) && value[name] !== undefined
}

export function missing(field: string): BlockError {
  const message = `missing required field: ${field}`
  return violation({ code: 'missing_required_field', message, type: 'required', expected: field, got: null })
}

function inspectString(value: unknown, { min, max, format }: RuleOf<'string'>): BlockError[] {
  if (typeof value !== 'string') return wrongType('string', value)
  const got = value.length
  if (got < min) {
    return [violation({ message: `must be more than ${min - 1} characters`, type: 'min_length', expected: min, got })]
  }
  if (got > max) {
    return [violation({ message: `must be less than ${max + 1} characters`, type: 'max_length', expected: max, got })]
  }
  if (format === undefined || format.pattern.test(value)) return []
  return [violation({ message: `must be ${format.name}`, type: 'format', expected: format.name, got: brief(value) })]
}

function inspectNumber(value: unknown, { min, max, isInteger }: RuleOf<'number'>): BlockError[] {
  if (typeof value !== 'number' || !Number.isFinite(value)) return wrongType('number', value)
  if (isInteger && !Number.isInteger(value)) return wrongType('integer', value)
  if (value < min) return [violation({ message: `must be at least ${min}`, type: 'min', expected: min, got: value })]
  if (value > max) return [violation({ message: `must be at most ${max}`, type: 'max', expected: max, got: value })]
  return []
}

function inspectList(value: unknown, { of, min, max }: RuleOf<'list'>): BlockError[] {
  if (!Array.isArray(value)) return wrongType('array', value)
  const got = value.length
  if (got < min) {
    return [violation({ message: `no less than ${min} items allowed`, type: 'min_items', expected: min, got })]
  }
  if (got > max) {
    return [violation({ message: `no more than ${max} items allowed`, type: 'max_items', expected: max, got })]
  }
  return value.flatMap((item, index) => under(`/${index}`, inspect(item, of)))
}

function inspectObject(value: Fields, { fields, checks }: ObjectRule): BlockError[] {
  const known = [...fields].flatMap(([name, { rule, isOptional }]) => {
    if (has(value, name)) return under(`/${name}`, inspect(value[name], rule))
    return isOptional ? [] : [missing(name)]
  })
  const additional = Object.keys(value).filter((name) => !fields.has(name) && has(value, name))
  return [...known, ...additional.map(unexpected), ...checks.flatMap((check) => check(value))]
}

function inspectTyped(value: Fields, { variants }: RuleOf<'typed'>): BlockError[] {
  if (!has(value, 'type')) return [missing('type')]
  const { type } = value
  const variant = typeof type === 'string' ? variants.get(type) : undefined
  return variant ? inspectObject(value, variant) : under('/type', [unsupported(type, [...variants.keys()])])
}

function unexpected(field: string): BlockError {
  const message = `invalid additional property: ${field}`
  return violation({
    code: 'invalid_additional_property',
    message,
    type: 'additional_property',
    expected: null,
    got: field,
  })
}

function unsupported(type: unknown, expected: readonly string[]): BlockError {
  return { ...notListed(type, expected), message: `unsupported type: ${brief(type)}` }
}

function notListed(value: unknown, expected: readonly string[]): BlockError {
  return violation({ message: `must be one of ${expected.join(', ')}`, type: 'enum', expected, got: brief(value) })
}

function wrongType(expected: string, value: unknown): BlockError[] {
  const got = nameType(value)
  return [violation({ message: `must be ${expected}, not ${got}`, type: 'type', expected, got })]
}

/** A wrong value as it appears in an error: short, and never a complete object. */
function brief(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 100) : nameType(value)
}

function nameType(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
