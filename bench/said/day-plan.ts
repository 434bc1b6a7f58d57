import { createRandom, type Random } from '../../playground/cloud/random.ts'

/** How large a day is. Everything else that happens in it follows from these. */
export type DaySize = {
  migrations: number
  /** Those of the nightly batch, which start within a twenty-fourth of the day. */
  batch: number
  dayMs: number
  shortestMs: number
  longestMs: number
  /** How many are paused, and how many stall. */
  paused: number
  stalled: number
  /** Most that one burst of throttling, and the full bucket, make fail. */
  mostInBurst: number
  mostInFull: number
}

/** Something that happens to a migration, so many milliseconds after the day began. */
export type DayStep = { at: number; id: string } & (
  | { what: 'begins'; plan: Planned }
  | { what: 'fails'; code: string }
  | { what: 'is paused' | 'is resumed' | 'is retried' | 'stalls' | 'moves' }
)

export type Planned = { id: string; from: string; to: string; startsAt: number; runsMs: number; bytesPerSecond: number }

/** Everything that happens in a day, in order. Always the same for a size. Pure. */
export function planDay(size: DaySize): DayStep[] {
  const random = createRandom(7)
  const planned = Array.from({ length: size.migrations }, (_, index) => plannedOne(index, size, random))
  const doomed = new Set<string>()
  const failures = causesOf(size).flatMap((cause) => failuresBy(cause, planned, { doomed, random, size }))
  const spared = planned.filter(({ id }) => !doomed.has(id))
  const paused = pick(spared, size.paused, ({ runsMs }) => runsMs >= 3 * size.shortestMs)
  const left = spared.filter((one) => !paused.includes(one))
  const stallMs = (one: Planned) => Math.max(shortestStallMs, one.runsMs / 3)
  const stalled = pick(left, size.stalled, (one) => one.startsAt + one.runsMs + stallMs(one) < 0.95 * size.dayMs)
  return [
    ...planned.map((plan): DayStep => ({ at: plan.startsAt, id: plan.id, what: 'begins', plan })),
    ...failures,
    ...paused.flatMap(({ id, startsAt, runsMs }): DayStep[] => [
      { at: startsAt + 0.3 * runsMs, id, what: 'is paused' },
      { at: startsAt + 0.3 * runsMs + size.dayMs / 36, id, what: 'is resumed' },
    ]),
    ...stalled.flatMap((one): DayStep[] => {
      const at = one.startsAt + 0.4 * one.runsMs
      return [
        { at, id: one.id, what: 'stalls' },
        { at: at + stallMs(one), id: one.id, what: 'moves' },
      ]
    }),
  ].toSorted((a, b) => a.at - b.at)
}

/** Longer than Ferry's patience with a migration that does not move. */
const shortestStallMs = 20 * 60_000

/** A cause that makes everything fail that runs at a time, up to so many, within a while. */
type DayCause = { code: string; at: number; forMs: number; most: number }

/** A key expires at 3 in the night, the source throttles in three bursts, and a bucket is full in the afternoon. */
function causesOf({ dayMs, mostInBurst, mostInFull }: DaySize): DayCause[] {
  const hourMs = dayMs / 24
  const burst = { code: 'TRF.0159', forMs: hourMs / 3, most: mostInBurst }
  return [
    { code: 'TRF.0151', at: 3 * hourMs, forMs: hourMs / 12, most: Number.POSITIVE_INFINITY },
    { ...burst, at: 9.5 * hourMs },
    { ...burst, at: 13 * hourMs },
    { code: 'TRF.0055', at: 16 * hourMs, forMs: hourMs, most: mostInFull },
    { ...burst, at: 18 * hourMs },
  ]
}

type Failing = { doomed: Set<string>; random: Random; size: DaySize }

/** Failures by one cause. An hour after the last one, somebody retries most of them. */
function failuresBy(
  { code, at, forMs, most }: DayCause,
  planned: readonly Planned[],
  { doomed, random, size }: Failing,
): DayStep[] {
  const isHit = ({ id, startsAt, runsMs }: Planned) =>
    !doomed.has(id) && startsAt + 0.1 * runsMs < at + forMs && startsAt + 0.9 * runsMs > at
  const hit = pick(planned, most, isHit)
  for (const { id } of hit) doomed.add(id)
  const failures = hit.map(({ id, startsAt, runsMs }): DayStep & { what: 'fails' } => {
    const [from, to] = [Math.max(at, startsAt + 0.1 * runsMs), Math.min(at + forMs, startsAt + 0.9 * runsMs)]
    return { at: from + random() * (to - from), id, what: 'fails', code }
  })
  const retryAt = at + forMs + size.dayMs / 24
  const retries = failures.flatMap(({ id }, index): DayStep[] =>
    index % leftFailedEvery === leftFailedEvery - 1 ? [] : [{ at: retryAt + index * retryMs, id, what: 'is retried' }],
  )
  return [...failures, ...retries]
}

/** Each seventh failed migration is not retried. */
const leftFailedEvery = 7
/** Time between two retries. */
const retryMs = 2_000

/** Up to so many of those that fit, spread over all of them. */
function pick(planned: readonly Planned[], most: number, fits: (one: Planned) => boolean): Planned[] {
  const fitting = planned.filter(fits)
  const stride = Math.max(1, fitting.length / most)
  return fitting.filter((_, index) => Math.floor(index / stride) > Math.floor((index - 1) / stride))
}

const sources = ['shop-photos', 'invoices', 'clickstream', 'video-raw', 'backups-eu', 'sensor-data', 'mail-archive']
const targets = ['archive', 'media-archive', 'cold-archive']

function plannedOne(index: number, size: DaySize, random: Random): Planned {
  const { dayMs, batch, shortestMs, longestMs } = size
  const isBatch = index < batch
  const startsAt = isBatch ? (1.5 + random()) * (dayMs / 24) : random() * 0.85 * dayMs
  const wantedMs = shortestMs * (longestMs / shortestMs) ** random()
  const source = sources[Math.floor(random() * sources.length)]
  return {
    id: String(260_302_000_000_000 + index),
    from: `${source}-${String(index % 40).padStart(2, '0')}`,
    to: targets[Math.floor(random() * targets.length)] ?? '',
    startsAt,
    runsMs: Math.min(wantedMs, 0.97 * dayMs - startsAt),
    bytesPerSecond: 20e6 + random() * 60e6,
  }
}
