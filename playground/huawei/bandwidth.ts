import { z } from 'zod'
import { Refusal } from './refusals.ts'

export const bandwidthPolicySchema = z.array(
  z.object({ start: z.string(), end: z.string(), max_bandwidth: z.number().int() }),
)

/** Bandwidth rules: times from `hh:mm` to `hh:mm`, and a limit in bytes per second. */
export type BandwidthPolicy = z.infer<typeof bandwidthPolicySchema>

const MIN_BYTES_PER_SECOND = 1_048_576
const MAX_BYTES_PER_SECOND = 209_715_200
const MAX_RULES = 5
const DAY_MINUTES = 24 * 60

/** Refuses what the reference forbids. That a rule cannot cross midnight is an interpretation of OMS.0087. */
export function checkBandwidthPolicy(policy: BandwidthPolicy): void {
  if (policy.length > MAX_RULES) throw new Refusal('OMS.0083')
  const periods = policy.map((rule) => ({ start: minuteOf(rule.start), end: minuteOf(rule.end) }))
  if (policy.some(({ max_bandwidth: limit }) => limit < MIN_BYTES_PER_SECOND || limit > MAX_BYTES_PER_SECOND)) {
    throw new Refusal('OMS.0084')
  }
  if (periods.some(({ start, end }) => !(start < end))) throw new Refusal('OMS.0087')
  const sorted = periods.toSorted((a, b) => a.start - b.start)
  if (sorted.some(({ end }, index) => end > (sorted[index + 1]?.start ?? DAY_MINUTES))) throw new Refusal('OMS.0085')
}

/** The limit at a time, and until when it applies. Both are Infinity without rules. */
export function limitAt(policy: BandwidthPolicy, at: number, zoneOffsetMs: number) {
  const dayMs = DAY_MINUTES * 60_000
  const dayStart = Math.floor((at + zoneOffsetMs) / dayMs) * dayMs - zoneOffsetMs
  const minute = (at - dayStart) / 60_000
  const rule = policy.find(({ start, end }) => minuteOf(start) <= minute && minute < minuteOf(end))
  const edges = policy
    .flatMap(({ start, end }) => [minuteOf(start), minuteOf(end)])
    .map((edge) => dayStart + edge * 60_000)
    .map((edgeAt) => (edgeAt > at ? edgeAt : edgeAt + dayMs))
  return { bytesPerSecond: rule?.max_bandwidth ?? Number.POSITIVE_INFINITY, until: Math.min(...edges) }
}

/** Minutes since midnight. NaN for anything but `hh:mm`, so that the period compares as invalid. */
function minuteOf(text: string): number {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? []
  return Number(hours) * 60 + Number(minutes)
}
