import fc from 'fast-check'
import type { Form } from '../../src/migrations/fields/field.ts'
import { allQuestions, choicesFor } from '../../src/migrations/fields/form.ts'
import { anyField, type FieldName, type FieldValue, fieldNames, type Takes } from '../../src/migrations/fields/index.ts'
import { type SpecOptions, specSchema } from '../../src/migrations/spec/spec.ts'

/** Generators for options that people type, by field. */
export type Typed = { readonly [Name in FieldName]?: fc.Arbitrary<FieldValue<Name>> }

/**
 * Generates options that a kind takes: each is left open or has one of its choices. `isFor` removes combinations that a
 * rule forbids.
 */
export function anyOptions(
  takes: Takes,
  typed: Typed,
  isFor: (field: FieldName, value: unknown) => boolean = () => true,
): fc.Arbitrary<SpecOptions> {
  const taken = fieldNames.filter((field) => field.startsWith('options.') && takes[field] !== undefined)
  const options = Object.fromEntries(
    taken.map((field) => [nameOf(field), typed[field] ?? anyChoice(field, takes, isFor)]),
  )
  return fc.record(options, { requiredKeys: [] }).map((made) => specSchema.shape.options.parse(withoutOpen(made)))
}

function anyChoice(field: FieldName, takes: Takes, isFor: (field: FieldName, value: unknown) => boolean) {
  const form: Form = { takes, answers: {} }
  const question = allQuestions.find((one) => one.field === field)
  const choices = (question && choicesFor(question, form)) ?? []
  const values = choices.map(({ value }) => anyField[field].read({ '': value }, form).value)
  return fc.constantFrom(undefined, ...values.filter((value) => isFor(field, value)))
}

function nameOf(field: FieldName): string {
  return field.replace('options.', '')
}

function withoutOpen(made: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined))
}
