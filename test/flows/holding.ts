import type { Stage } from './stage.ts'
import { until } from './until.ts'

/** A call that waits without effect until the test releases it. */
export type Held = { reached(): Promise<unknown>; release(): void }

/** Holds the next call of a Web API method, or of `response_url`. */
export function holdSlack({ slack, spoil }: Stage, method: string, only: { channel?: string } = {}): Held {
  const gate = nextGate()
  spoil(method, { kind: 'held', gate }, only)
  const { gates } = slack.world
  return { reached: () => reached(gates, gate), release: () => gates.open(gate) }
}

/** Holds the next request to the cloud whose path contains this text. */
export function holdCloud({ cloud }: Stage, path: string): Held {
  const gate = nextGate()
  cloud.faults.add({ kind: 'held', path, gate })
  return { reached: () => reached(cloud.gates, gate), release: () => cloud.gates.open(gate) }
}

function reached(gates: Stage['cloud']['gates'], gate: string): Promise<unknown> {
  return until(`a call at ${gate}`, () => gates.waitingAt(gate) > 0)
}

let made = 0
function nextGate(): string {
  made += 1
  return `gate ${made}`
}
