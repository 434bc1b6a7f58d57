import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { untilWithin } from '../flows/until.ts'
import { createChance } from './chance.ts'
import { createChaosWorld } from './chaos-world.ts'
import { startFerry } from './ferry-process.ts'

/** `CHAOS_KILLS=200 npx vitest run test/chaos/kill.test.ts` for a long night; `CHAOS_SEED` repeats one. */
const kills = Number(process.env.CHAOS_KILLS ?? 15)
const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000)
const migrations = 24
const shortestLifeMs = 300
const longestLifeMs = 2000
/** Longer than any lease of a process that died. */
const downtimeMs = 120_000
const patienceMs = 40_000

test('killed at random moments, Ferry tells every end exactly once', {
  timeout: kills * longestLifeMs + 2 * patienceMs,
}, async () => {
  const chance = createChance(seed)
  const directory = await mkdtemp(join(tmpdir(), 'ferry-chaos-'))
  const world = await createChaosWorld({ storeUrl: `sqlite:${join(directory, 'ferry.db')}`, migrations })
  onTestFinished(async () => {
    await world.stop()
    await rm(directory, { recursive: true, force: true })
  })
  const start = () => {
    const ferry = startFerry(world.environment, { aheadMs: world.aheadMs() })
    onTestFinished(ferry.kill)
    return ferry
  }

  // What has ended before it was ever seen gets a card and no announcement, so everything is seen once.
  const first = start()
  await untilWithin(patienceMs)('every card', () => world.report().posts >= migrations, first.printed)
  await first.kill()
  world.skip(downtimeMs)

  for (let kill = 0; kill < kills; kill += 1) {
    const ferry = start()
    const lifeMs = shortestLifeMs + chance() * (longestLifeMs - shortestLifeMs)
    const ending = [...world.ids.keys()].filter((index) => Math.floor((index * kills) / migrations) === kill)
    await pause(lifeMs / 2)
    for (const index of ending) world.endMigration(index)
    if (chance() < 0.3) world.spoilPost({ kind: chance() < 0.5 ? 'cut_before' : 'cut_after' })
    await pause(lifeMs / 2)
    await ferry.kill()
    if (chance() < 0.5) world.skip(downtimeMs)
  }

  world.skip(downtimeMs)
  const last = start()
  const picture = () =>
    `${JSON.stringify(world.report())} after ${kills} kills with CHAOS_SEED=${seed}\n${last.printed()}`
  await untilWithin(patienceMs)('every end', () => world.report().missing.length === 0, picture)
  expect(await last.stop()).toBe(0)

  // One more life, in which whatever was left half done would come out.
  world.skip(downtimeMs)
  const after = start()
  await after.isReady
  await pause(3000)
  expect(await after.stop()).toBe(0)
  expect(world.report(), `CHAOS_SEED=${seed}`).toMatchObject({ missing: [], repeated: [] })
  process.stdout.write(`${kills} kills with CHAOS_SEED=${seed}: ${JSON.stringify(world.report())}\n`)
})
