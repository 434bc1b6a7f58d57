import type { Chart } from '../../src/charts/chart.ts'

const to = Date.UTC(2026, 10, 21, 12)
const stepMs = 30 * 60_000

/** A day in which something was copied, skipped and failed. */
export function sampleChart(changes: Partial<Chart> = {}): Chart {
  const from = to - 24 * 3_600_000
  const values = (amount: number) => new Map(Array.from({ length: 48 }, (_, index) => [from + index * stepMs, amount]))
  return {
    title: 'live-orders → orders-mirror',
    subtitle: '24 hours to 21 Nov 2026, 12:00 UTC',
    ...{ from, to, stepMs },
    panels: [
      {
        unit: 'objects',
        series: [
          { label: 'copied 900', look: 'copied', values: values(80) },
          { label: 'skipped 40', look: 'skipped', values: values(20) },
          { label: 'requested 960', look: 'mark', values: values(120) },
        ],
      },
      { unit: 'objects', series: [{ label: 'failed 20', look: 'failed', values: values(20) }] },
      { unit: 'bytes', series: [{ label: '3.6 GB copied', look: 'bytes', values: values(4e9) }] },
    ],
    ...changes,
  }
}
