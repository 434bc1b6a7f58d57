import { z } from 'zod'

/*
 * Objects in answers, read as zod's own `object` reads them. zod makes two objects for each field of each row: for the ten
 * thousand rows of a round, that was nearly half of the garbage. Fields that can always be read are read here by a call.
 */

/** How a value is read by a call. `refusal`: the words for a value that reads as undefined, where it may not be missing. */
type Read = { read(told: unknown): unknown; refusal?: string }

const reads = new WeakMap<z.core.$ZodType, Read>()

/** Schema of a value that can always be read: `read` never fails. */
export function reader<Value>(read: (told: unknown) => Value): z.ZodTransform<Value> {
  const schema = z.transform(read)
  reads.set(schema, { read })
  return schema
}

/** Schema of a value that a row cannot do without. `read` answers undefined for one to refuse, in these words. */
export function required<Value>(
  read: (told: unknown) => Value | undefined,
  refusal: string,
): z.ZodTransform<Value, unknown> {
  const schema = z.transform((told, context) => {
    const value = read(told)
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message: refusal })
    return z.NEVER
  })
  reads.set(schema, { read, refusal })
  return schema
}

/** Schema of an object with these fields. What else is in it is left out. */
export function row<Shape extends z.ZodRawShape>(shape: Shape): z.ZodType<z.output<z.ZodObject<Shape>>>
export function row(shape: z.ZodRawShape): unknown {
  const read = fieldsOf(shape)
  const schema = z.transform((told, context) => {
    const refuse: Refuse = ({ path, message }) => context.addIssue({ code: 'custom', path: [...path], message })
    return isObject(told) ? read(told, refuse) : checked(anyObject, told, refuse)
  })
  readsOfRows.set(schema, read)
  return schema
}

const anyObject = z.object({})

const readsOfRows = new WeakMap<z.core.$ZodType, ReadFields>()

/** Reads a row of a list. Only one that is refused costs zod's objects, for the words of its error. */
export function readRow<Value>(schema: z.ZodType<Value>, told: unknown): z.ZodSafeParseResult<Value>
export function readRow(schema: z.ZodType, told: unknown): z.ZodSafeParseResult<unknown> {
  const read = readsOfRows.get(schema)
  const data = read && readWhole(read, told)
  return data === undefined ? schema.safeParse(told) : { success: true, data }
}

/** An object with all its fields. Undefined if it is none, or a field is refused. */
function readWhole(read: ReadFields, told: unknown): Fields | undefined {
  if (!isObject(told)) return undefined
  let isReadable = true
  const value = read(told, () => {
    isReadable = false
  })
  return isReadable ? value : undefined
}

/** Schema of an object that may be missing as a whole. Null is the usual way to say so, and costs no error. */
export function part<Shape extends z.ZodRawShape>(
  shape: Shape,
): z.ZodTransform<z.output<z.ZodObject<Shape>> | undefined>
export function part(shape: z.ZodRawShape): unknown {
  const read = fieldsOf(shape)
  return reader((told) => readWhole(read, told))
}

/** A value that may be missing: absent, null or unreadable. */
export function maybe<Schema extends z.ZodType>(schema: Schema): z.ZodTransform<z.output<Schema> | undefined> {
  return reader((told) => (told === undefined || told === null ? undefined : schema.safeParse(told).data))
}

type Problem = Pick<z.core.$ZodIssue, 'path' | 'message'>
type Refuse = (problem: Problem) => void

type Fields = Readonly<Record<string, unknown>>
type ReadFields = (told: Fields, refuse: Refuse) => Fields

function fieldsOf(shape: z.ZodRawShape): ReadFields {
  const fields = Object.entries(shape).map(([name, schema]) => ({ name, schema, known: reads.get(schema) }))
  // A copy of an object that has all fields is filled faster than one that gets them one after the other.
  const blank: Fields = Object.fromEntries(fields.map(({ name }) => [name, undefined]))
  return (told, refuse) => {
    const value: Record<string, unknown> = { ...blank }
    for (const { name, schema, known } of fields) {
      const one =
        known === undefined
          ? checked(schema, told[name], ({ path, message }) => refuse({ path: [name, ...path], message }))
          : known.read(told[name])
      if (one === undefined && known?.refusal !== undefined) refuse({ path: [name], message: known.refusal })
      value[name] = one
    }
    return value
  }
}

function checked(schema: z.core.$ZodType, told: unknown, refuse: Refuse): unknown {
  const { data, error } = z.safeParse(schema, told)
  error?.issues.forEach(refuse)
  return data
}

function isObject(told: unknown): told is Fields {
  return typeof told === 'object' && told !== null && !Array.isArray(told)
}
