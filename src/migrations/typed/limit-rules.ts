import { z } from 'zod'
import { exactSpeed, speedInBothUnits } from './speed.ts'

/** A bandwidth rule. `start` and `end` are `hh:mm` by the provider's clock. */
export const limitSchema = z.object({ start: z.string(), end: z.string(), bytesPerSecond: z.number() })
export type Limit = z.infer<typeof limitSchema>

/** The least and most bytes per second, and the most rules for one day. Rules may not overlap or cross midnight. */
export type LimitRules = { minBytesPerSecond: number; maxBytesPerSecond: number; maxRules: number }

/** The last minute of a day that a rule can name. A rule that ends with it lasts until midnight. */
export const lastMinute = '23:59'
export const wholeDay = { start: '00:00', end: lastMinute } as const

/** Why these rules cannot govern a day, in words. Undefined if they can. Times are `hh:mm`, which sort as text. */
export function limitsProblem(limits: readonly Limit[], rules: LimitRules): string | undefined {
  if (limits.length > rules.maxRules) {
    return `These are ${limits.length} rules. Use at most ${rules.maxRules}.`
  }
  for (const limit of limits) {
    const problem = hoursProblem(limit) ?? speedProblem(limit, rules)
    if (problem !== undefined) return problem
  }
  return overlapProblem(limits)
}

function hoursProblem({ start, end, bytesPerSecond }: Limit): string | undefined {
  if (start < end) return undefined
  if (start === end)
    return `${start}-${end} starts and ends at the same minute. For the whole day, leave out the times.`
  const speed = exactSpeed(bytesPerSecond)
  if (end === wholeDay.start) return `${start}-${end} crosses midnight. Type ${speed} ${start}-${lastMinute}.`
  const evening = start === lastMinute ? [] : [`${speed} ${start}-${lastMinute}`]
  const night = `${speed} ${wholeDay.start}-${end}`
  return `${start}-${end} crosses midnight. Type ${[...evening, night].join(', ')} instead.`
}

function speedProblem({ bytesPerSecond }: Limit, { minBytesPerSecond, maxBytesPerSecond }: LimitRules) {
  const speed = speedInBothUnits(bytesPerSecond)
  if (bytesPerSecond < minBytesPerSecond) {
    return `${speed} is too slow: the minimum is ${speedInBothUnits(minBytesPerSecond)}.`
  }
  if (bytesPerSecond <= maxBytesPerSecond) return undefined
  return `${speed} is too fast: the maximum is ${speedInBothUnits(maxBytesPerSecond)}. For no limit, type off.`
}

function overlapProblem(limits: readonly Limit[]): string | undefined {
  const sorted = inOrder(limits)
  const at = sorted.findIndex(({ start }, index) => start < (sorted[index - 1]?.end ?? ''))
  const [first, second] = [sorted[at - 1], sorted[at]]
  if (first === undefined || second === undefined) return undefined
  const hours = [first, second].map(({ start, end }) => `${start}-${end}`).join(' and ')
  return `${hours} overlap. One may start at the minute another ends.`
}

export function inOrder(limits: readonly Limit[]): Limit[] {
  return limits.toSorted((a, b) => (a.start < b.start ? -1 : 1))
}
