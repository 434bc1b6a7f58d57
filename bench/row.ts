import type { Fleets } from './world/fleet.ts'

/** One row of the table: a measurement, always made beside the one that it is compared with. */
export type Row = {
  /** Name of the row after `npm run bench --`. */
  name: string
  /** Whether it mostly waits, for Slack's limits or the next round: such rows run side by side. */
  isWaiting?: true
  measure(bench: Bench): Promise<Measurement[]>
}

export type Bench = {
  /** Whether to use smaller sizes, to try out the programs. */
  isQuick: boolean
  fleets: Fleets
}

export type Measurement = {
  what: string
  measured: string
  bar: string
  /** Whether the bar is met. Absent for a figure that is only information. */
  isMet?: boolean
}
