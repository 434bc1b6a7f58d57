import { once } from 'node:events'
import { createLocalSlack } from '../playground/slack/server.ts'
import { redisIsInstalled, startRedis } from '../test/redis-server.ts'
import { type FerryOptions, startFerry } from './ferry.ts'
import { median, quantile } from './figures.ts'
import { type Fleet, fillStore } from './fleet.ts'
import type { Program } from './program.ts'
import type { Bench, Measurement, Row } from './row.ts'

/** Time from `kill -9` until a cloud is called again. */
export const recovery: Row = {
  name: 'recovery',
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const fleet = await fleets.fresh(isQuick ? 20 : 100)
    const slack = await createLocalSlack()
    const place = { slack, cloudUrl: fleet.cloud.url, environment: { POLL_SCHEDULE: never } }
    try {
      const onSqlite = { rounds: isQuick ? 1 : 9, barMs: 3_000 }
      const sqlite = await measure(`SQLite, started again`, onSqlite, () => restarted(fleet, place))
      if (!redisIsInstalled) return [sqlite]
      const redis = await startRedis()
      await fillStore(redis.url, { ...fleet, cloudUrl: fleet.cloud.url })
      const onRedis = { rounds: isQuick ? 1 : 3, barMs: 15_000 }
      const takenOver = () => takeOver(fleet, { ...place, storeUrl: redis.url })
      const second = await measure(`Redis, taken over by another replica`, onRedis, takenOver)
      await redis.stop()
      return [sqlite, second]
    } finally {
      await fleet.cloud.stop()
      await slack.stop()
    }
  },
}

/** No round is due while this is measured: whoever takes a workspace over looks at once. */
const never = '0 0 0 1 1 *'

type Sizes = { rounds: number; barMs: number }

async function measure(what: string, { rounds, barMs }: Sizes, once: () => Promise<number>): Promise<Measurement> {
  const tookMs: number[] = []
  for (let round = 0; round < rounds; round += 1) tookMs.push(await once())
  const spread = `${seconds(quantile(tookMs, 0))}–${seconds(quantile(tookMs, 1))}`
  return {
    what: `first look at the clouds after kill -9, ${what}`,
    measured: `${seconds(median(tookMs))} [${spread}]`,
    bar: `≤ ${barMs / 1000} s`,
    isMet: median(tookMs) <= barMs,
  }
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(2)} s`
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
