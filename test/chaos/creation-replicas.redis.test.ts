import { onTestFinished, test } from 'vitest'
import { startRedis } from '../redis-server.ts'
import { liveThrough, longestStoryMs } from './creation-story.ts'
import { createCreationWorld } from './creation-world.ts'
import { letLeasesLapse } from './redis-leases.ts'

const kills = Number(process.env.CHAOS_REPLICA_KILLS ?? 6)
const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000)
const each = Math.ceil(kills / 12)

test('two replicas on Redis, killed one by one and together, create once what was approved, and nothing else', {
  timeout: longestStoryMs({ kills }),
}, async () => {
  const redis = await startRedis()
  onTestFinished(redis.stop)
  const world = await createCreationWorld({ storeUrl: redis.url, each })
  onTestFinished(world.stop)
  await liveThrough(world, { crew: { size: 2, letLeasesLapse: () => letLeasesLapse(redis.url) }, kills, seed })
})
