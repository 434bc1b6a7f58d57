import { z } from 'zod'
import { type Limit, type LimitRules, limitsProblem } from '../../migrations/typed/limit-rules.ts'
import { maybe, part, reader } from '../wire/reader.ts'
import { figure, text } from '../wire/scalars.ts'

/** Limits of bandwidth rules: 1 to 200 MiB/s (5.2.7, table BandwidthPolicyDto). */
export const limitRules: LimitRules = { minBytesPerSecond: 1_048_576, maxBytesPerSecond: 209_715_200, maxRules: 5 }

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

/** Bandwidth rules as OMS wants them in requests. */
export function policyOf(limits: readonly Limit[]) {
  return limits.map(({ start, end, bytesPerSecond }) => ({ start, end, max_bandwidth: bytesPerSecond }))
}

/**
 * Bandwidth rules in orders and in answers. A bandwidth of 0 occurs in answers and limits nothing. If any rule cannot be
 * read, none counts as told: rules are sent back with a new priority, which would lift the ones left out.
 */
export const bandwidth = {
  schema: bandwidthPolicy,
  write: policyOf,
  told: reader((told) => {
    // Nearly always so, for every migration of every round.
    if (Array.isArray(told) && told.length === 0) return []
    const { data: rules } = rulesTold.safeParse(told)
    return rules && limitsIn(rules.filter((rule) => rule?.max_bandwidth !== 0))
  }),
}

const rulesTold = maybe(z.array(part({ start: text, end: text, max_bandwidth: figure })))

type RuleTold = { start?: string | undefined; end?: string | undefined; max_bandwidth?: number | undefined }

function limitsIn(rules: readonly (RuleTold | undefined)[]): Limit[] | undefined {
  const limits = rules.flatMap(({ start, end, max_bandwidth: bytesPerSecond } = {}) =>
    start === undefined || end === undefined || bytesPerSecond === undefined ? [] : [{ start, end, bytesPerSecond }],
  )
  return limits.length === rules.length ? limits : undefined
}
