import type { Courier } from './delivery/courier.ts'
import type { Panel } from './protocol.ts'
import type { World } from './world.ts'

/** What every part of the local Slack works with: what is, and the way to the app. */
export type Platform = {
  world: World
  courier: Courier
  panels: () => Panel[]
  /** Aborts when the local Slack stops. */
  signal: AbortSignal
}
