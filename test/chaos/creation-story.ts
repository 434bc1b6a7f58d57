import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import { readingOf } from '../flows/reading.ts'
import { until } from '../flows/until.ts'
import { createChance } from './chance.ts'
import type { CreationWorld } from './creation-world.ts'
import { diesAlone, type Plan } from './plan.ts'
import { type Crew, createReplicas } from './replicas.ts'

const longestLifeMs = 1500
const shortDowntimeMs = 130_000
const longDowntimeMs = 11 * 60_000
const longestDowntimeMs = 3_600_000
/** After this long without a change, in milliseconds, everything left waits for a later time. */
const stillMs = 4000
/** Most rounds until everything is created. It ends a story that hangs. */
const mostRounds = 60

/**
 * Requests everything while nothing fails. Then people approve, clouds make mistakes, and processes are killed: one
 * after the other, or all at once and started again after a while.
 */
export async function liveThrough(world: CreationWorld, { crew, kills, seed }: Plan & { crew: Crew }): Promise<void> {
  const chance = createChance(seed)
  const replicas = createReplicas(world, crew)
  const picture = () => `${JSON.stringify(world.report())} with CHAOS_SEED=${seed}\n${replicas.printed()}`
  const assertNothingTwice = () => expect(world.report(), picture()).toMatchObject({ tooMuch: [], repeated: [] })
  const connect = () => connectOne(world, replicas.urls(), chance())
  await replicas.areReady()
  connect()
  await world.ask()
  for (let kill = 0; kill < kills; kill += 1) {
    if (chance() < 0.8) await replicas.areReady()
    if (chance() < 0.4) world.spoil({ cloud: chance(), fault: chance() })
    connect()
    const due = world.wishes.filter((_, index) => (index * kills) / world.wishes.length <= kill + 1)
    for (const wish of due) world.approve(wish)
    await momentToDie(world, chance)
    assertNothingTwice()
    if (diesAlone(kill, chance() < 0.6)) await replicas.restartOne(chance())
    else await replicas.restartAll(shortDowntimeMs)
  }
  await replicas.areReady()
  connect()
  await momentToDie(world, chance)
  for (let round = 1; world.report().missing.length > 0; round += 1) {
    assertNothingTwice()
    if (round > mostRounds) throw new Error(picture())
    await replicas.restartAll(longDowntimeMs)
    await replicas.areReady()
    connect()
    for (const wish of world.wishes) world.approve(wish)
    await untilDoneOrStill(world)
  }
  await replicas.areReady()
  connect()
  const lead = world.person('U0LEAD')
  await lead.types('audit verify')
  expect(readingOf(await lead.hears('The audit is ')), picture()).toContain('The audit is intact')
  // Another life would show anything that was left half done.
  await replicas.restartAll(longestDowntimeMs)
  await replicas.lookAround(3)
  expect(await replicas.stop()).toEqual(Array.from({ length: crew.size }, () => 0))
  const created = world.wishes.filter(({ isApproved }) => isApproved).length
  expect(world.report(), `CHAOS_SEED=${seed}`).toMatchObject({ missing: [], tooMuch: [], repeated: [], created })
  process.stdout.write(`${kills} kills with CHAOS_SEED=${seed}: ${JSON.stringify(world.report())}\n`)
}

/** Tells Slack which replica receives its requests in HTTP mode. */
function connectOne(world: CreationWorld, urls: readonly string[], dice: number): void {
  const url = urls[Math.floor(dice * urls.length)]
  if (urls.length > 1 && url !== undefined) world.connect(url)
}

async function untilDoneOrStill(world: CreationWorld): Promise<void> {
  let seen = ''
  let since = Date.now()
  await until('everything to be done, or nothing to change any more', () => {
    const report = world.report()
    const sight = JSON.stringify([report, world.posts()])
    if (sight !== seen) since = Date.now()
    seen = sight
    return report.missing.length === 0 || Date.now() - since > stillMs
  })
}

/** Waits until the moment of a kill. Half of the kills come while a cloud carries out an order, the riskiest moment. */
async function momentToDie(world: CreationWorld, chance: () => number): Promise<void> {
  const waitMs = chance() * longestLifeMs
  if (chance() < 0.5) return pause(waitMs)
  await Promise.race([world.nextOrder(), pause(longestLifeMs)])
  await pause(chance() * 60)
}
