import { z } from 'zod'
import { anyField, type FieldName, fieldNames, isFieldName, placed, type Takes } from '../fields/index.ts'
import { nameFields } from '../fields/name-fields.ts'
import { optionFields } from '../fields/option-fields.ts'
import { sourceFields, targetFields } from '../fields/place-fields.ts'
import { optionalSchemas } from '../fields/schemas.ts'
import { kinds } from '../migration.ts'

const optionsSchema = z.object(optionalSchemas(optionFields))

/**
 * A wanted migration, in words that fit all clouds. Ferry shows, checks, approves and creates exactly
 * this. Plain data without secrets: it names the kept storage keys that open buckets. A field that the kind does not
 * take is absent; an absent option leaves the cloud's default.
 */
export const specSchema = z.object({
  /** Name of the workspace's account in which the migration is created. */
  account: z.string(),
  kind: z.enum(kinds),
  ...optionalSchemas(nameFields),
  source: z.object({ ...optionalSchemas(sourceFields), selection: sourceFields.selection.schema }),
  target: z.object({ ...optionalSchemas(targetFields), bucket: targetFields.bucket.schema }),
  options: optionsSchema,
})
export type Spec = z.infer<typeof specSchema>
export type SpecSource = Spec['source']
export type SpecTarget = Spec['target']
export type SpecOptions = Spec['options']

/** The known part of a spec. */
export type SpecPart = Partial<Omit<Spec, 'source' | 'target'>> & {
  source?: Partial<SpecSource>
  target?: Partial<SpecTarget>
}

/** Every field of a spec, as forms, problems and capabilities name it. */
export type SpecField = 'account' | 'kind' | FieldName
export const specFields: readonly SpecField[] = ['account', 'kind', ...fieldNames]

/** The part of a spec that holds a field: source, target or options. Without `side`, the field stands at the top. */
export function placeOf(field: FieldName): { side?: 'source' | 'target' | 'options'; name: string } {
  const [side, name] = field.split('.')
  return side === 'source' || side === 'target' || side === 'options' ? { side, name: name ?? '' } : { name: field }
}

/** The values of a spec, by field. */
export function valuesIn({ source = {}, target = {}, options = {}, ...names }: SpecPart): FieldValues {
  const all = { ...names, ...placed('source', source), ...placed('target', target), ...placed('options', options) }
  const values: FieldValues = {}
  for (const [field, value] of Object.entries(all)) if (isFieldName(field) && value !== undefined) values[field] = value
  return values
}

/** The values of a spec that differ from leaving their field open, by field. */
export function chosenIn(spec: Spec): FieldValues {
  const values = Object.entries(valuesIn(spec))
  return Object.fromEntries(values.filter(([field, value]) => isFieldName(field) && !anyField[field].isOpen?.(value)))
}

type FieldValues = Partial<Record<FieldName, unknown>>

/** The options that a cloud applies if they are left open, as far as its documents say. */
export function defaultsOf(takes: Takes): SpecOptions {
  const told = fieldNames.filter((field) => takes[field]?.default !== undefined)
  const options = told.filter((field) => placeOf(field).side === 'options')
  return optionsSchema.parse(Object.fromEntries(options.map((field) => [placeOf(field).name, takes[field]?.default])))
}

/** Longest token of a creation, in letters and digits. Names and descriptions leave room for it. */
export const maxTokenLength = 32
/** Problems of a spec, by the field in which they were typed: one short sentence each. */
export type SpecProblems = Readonly<Partial<Record<SpecField, string>>>

export const preflightNames = [
  'credentials',
  'source key',
  'source bucket',
  'source region',
  'source objects',
  'list file',
  'cdn',
  'target bucket',
  'target region',
  'encryption',
  'quota',
  'same migration',
  'size',
] as const
export type PreflightName = (typeof preflightNames)[number]

/**
 * One check that is made before approval is requested. `fail` blocks, `warn` needs a yes, `unknown` could not be
 * found out and counts as `warn`.
 */
export const preflightSchema = z.object({
  name: z.enum(preflightNames),
  outcome: z.enum(['pass', 'warn', 'fail', 'unknown']),
  /** The finding of the check. `next` is the step to take about it, if there is one. */
  what: z.string(),
  next: z.string().exactOptional(),
})
export type PreflightCheck = z.infer<typeof preflightSchema>
