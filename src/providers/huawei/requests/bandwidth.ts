import { z } from 'zod'

const minuteOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time looks like 08:30')

const rule = z.strictObject({
  start: minuteOfDay,
  end: minuteOfDay,
  /** Bytes per second: 1 to 200 MiB/s. */
  max_bandwidth: z.int().min(1_048_576).max(209_715_200),
})

/** Up to five periods of a day that do not overlap. One that ends before it starts goes over midnight. */
export const bandwidthPolicy = z
  .array(rule)
  .max(5)
  .refine((rules) => !hasOverlap(rules), 'The periods overlap')

function hasOverlap(rules: readonly z.infer<typeof rule>[]): boolean {
  const spans = rules.flatMap(spansOf).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return spans.some(([start], index) => start < (spans[index - 1]?.[1] ?? ''))
}

/** `hh:mm` sorts as text. */
function spansOf({ start, end }: z.infer<typeof rule>): [start: string, end: string][] {
  if (start <= end) return [[start, end]]
  return [
    [start, '24:00'],
    ['00:00', end],
  ]
}
