import { setTimeout as pause } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { until } from '../flows/until.ts'
import { type FerryProcess, startFerry } from './ferry-process.ts'
import type { Setting } from './setting.ts'

/** One process, or equal replicas that share a store and receive HTTP. */
export type Crew = {
  size: number
  /** Ends the leases of dead processes, for a store that does not use their clock. */
  letLeasesLapse?(): Promise<void>
}

export type Surroundings = Pick<Setting, 'aheadMs' | 'skip'> & { environment: Record<string, string> }

/** After this time, in milliseconds, everything that a dead process had sent has reached its cloud. */
const settleMs = 300

export function createReplicas(world: Surroundings, { size, letLeasesLapse = async () => {} }: Crew) {
  const start = () => {
    const ferry = startFerry(environmentOf(world, size), { aheadMs: world.aheadMs() })
    onTestFinished(ferry.kill)
    return ferry
  }
  const all: FerryProcess[] = Array.from({ length: size }, start)
  const printed = () => all.map((ferry) => ferry.printed()).join('\n')
  const areReady = () => Promise.all(all.map(({ isReady }) => isReady))
  return {
    areReady,
    printed,
    urls: () => all.flatMap(({ url }) => url() ?? []),
    async restartOne(dice: number) {
      const victim = Math.floor(dice * size)
      await all[victim]?.kill()
      all[victim] = start()
    },
    async restartAll(downtimeMs: number) {
      await Promise.all(all.map(({ kill }) => kill()))
      await pause(settleMs)
      await letLeasesLapse()
      world.skip(downtimeMs)
      all.splice(0, size, ...Array.from({ length: size }, start))
    },
    /** Waits until every replica has polled this often, which would show anything that was left half done. */
    async lookAround(rounds: number) {
      await areReady()
      const made = async () => Promise.all(all.map(roundsOf))
      await until(
        'every replica to poll a few times',
        async () => (await made()).every((count) => count >= rounds),
        printed,
      )
    },
    /** Stops all replicas. Resolves to their exit codes. */
    stop: () => Promise.all(all.map(({ stop }) => stop())),
  }
}

/** How often a replica has polled. */
async function roundsOf({ metricsUrl }: FerryProcess): Promise<number> {
  const page = await (await fetch(`${metricsUrl()}/metrics`)).text()
  const counts = [...page.matchAll(/^ferry_ticks_total\{.*\} (\d+)$/gm)].map(([, count]) => Number(count))
  return counts.reduce((sum, count) => sum + count, 0)
}

function environmentOf({ environment }: Surroundings, size: number): Record<string, string> {
  const { SLACK_APP_TOKEN: _, ...overHttp } = environment
  return size > 1 ? overHttp : environment
}
