import { expect } from 'vitest'
import { until } from '../flows/until.ts'
import { createChance } from './chance.ts'
import type { ChaosWorld } from './chaos-world.ts'
import { diesAlone, type Plan } from './plan.ts'
import { type Crew, createReplicas } from './replicas.ts'

/**
 * A life ends with a random one of this many calls to Slack and the cloud, or after this time if there is little to do.
 */
const mostCalls = 40
const longestLifeMs = 1500
/** Longer than any lease of a dead process, in milliseconds. */
const downtimeMs = 120_000

/**
 * Waits until every migration was seen while it runs. Then migrations end while processes are killed: one after the
 * other, or all at once and started again after a while. At the end, every end has been announced once.
 */
export async function tellEnds(world: ChaosWorld, { crew, kills, seed }: Plan & { crew: Crew }): Promise<void> {
  const chance = createChance(seed)
  const replicas = createReplicas(world, crew)
  const picture = () => `${JSON.stringify(world.report())} with CHAOS_SEED=${seed}\n${replicas.printed()}`
  // A migration that ended before Ferry saw it gets a card and no announcement.
  await until('every card', () => world.report().posts >= world.ids.length, picture)
  for (let kill = 0; kill < kills; kill += 1) {
    if (chance() < 0.8) await replicas.areReady()
    const ending = [...world.ids.keys()].filter((index) => Math.floor((index * kills) / world.ids.length) === kill)
    for (const index of ending) world.endMigration(index)
    if (chance() < 0.4) world.spoilPost({ kind: chance() < 0.5 ? 'cut_before' : 'cut_after' })
    await momentToDie(world, chance)
    if (diesAlone(kill, chance() < 0.5)) await replicas.restartOne(chance())
    else await replicas.restartAll(downtimeMs)
  }
  await replicas.areReady()
  await momentToDie(world, chance)
  await replicas.restartAll(downtimeMs)
  await until('every end', () => world.report().missing.length === 0, picture)
  await replicas.restartAll(downtimeMs)
  await replicas.lookAround(3)
  expect(await replicas.stop()).toEqual(Array.from({ length: crew.size }, () => 0))
  expect(world.report(), picture()).toMatchObject({ missing: [], repeated: [] })
  process.stdout.write(`${kills} kills with CHAOS_SEED=${seed}: ${JSON.stringify(world.report())}\n`)
}

function momentToDie(world: ChaosWorld, chance: () => number): Promise<boolean> {
  const lastCall = world.calls() + Math.floor(chance() * mostCalls)
  const latest = Date.now() + chance() * longestLifeMs
  return until('the process to die', () => world.calls() >= lastCall || Date.now() >= latest)
}
