import { z } from 'zod'
import { inOrder, type ListOrder } from '../cloud/list-order.ts'
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

type Paging<Item> = { limit: number; offset: number; order: ListOrder; idOf(item: Item): string }

/** One page of a list. */
export function pageOf<Item>(oldestFirst: readonly Item[], { limit, offset, order, idOf }: Paging<Item>): Item[] {
  return inOrder(oldestFirst, order, idOf).slice(offset, offset + limit)
}
