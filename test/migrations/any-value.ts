import fc from 'fast-check'
import { z } from 'zod'

/** Generators for texts and numbers that a schema leaves open. */
export type Leaves = { text: fc.Arbitrary<string>; number: fc.Arbitrary<number> }

/** Generates any value that a schema takes. Each optional field is sometimes absent. */
export function anyValue<Value>(schema: z.ZodType<Value>, leaves: Leaves): fc.Arbitrary<Value> {
  return made(schema, leaves).map((value) => schema.parse(value))
}

function made(schema: unknown, leaves: Leaves): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodString) return leaves.text
  if (schema instanceof z.ZodNumber) return leaves.number
  if (schema instanceof z.ZodBoolean) return fc.boolean()
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options)
  if (schema instanceof z.ZodArray) return fc.array(made(schema.element, leaves), { maxLength: 6 })
  if (schema instanceof z.ZodReadonly || schema instanceof z.ZodExactOptional) return made(schema.unwrap(), leaves)
  if (schema instanceof z.ZodObject) return madeObject(Object.entries(schema.shape), leaves)
  throw new Error('No value can be made for this schema')
}

function madeObject(fields: readonly (readonly [string, unknown])[], leaves: Leaves): fc.Arbitrary<unknown> {
  const requiredKeys = fields.filter(([, schema]) => !(schema instanceof z.ZodExactOptional)).map(([name]) => name)
  const values = fields.map(([name, schema]) => [name, made(schema, leaves)] as const)
  return fc.record(Object.fromEntries(values), { requiredKeys })
}
