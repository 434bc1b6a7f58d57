import type { Fleets } from './fleet.ts'

/** One row of the table: something that is measured, always side by side with what it is compared to. */
export type Row = {
  /** As typed behind `npm run bench --`. */
  name: string
  measure(bench: Bench): Promise<Measurement[]>
}

export type Bench = {
  /** Smaller sizes, for trying the programs out. */
  isQuick: boolean
  fleets: Fleets
}

export type Measurement = {
  what: string
  measured: string
  bar: string
  /** Left out for what is printed for information. */
  isMet?: boolean
}
