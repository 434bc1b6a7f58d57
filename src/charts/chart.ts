/** Amounts over time, in panels below one another that share the time. Texts are plain and may be foreign. */
export type Chart = {
  title: string
  subtitle: string
  /** Epoch milliseconds. */
  from: number
  to: number
  /** Width of a bar, milliseconds. */
  stepMs: number
  panels: readonly Panel[]
}

export type Panel = {
  unit: 'objects' | 'bytes'
  /** Bars stand on one another in this order; a mark is a line across all of them. */
  series: readonly Series[]
}

export type Series = {
  /** With its sum: "copied 2,712". */
  label: string
  look: 'copied' | 'skipped' | 'failed' | 'bytes' | 'mark'
  /** By the beginning of the step, epoch milliseconds. */
  values: ReadonlyMap<number, number>
}
