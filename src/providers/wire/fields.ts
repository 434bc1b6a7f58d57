import { z } from 'zod'
import { defined } from '../../defined.ts'
import type { SpecField } from '../../migrations/spec/spec.ts'

/** One field that a cloud is sent, under the cloud's name for it in a table. `Input` holds what orders are made from. */
export type WireField<Input, Schema extends z.ZodType = z.ZodType> = {
  /** The form's field at which problems of this field are shown. */
  field: SpecField
  /** The cloud's rules for the value. */
  schema: Schema
  /** The value, right or wrong. Undefined leaves the field out. */
  from(input: Input): z.input<Schema>
  /** The form's fields of the parts of an object, by path. */
  inside?: FieldAt
}

/** Everything about an order to a cloud that follows from the table of its fields. */
export type WireOrder<Input, Schema extends z.ZodType = z.ZodType> = {
  schema: Schema
  /** The order, still unchecked: a spec with problems makes one, in which `schema` finds them. */
  from(input: Input): z.input<Schema>
  fieldAt: FieldAt
}

type FieldAt = Readonly<Record<string, SpecField>>
type Table<Input> = Readonly<Record<string, WireField<Input>>>
type Shape<Rows> = { [Name in keyof Rows]: Rows[Name] extends { schema: infer Schema } ? Schema : never }
type Body<Rows> = Shape<Rows> extends z.ZodRawShape ? z.ZodObject<Shape<Rows>, z.core.$strict> : never
/** A problem between several fields of an order, and the path of the field that has it. */
export type WireProblem = readonly [path: readonly string[], problem: string]

/** Makes the tables of one cloud. Fields are sent in the order of their rows. */
export function wireFields<Input>() {
  return {
    field: <Schema extends z.ZodType>(
      field: SpecField,
      schema: Schema,
      from: (input: Input) => z.input<Schema>,
    ): WireField<Input, Schema> => ({ field, schema, from }),

    /** An object with fields of its own. What none of them explains is shown at `field`. */
    part: <Rows extends Table<Input>>(field: SpecField, rows: Rows): WireField<Input, Body<Rows>> => ({
      field,
      schema: bodyOf(rows),
      from: (input) => valuesOf(rows, input),
      inside: fieldsAt(rows),
    }),

    /** A whole order. `problemsIn` finds what is wrong between its fields. */
    order: <Rows extends Table<Input>>(
      rows: Rows,
      problemsIn: (order: z.output<Body<Rows>>) => readonly WireProblem[] = () => [],
    ): WireOrder<Input, Body<Rows>> => ({
      schema: bodyOf(rows).superRefine((order, context) => {
        for (const [path, message] of problemsIn(order)) {
          context.addIssue({ code: 'custom', path: [...path], message })
        }
      }),
      from: (input) => valuesOf(rows, input),
      fieldAt: fieldsAt(rows),
    }),
  }
}

function bodyOf<Rows>(rows: Rows): Body<Rows>
function bodyOf(rows: Table<unknown>): unknown {
  return z.strictObject(Object.fromEntries(Object.entries(rows).map(([name, { schema }]) => [name, schema])))
}

function valuesOf<Rows, Input>(rows: Rows, input: Input): z.input<Body<Rows>>
function valuesOf(rows: Table<unknown>, input: unknown): unknown {
  return defined(Object.fromEntries(Object.entries(rows).map(([name, { from }]) => [name, from(input)])))
}

function fieldsAt(rows: Table<never>): FieldAt {
  const fields = Object.entries(rows).flatMap(([name, { field, inside = {} }]): [string, SpecField][] => [
    [name, field],
    ...Object.entries(inside).map(([path, inner]): [string, SpecField] => [`${name}.${path}`, inner]),
  ])
  return Object.fromEntries(fields)
}
