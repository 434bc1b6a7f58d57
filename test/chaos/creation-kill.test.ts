import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished, test } from 'vitest'
import { liveThrough, longestStoryMs } from './creation-story.ts'
import { createCreationWorld } from './creation-world.ts'

/** `CHAOS_KILLS=200 npx vitest run test/chaos/creation-kill.test.ts` for a long night; `CHAOS_SEED` repeats one. */
const kills = Number(process.env.CHAOS_KILLS ?? 8)
const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000)
const each = Math.ceil(kills / 12)

test('killed at random moments, Ferry creates once what was approved, and nothing else', {
  timeout: longestStoryMs({ kills }),
}, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'ferry-chaos-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  const world = await createCreationWorld({ storeUrl: `sqlite:${join(directory, 'ferry.db')}`, each })
  onTestFinished(world.stop)
  await liveThrough(world, { crew: { size: 1 }, kills, seed })
})
