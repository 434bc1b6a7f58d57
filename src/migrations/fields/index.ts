import type { z } from 'zod'
import type { Field, Terms } from './field.ts'
import { nameFields } from './name-fields.ts'
import { optionFields } from './option-fields.ts'
import { sourceFields, targetFields } from './place-fields.ts'

/** Everything that a spec can contain besides the account and the kind, by its place in the spec. */
export const fields = {
  ...nameFields,
  ...placed('source', sourceFields),
  ...placed('target', targetFields),
  ...placed('options', optionFields),
}

export type FieldName = keyof typeof fields
export type FieldValue<Name extends FieldName> = z.infer<(typeof fields)[Name]['schema']>

/**
 * Fields of one kind of migration when it is created, in the order in which people think of them. The first few
 * fields are the common case. An absent field cannot be requested.
 */
export type Takes = { readonly [Name in FieldName]?: Terms<FieldValue<Name>> }

/** Terms for clouds that migrate either everything in a bucket or one prefix. */
export const onePrefix = {
  'source.selection': { choices: ['everything', { value: 'prefixes', label: 'Objects with a prefix' }] },
  'source.names': { isRequired: true, most: 1, words: { '': { label: 'Prefix' } } },
} satisfies Takes

/** The rows of `fields` with values of unknown type, for code that treats all fields alike. */
export const anyField: Readonly<Record<FieldName, Field<unknown>>> = fields
export const fieldNames: readonly FieldName[] = Object.keys(fields).filter(isFieldName)

export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(fields, name)
}

type Placed<Side extends string, Rows> = { [Name in keyof Rows & string as `${Side}.${Name}`]: Rows[Name] }

/** The entries of one side of a spec under their full names: `source.bucket`. */
export function placed<Side extends string, Rows extends object>(side: Side, rows: Rows): Placed<Side, Rows>
export function placed(side: string, rows: object): unknown {
  return Object.fromEntries(Object.entries(rows).map(([name, row]) => [`${side}.${name}`, row]))
}
