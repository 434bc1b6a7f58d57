import { z } from 'zod'

const minuteOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time looks like 08:30')

const rule = z
  .strictObject({
    start: minuteOfDay,
    end: minuteOfDay,
    /** Bytes per second: 1 to 200 MiB/s. */
    max_bandwidth: z.int().min(1_048_576).max(209_715_200),
  })
  // `hh:mm` sorts as text.
  .refine(({ start, end }) => start < end, 'A period ends after it begins, on the same day')

/**
 * Up to five periods of a day that do not overlap; one may begin when another ends. The last minute is 23:59: so the
 * document limits a whole day, and 24:00 occurs nowhere in it. That a period can't go over midnight is how OMS.0087 reads.
 */
export const bandwidthPolicy = z
  .array(rule)
  .max(5)
  .refine((rules) => !hasOverlap(rules), 'The periods overlap')

function hasOverlap(rules: readonly z.infer<typeof rule>[]): boolean {
  const sorted = rules.toSorted((a, b) => (a.start < b.start ? -1 : 1))
  return sorted.some(({ start }, index) => start < (sorted[index - 1]?.end ?? ''))
}
