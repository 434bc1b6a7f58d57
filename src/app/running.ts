import type { ClockJumps } from '../operate/clock-jumps.ts'
import type { EventLoopWatch } from '../operate/metrics/event-loop.ts'
import type { Metrics } from '../operate/metrics/metrics.ts'
import type { SlackCallWatch } from '../operate/metrics/slack-calls.ts'
import type { Delivery } from '../send/delivery.ts'
import type { Slack } from '../slack/client/bolt.ts'
import type { SlackWire } from '../slack/client/wire.ts'
import type { Installs } from '../slack/install/installs.ts'
import type { Store } from '../store/store.ts'
import type { Clouds, CommandParts } from './command-tools.ts'
import type { Patient } from './doctor/process.ts'
import type { Leaders } from './leaders.ts'
import type { Basics } from './reach.ts'

export type World = {
  store: Store
  connections: Clouds
  wire: SlackWire
  metrics: Metrics
  people: CommandParts['people']
}
export type Engines = { delivery: Delivery; fleet: Leaders }

/** Everything that a running Ferry consists of. */
export type Running = Basics &
  World &
  Engines &
  CommandParts & {
    installs: Installs
    loop: EventLoopWatch
    slackCalls: SlackCallWatch
    clockJumps: ClockJumps
    storeId: string
    contact: Contact
    patient: Patient
  }

/** The way to Slack once it is open, and when Slack's last signed request came, by the clock that measures spans. */
export type Contact = { slack?: Slack; requestAt?: number }
