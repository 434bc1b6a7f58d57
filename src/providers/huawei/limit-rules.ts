import type { LimitRules } from '../../migrations/limit-rules.ts'

/** Limits of bandwidth rules: 1 to 200 MiB/s (5.2.7, table BandwidthPolicyDto). */
export const limitRules: LimitRules = { minBytesPerSecond: 1_048_576, maxBytesPerSecond: 209_715_200, maxRules: 5 }
