import type { Courier } from './delivery/courier.ts'
import type { Panel } from './protocol.ts'
import type { RateLimits } from './rate-limits.ts'
import type { World } from './world.ts'

/** The parts that the whole local Slack uses: its state, and the delivery to the app. */
export type Platform = {
  world: World
  courier: Courier
  panels: () => Panel[]
  /** Absent if the app may call as often as it likes. */
  rateLimits?: RateLimits
  /** Aborts when the local Slack stops. */
  signal: AbortSignal
}
