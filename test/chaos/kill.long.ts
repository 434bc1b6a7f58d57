import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished, test } from 'vitest'
import { createChaosWorld } from './chaos-world.ts'
import { tellEnds } from './ends-story.ts'
import { longestStoryMs, planFor } from './plan.ts'

const plan = planFor(1)

test('killed at random moments, Ferry announces every end exactly once', {
  timeout: longestStoryMs(plan),
}, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'ferry-chaos-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  const world = await createChaosWorld({
    storeUrl: `sqlite:${join(directory, 'ferry.db')}`,
    migrations: Math.min(24, plan.kills * 12),
  })
  onTestFinished(world.stop)
  await tellEnds(world, { ...plan, crew: { size: 1 } })
})
