import type { Courier } from './delivery/courier.ts'
import type { Panel } from './protocol.ts'
import type { World } from './world.ts'

/** The parts that the whole local Slack uses: its state, and the delivery to the app. */
export type Platform = {
  world: World
  courier: Courier
  panels: () => Panel[]
  /** Aborts when the local Slack stops. */
  signal: AbortSignal
}
