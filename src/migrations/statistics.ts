/** What a synchronization task did over time. */
export type Statistics = {
  /** Time between two points, milliseconds. Where nothing happened there may be no point. */
  stepMs: number
  /** Oldest first. A figure that the provider does not report is absent, never 0. */
  points: readonly StatisticsPoint[]
}

export type StatisticsPoint = {
  /** Epoch milliseconds of the beginning of the step. */
  at: number
  /** Objects. */
  requested?: number
  succeeded?: number
  failed?: number
  skipped?: number
  bytes?: number
}
