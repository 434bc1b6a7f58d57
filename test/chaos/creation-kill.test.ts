import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished, test } from 'vitest'
import { liveThrough } from './creation-story.ts'
import { createCreationWorld } from './creation-world.ts'
import { longestStoryMs, planFor } from './plan.ts'

const plan = planFor(1)
const each = Math.ceil(plan.kills / 12)

test('killed at random moments, Ferry creates every approved migration once, and nothing else', {
  timeout: longestStoryMs(plan),
}, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'ferry-chaos-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  const world = await createCreationWorld({ storeUrl: `sqlite:${join(directory, 'ferry.db')}`, each })
  onTestFinished(world.stop)
  await liveThrough(world, { ...plan, crew: { size: 1 } })
})
