import { z } from 'zod'
import { readKnown } from './contracts.ts'
import { type Call, readerOf } from './gateway.ts'
import { invalidParameter } from './refusals.ts'

/** A number of at least 0 in a query. */
export const wholeNumber = z.string().regex(/^\d+$/).transform(Number)

/** `limit` and `offset`, which counts records. `maxOffset` differs by list. */
export function pageSchema(maxOffset: number) {
  return z.object({
    limit: wholeNumber.pipe(z.number().min(1).max(100)).default(10),
    offset: wholeNumber.pipe(z.number().max(maxOffset)).default(0),
  })
}

/** Reads the query with a schema. The refusal names the first parameter that does not fit. */
export function readQuery<Schema extends z.ZodType>(call: Call, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(readKnown(Object.fromEntries(call.query), schema, readerOf(call)))
  if (parsed.success) return parsed.data
  throw invalidParameter(String(parsed.error.issues[0]?.path[0]))
}

/** One page, newest first. The reference names no order. */
export function pageOf<Item>(oldestFirst: readonly Item[], { limit, offset }: { limit: number; offset: number }) {
  return oldestFirst.toReversed().slice(offset, offset + limit)
}
