import { z } from 'zod'

/**
 * Schema of a list that is read-only by its type. zod's own `readonly()` also freezes the list, which makes reading a
 * migration about a tenth slower.
 */
export function listOf<Item>(item: z.ZodType<Item>): z.ZodType<readonly Item[]> {
  return z.array(item)
}
