import { onTestFinished, test } from 'vitest'
import { startRedis } from '../redis-server.ts'
import { createChaosWorld } from './chaos-world.ts'
import { tellEnds } from './ends-story.ts'
import { longestStoryMs, planFor } from './plan.ts'
import { letLeasesLapse } from './redis-leases.ts'

const plan = planFor(1)

test('two replicas on Redis, killed one by one and together, announce every end exactly once', {
  timeout: longestStoryMs(plan),
}, async () => {
  const redis = await startRedis()
  onTestFinished(redis.stop)
  const world = await createChaosWorld({ storeUrl: redis.url, migrations: Math.min(24, plan.kills * 12) })
  onTestFinished(world.stop)
  await tellEnds(world, { ...plan, crew: { size: 2, letLeasesLapse: () => letLeasesLapse(redis.url) } })
})
