import { redisIsInstalled, startRedis } from '../../test/redis-server.ts'
import { median, spread, times } from '../figures.ts'
import type { Bench, Measurement, Row } from '../row.ts'
import { openBenchStore } from '../world/bot-parts.ts'
import { controlOf } from '../world/control.ts'
import { fillWorkspaces } from '../world/fleet.ts'
import { ask, type Program, startProgram } from '../world/program.ts'

/**
 * Gain from more replicas where the clouds take the time: real processes over one real Redis, and a cloud so slow
 * that this machine's few cores are not what is measured.
 */
export const replicas: Row = {
  name: 'replicas',
  async measure({ isQuick }: Bench): Promise<Measurement[]> {
    if (!redisIsInstalled) return []
    const { workspaces, rounds } = isQuick ? { workspaces: 96, rounds: 2 } : { workspaces: 200, rounds: 4 }
    const cloud = await startProgram({
      script: new URL('../world/cloud.ts', import.meta.url),
      environment: { ACCOUNTS: String(workspaces), TASKS: '1' },
    })
    const redis = await startRedis()
    const store = await openBenchStore(redis.url)
    await fillWorkspaces(store, workspaces, cloud.url)
    await store.stop()
    await controlOf(cloud.url).setLatency(slowMs)
    const running: Program[] = []
    const reached: Reached[] = []
    for (const count of [1, 2, 4]) {
      while (running.length < count) running.push(await startReplica(redis.url, cloud.url))
      reached.push(await measureWith(running, { workspaces, rounds }))
    }
    for (const replica of running) await replica.stop()
    await redis.stop()
    await cloud.stop()
    return [...reached.map((one) => shares(one, workspaces)), ...reached.slice(1).map((one) => faster(one, reached[0]))]
  },
}

const slowMs = 250

/** Measurements of some replicas: the workspaces of each, and accounts read in a second, round by round. */
type Reached = { count: number; led: readonly number[]; speeds: readonly number[] }

async function measureWith(
  running: readonly Program[],
  { workspaces, rounds }: { workspaces: number; rounds: number },
): Promise<Reached> {
  const led = await settledShares(running, workspaces)
  const speeds: number[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const answers = await Promise.all(running.map((one) => ask(one, 'round')))
    speeds.push((workspaces / Math.max(...answers.map(({ tookMs }) => Number(tookMs)))) * 1000)
  }
  // The first round lists every account for the first time.
  return { count: running.length, led, speeds: speeds.slice(1) }
}

/** Waits until every workspace is led, and no replica has fewer than its share. */
async function settledShares(running: readonly Program[], workspaces: number): Promise<number[]> {
  for (;;) {
    const led = (await Promise.all(running.map((one) => ask(one, 'led')))).map((answer) => Number(answer.led))
    const sum = led.reduce((total, count) => total + count, 0)
    if (sum === workspaces && Math.min(...led) >= Math.floor(workspaces / running.length)) return led
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

function startReplica(storeUrl: string, cloudUrl: string): Promise<Program> {
  return startProgram({
    script: new URL('./replica.ts', import.meta.url),
    environment: { STORE_URL: storeUrl, CLOUD_URL: cloudUrl },
  })
}

function shares({ count, led }: Reached, workspaces: number): Measurement {
  const most = Math.max(...led) / (workspaces / count)
  return {
    what: `${workspaces} workspaces on ${count} replicas: the largest share`,
    measured: `${times(most)} (${led.join(', ')})`,
    bar: '≤ 1.3 ×',
    isMet: most <= 1.3,
  }
}

/** Four-fifths and nine-tenths of what would be perfect. */
const wanted: Readonly<Record<number, number>> = { 2: 1.8, 4: 3.2 }

function faster({ count, speeds }: Reached, one: Reached | undefined): Measurement {
  const alone = median(one?.speeds ?? [])
  const ratios = speeds.map((speed) => speed / alone)
  const bar = wanted[count] ?? 1
  return {
    what: `accounts read a second by ${count} replicas, cloud ${slowMs} ms away, against one replica`,
    measured: `${times(median(ratios))} ${spread(ratios)} (${median(speeds).toFixed(0)} : ${alone.toFixed(0)})`,
    bar: `≥ ${bar} ×`,
    isMet: median(ratios) >= bar,
  }
}
