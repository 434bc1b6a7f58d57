import { z } from 'zod'
import { limitsProblem } from '../../../migrations/limit-rules.ts'
import { limitRules } from '../limit-rules.ts'

const minuteOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time looks like 08:30.')

const rule = z.strictObject({
  start: minuteOfDay,
  end: minuteOfDay,
  max_bandwidth: z.int('A speed is whole bytes a second.'),
})

/**
 * Up to five periods of a day that do not overlap; one may begin when another ends. The last minute is 23:59, because
 * the document limits a whole day like that and never has 24:00. OMS.0087 implies that a period cannot cross midnight.
 */
export const bandwidthPolicy = z.array(rule).superRefine((rules, context) => {
  const limits = rules.map(({ start, end, max_bandwidth }) => ({ start, end, bytesPerSecond: max_bandwidth }))
  const problem = limitsProblem(limits, limitRules)
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
})
