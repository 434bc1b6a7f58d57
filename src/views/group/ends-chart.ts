import { isEnded } from '../../migrations/migration.ts'
import { chart } from '../blocks/chart.ts'
import type { ChartBlock } from '../blocks/message.ts'
import type { GroupLine } from './places.ts'

/** Fewer ends are read faster in words. */
const fewest = 5
const mostColumns = 12
const hourMs = 60 * 60_000
const stepsMs = [1, 2, 3, 6, 12, 24, 48, 7 * 24].map((hours) => hours * hourMs)

/** A chart of what ended when: how many succeeded, and how many did not. Everybody sees the same, so its times are UTC. */
export function endsChart(lines: readonly GroupLine[]): ChartBlock[] {
  const ends = lines.filter(({ state }) => isEnded(state))
  if (ends.length < fewest) return []
  const times = ends.map((line) => line.at)
  const [first, last] = [Math.min(...times), Math.max(...times)]
  const stepMs = stepsMs.find((ms) => (last - first) / ms < mostColumns - 1) ?? (last - first) / (mostColumns - 1)
  const startAt = Math.floor(first / stepMs) * stepMs
  const columns = Array.from(
    { length: Math.floor((last - startAt) / stepMs) + 1 },
    (_, index) => startAt + index * stepMs,
  )
  if (columns.length < 2) return []
  const countIn = (those: readonly GroupLine[]) =>
    columns.map((from) => those.filter(({ at }) => at >= from && at < from + stepMs).length)
  const good = ends.filter(({ state, missed }) => state === 'succeeded' && missed === undefined)
  const failed = ends.filter(({ state, missed }) => state === 'failed' || missed !== undefined)
  const others = ends.length - good.length - failed.length
  return [
    chart({
      type: 'bar',
      title: 'What ended when',
      categories: columns.map((from) => label(from, stepMs)),
      along: 'Time (UTC)',
      up: 'Migrations',
      series: [
        { name: 'Succeeded', values: countIn(good) },
        { name: 'Failed', values: countIn(failed) },
        ...(others === 0
          ? []
          : [
              {
                name: 'Cancelled or deleted',
                values: countIn(ends.filter((one) => !good.includes(one) && !failed.includes(one))),
              },
            ]),
      ],
    }),
  ]
}

function label(at: number, stepMs: number): string {
  const day = { weekday: 'short', day: 'numeric', timeZone: 'UTC' } as const
  const time = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat('en-GB', stepMs < 24 * hourMs ? time : day).format(at)
}
