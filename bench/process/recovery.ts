import { once } from 'node:events'
import { createLocalSlack } from '../../playground/slack/server.ts'
import { redisIsInstalled, startRedis } from '../../test/redis-server.ts'
import { median, seconds, spread } from '../figures.ts'
import type { Bench, Measurement, Row } from '../row.ts'
import { type FerryOptions, neverPoll, startFerry } from '../world/ferry.ts'
import { type Fleet, fillStore } from '../world/fleet.ts'
import type { Program } from '../world/program.ts'

/** Time from `kill -9` until a cloud is called again, by the next process or by another replica. */
export const recovery: Row = {
  name: 'recovery',
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const fleet = await fleets.of(isQuick ? 20 : 100)
    const slack = await createLocalSlack()
    const place = { slack, cloudUrl: fleet.cloud.url, environment: neverPoll }
    try {
      const size = { rounds: isQuick ? 1 : 5, barMs: 3_000 }
      return [await measure(`SQLite, started again`, size, () => restarted(fleet, place))]
    } finally {
      await slack.stop()
    }
  },
}

/** The same where another replica takes over. It waits for the lease to end. */
export const takeover: Row = {
  name: 'takeover',
  isWaiting: true,
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    if (!redisIsInstalled) return []
    const fleet = await fleets.fresh(10)
    const [slack, redis] = [await createLocalSlack(), await startRedis()]
    const place = { slack, cloudUrl: fleet.cloud.url, environment: neverPoll, storeUrl: redis.url }
    try {
      await fillStore(redis.url, { ...fleet, cloudUrl: fleet.cloud.url })
      const size = { rounds: isQuick ? 1 : 5, barMs: 15_000 }
      return [await measure(`Redis, taken over by another replica`, size, () => takeOver(fleet, place))]
    } finally {
      await redis.stop()
      await fleet.cloud.stop()
      await slack.stop()
    }
  },
}

type Sizes = { rounds: number; barMs: number }

async function measure(what: string, { rounds, barMs }: Sizes, once: () => Promise<number>): Promise<Measurement> {
  const tookMs: number[] = []
  for (let round = 0; round < rounds; round += 1) tookMs.push(await once())
  return {
    what: `first look at the clouds after kill -9, ${what}`,
    measured: `${seconds(median(tookMs))} ${spread(tookMs, seconds)}`,
    bar: `≤ ${barMs / 1000} s`,
    isMet: median(tookMs) <= barMs,
  }
}

async function restarted(fleet: Fleet, place: Omit<FerryOptions, 'storeUrl'>): Promise<number> {
  const storeUrl = fleet.copyOfStore()
  const first = await startFerry({ ...place, storeUrl })
  const killedAt = Date.now()
  await first.kill()
  const called = nextCall(fleet.cloud)
  const second = await startFerry({ ...place, storeUrl })
  const calledAt = await called
  await second.stop()
  return calledAt - killedAt
}

/** The first of two replicas leads the only workspace. */
async function takeOver(fleet: Fleet, place: FerryOptions): Promise<number> {
  const first = await startFerry(place)
  const second = await startFerry(place)
  const killedAt = Date.now()
  await first.kill()
  const calledAt = await nextCall(fleet.cloud)
  await second.stop()
  return calledAt - killedAt
}

/** When the cloud is called next, on a connection that is not open yet. */
async function nextCall({ process: cloud }: Program): Promise<number> {
  const called = once(cloud, 'message')
  cloud.send('next call?')
  const [{ calledAt }] = await called
  return calledAt
}
