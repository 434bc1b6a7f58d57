import { setTimeout as sleep } from 'node:timers/promises'
import { createLocalSlack, type LocalSlack } from '../../playground/slack/server.ts'
import { median, quantile, spread } from '../figures.ts'
import type { Bench, Measurement, Row } from '../row.ts'
import { tasksPerAccount } from '../world/accounts.ts'
import { startFerry } from '../world/ferry.ts'
import type { Fleet } from '../world/fleet.ts'

/**
 * Memory that many known migrations add to an idle bot. Both run as in production, with the limits that Ferry sets
 * itself and at its own pace, and nobody makes them collect garbage.
 */
export const memory: Row = {
  name: 'memory',
  isWaiting: true,
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const slack = await createLocalSlack()
    const { usual, most, pairs, watchedMs } = isQuick ? quickSize : fullSize
    const [fleet, large] = [await fleets.of(usual), await fleets.fresh(most, { followed: usual })]
    const started = (count: number, storeUrl: () => string, { cloud }: Fleet) =>
      Promise.all(
        Array.from({ length: count }, () => watch({ slack, storeUrl: storeUrl(), cloudUrl: cloud.url }, watchedMs)),
      )
    try {
      const [idle, full, largest] = await Promise.all([
        started(pairs, fleets.emptyStore, fleet),
        started(pairs, fleet.copyOfStore, fleet),
        started(1, large.copyOfStore, large),
      ])
      return [
        judge(`${fleet.watches.length} known and followed`, { full, idle, mostMib: 60 }),
        judge(`${most * tasksPerAccount} known, ${fleet.watches.length} followed`, { full: largest, idle }),
      ]
    } finally {
      await large.cloud.stop()
      await slack.stop()
    }
  },
}

const fullSize = { usual: 100, most: 500, pairs: 3, watchedMs: 160_000 }
const quickSize = { usual: 20, most: 50, pairs: 1, watchedMs: 65_000 }
const mib = 1024 * 1024
const everyMs = 1000
/** As in the Dockerfile: otherwise the allocator keeps what V8 and pages of answers took once. */
const allocatorOfImage = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072' }

/** Memory of one bot, once a second from its first round on. */
type Watched = { residentMib: readonly number[]; rounds: number }
type Place = { slack: LocalSlack; storeUrl: string; cloudUrl: string }

/** Starts the bot and watches it for so long. */
async function watch(place: Place, watchedMs: number): Promise<Watched> {
  const ferry = await startFerry({ ...place, environment: allocatorOfImage })
  const figure = (text: string, name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1] ?? 0)
  const residentMib: number[] = []
  let rounds = 0
  try {
    for (const endsAt = performance.now() + watchedMs; performance.now() < endsAt; await sleep(everyMs)) {
      const metrics = await (await fetch(`${ferry.metricsUrl}/metrics`)).text()
      rounds = figure(metrics, 'ferry_ticks_total{outcome="ok"}')
      if (rounds > 0) residentMib.push(figure(metrics, 'process_resident_memory_bytes') / mib)
    }
    return { residentMib, rounds }
  } finally {
    await ferry.kill()
  }
}

type Sides = { full: readonly Watched[]; idle: readonly Watched[]; mostMib?: number }

/** Each full bot beside an idle one that ran at the same time. What counts is the most that each ever used. */
function judge(what: string, { full, idle, mostMib }: Sides): Measurement {
  const over = (share: number) =>
    full.map(({ residentMib }, index) => quantile(residentMib, share) - quantile(idle[index]?.residentMib ?? [], share))
  const [most, usual] = [over(1), over(0.5)]
  const idleMib = median(idle.map(({ residentMib }) => quantile(residentMib, 1)))
  const rounds = Math.min(...full.map((one) => one.rounds))
  const measured = `${show(median(most))} ${spread(most, show)} over ${show(idleMib)} (p50: ${show(median(usual))}; ${rounds} rounds)`
  const named = { what: `memory of ${what} over an idle bot, most resident at the default pace`, measured }
  if (mostMib === undefined) return { ...named, bar: '' }
  return { ...named, bar: `≤ ${mostMib} MiB`, isMet: median(most) <= mostMib }
}

function show(amountMib: number): string {
  return `${amountMib.toFixed(0)} MiB`
}
