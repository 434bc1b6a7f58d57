import type { BlockError } from './error.ts'

/** A rule for a value. The tables in this folder consist of rules, and `inspect` applies them. */
export type Rule =
  | { kind: 'boolean' }
  | { kind: 'string'; min: number; max: number; format?: Format }
  | { kind: 'enum'; values: readonly string[] }
  | { kind: 'number'; min: number; max: number; isInteger: boolean }
  | { kind: 'list'; of: Rule; min: number; max: number }
  | ObjectRule
  | { kind: 'typed'; variants: ReadonlyMap<string, ObjectRule> }
  | { kind: 'nullable'; of: Rule }

export type ObjectRule = {
  kind: 'object'
  fields: ReadonlyMap<string, { rule: Rule; isOptional: boolean }>
  checks: readonly Check[]
}

export type Fields = Readonly<Record<string, unknown>>
/** A rule between the fields of one object. It gets the unchecked object, so it must accept anything. */
export type Check = (value: Fields) => BlockError[]
export type Format = { name: string; pattern: RegExp }
type Range = { min?: number; max?: number }

export const boolean: Rule = { kind: 'boolean' }

/** A text. Slack treats an empty text as missing, so it has at least one character unless `min` says otherwise. */
export function string({ min = 1, max = Number.POSITIVE_INFINITY, format }: Range & { format?: Format } = {}): Rule {
  return format === undefined ? { kind: 'string', min, max } : { kind: 'string', min, max, format }
}

export function oneOf(...values: string[]): Rule {
  return { kind: 'enum', values }
}

export function integer({ min = 0, max = Number.MAX_SAFE_INTEGER }: Range = {}): Rule {
  return { kind: 'number', min, max, isInteger: true }
}

export const number: Rule = { kind: 'number', min: -Number.MAX_VALUE, max: Number.MAX_VALUE, isInteger: false }

export function list(of: Rule, { min = 1, max = Number.POSITIVE_INFINITY }: Range = {}): Rule {
  return { kind: 'list', of, min, max }
}

export function nullable(of: Rule): Rule {
  return { kind: 'nullable', of }
}

/** An object. Fields are required unless their name ends in `?`. As in Slack, other fields are refused. */
export function object(fields: Record<string, Rule>, ...checks: Check[]): ObjectRule {
  const named = Object.entries(fields).map(([key, rule]) => {
    const isOptional = key.endsWith('?')
    return [isOptional ? key.slice(0, -1) : key, { rule, isOptional }] as const
  })
  return { kind: 'object', fields: new Map(named), checks }
}

/** An object whose `type` selects one of several variants. */
export function typed(variants: Record<string, ObjectRule>): Rule {
  const complete = Object.entries(variants).map(([type, variant]) => {
    const fields = new Map(variant.fields).set('type', { rule: oneOf(type), isOptional: false })
    return [type, { ...variant, fields }] as const
  })
  return { kind: 'typed', variants: new Map(complete) }
}

/** The named entries of a list of variants, for places that accept only some of them. */
export function pick<Name extends string>(catalogue: Readonly<Record<Name, ObjectRule>>, ...names: Name[]) {
  return Object.fromEntries(names.map((name) => [name, catalogue[name]]))
}
