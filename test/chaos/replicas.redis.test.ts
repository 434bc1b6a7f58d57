import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { untilWithin } from '../flows/until.ts'
import { startRedis } from '../redis-server.ts'
import { createChance } from './chance.ts'
import { createChaosWorld } from './chaos-world.ts'
import { type FerryProcess, startFerry } from './ferry-process.ts'
import { letLeasesLapse } from './redis-leases.ts'

const kills = Number(process.env.CHAOS_REPLICA_KILLS ?? 6)
const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000)
const migrations = 24
const longestLifeMs = 1500
const patienceMs = 40_000

test('two replicas on Redis, killed one by one and then together, tell every end exactly once', {
  timeout: kills * longestLifeMs + 2 * patienceMs,
}, async () => {
  const chance = createChance(seed)
  const redis = await startRedis()
  onTestFinished(redis.stop)
  const world = await createChaosWorld({ storeUrl: redis.url, migrations })
  onTestFinished(world.stop)
  const start = (): FerryProcess => {
    const { SLACK_APP_TOKEN: _, ...environment } = world.environment
    const ferry = startFerry(environment)
    onTestFinished(ferry.kill)
    return ferry
  }
  const replicas = [start(), start()]
  const picture = () => [JSON.stringify(world.report()), ...replicas.map(({ printed }) => printed())].join('\n')
  const until = untilWithin(patienceMs)
  await until('every card', () => world.report().posts >= migrations, picture)

  for (let kill = 0; kill < kills; kill += 1) {
    const ending = [...world.ids.keys()].filter((index) => Math.floor((index * kills) / migrations) === kill)
    for (const index of ending) world.endMigration(index)
    if (chance() < 0.5) world.spoilPost({ kind: chance() < 0.5 ? 'cut_before' : 'cut_after' })
    await pause(chance() * longestLifeMs)
    const victim = chance() < 0.5 ? 0 : 1
    await replicas[victim]?.kill()
    replicas[victim] = start()
  }

  // Both at once, and back after a minute.
  for (const replica of replicas) await replica.kill()
  await letLeasesLapse(redis.url)
  replicas.splice(0, 2, start(), start())
  await until('every end', () => world.report().missing.length === 0, picture)
  // Time in which whatever was left half done would come out.
  await pause(6000)
  for (const replica of replicas) expect(await replica.stop()).toBe(0)
  expect(world.report(), `CHAOS_SEED=${seed}`).toMatchObject({ missing: [], repeated: [] })
  process.stdout.write(`${kills + 2} kills of 2 replicas with CHAOS_SEED=${seed}: ${JSON.stringify(world.report())}\n`)
})
