import { onTestFinished, test } from 'vitest'
import { startRedis } from '../redis-server.ts'
import { liveThrough } from './creation-story.ts'
import { createCreationWorld } from './creation-world.ts'
import { longestStoryMs, planFor } from './plan.ts'
import { letLeasesLapse } from './redis-leases.ts'

const plan = planFor(1)
const each = Math.ceil(plan.kills / 12)

test('two replicas on Redis, killed one by one and together, create every approved migration once, and nothing else', {
  timeout: longestStoryMs(plan),
}, async () => {
  const redis = await startRedis()
  onTestFinished(redis.stop)
  const world = await createCreationWorld({ storeUrl: redis.url, each })
  onTestFinished(world.stop)
  await liveThrough(world, { ...plan, crew: { size: 2, letLeasesLapse: () => letLeasesLapse(redis.url) } })
})
