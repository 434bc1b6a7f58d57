import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished } from 'vitest'
import { readingOf } from '../flows/reading.ts'
import { untilWithin } from '../flows/until.ts'
import { createChance } from './chance.ts'
import type { CreationWorld } from './creation-world.ts'
import { type FerryProcess, startFerry } from './ferry-process.ts'

/** One process, or equal replicas that share a store and are reached over HTTP. */
export type Crew = {
  size: number
  /** Has the leases of dead processes end, where the store does not go by their clock. */
  letLeasesLapse?(): Promise<void>
}
export type Plan = { crew: Crew; kills: number; seed: number }

const longestLifeMs = 1500
/** After so long whatever a dead process had begun has reached its cloud. */
const settleMs = 300
/** A process starts in a second or two, where nothing else goes on. */
const slowStartMs = 15_000
const shortDowntimeMs = 130_000
const longDowntimeMs = 11 * 60_000
const longestDowntimeMs = 3_600_000
const roundMs = 6000
const rounds = 20

export function longestStoryMs({ kills }: Pick<Plan, 'kills'>): number {
  return 120_000 + kills * slowStartMs + rounds * (roundMs + slowStartMs)
}

/**
 * Everything is asked for in peace. Then people approve, clouds make mistakes, and processes are killed: one after the
 * other, or all at once and started again after a while.
 */
export async function liveThrough(world: CreationWorld, { crew, kills, seed }: Plan): Promise<void> {
  const chance = createChance(seed)
  const replicas = createReplicas(world, crew)
  const picture = () => `${JSON.stringify(world.report())} with CHAOS_SEED=${seed}\n${replicas.printed()}`
  const until = untilWithin(roundMs)
  const assertNothingTwice = () => expect(world.report(), picture()).toMatchObject({ tooMuch: [], repeated: [] })
  await replicas.areReady()
  replicas.connect(chance())
  await world.ask()
  for (let kill = 0; kill < kills; kill += 1) {
    if (chance() < 0.8) await replicas.areReady()
    if (chance() < 0.4) world.spoil({ cloud: chance(), fault: chance() })
    replicas.connect(chance())
    const due = world.wishes.filter((_, index) => (index * kills) / world.wishes.length <= kill + 1)
    for (const wish of due) world.approve(wish)
    await momentToDie(world, chance)
    assertNothingTwice()
    if (chance() < 0.6) await replicas.restartOne(chance())
    else await replicas.restartAll(shortDowntimeMs)
  }
  for (let round = 1; world.report().missing.length > 0 && round <= rounds; round += 1) {
    assertNothingTwice()
    await replicas.restartAll(longDowntimeMs)
    await replicas.areReady()
    replicas.connect(chance())
    for (const wish of world.wishes) world.approve(wish)
    await until('the end of everything', () => world.report().missing.length === 0, picture).catch((error: unknown) => {
      if (round === rounds) throw error
    })
  }
  await replicas.areReady()
  replicas.connect(chance())
  const lead = world.person('U0LEAD')
  await lead.types('audit verify')
  expect(readingOf(await lead.hears('The audit is ')), picture()).toContain('The audit is whole')
  // Another life, in which whatever was left half done would come out.
  await replicas.restartAll(longestDowntimeMs)
  await replicas.areReady()
  await pause(3000)
  expect(await replicas.stop()).toEqual(Array.from({ length: crew.size }, () => 0))
  const created = world.wishes.filter(({ isApproved }) => isApproved).length
  expect(world.report(), `CHAOS_SEED=${seed}`).toMatchObject({ missing: [], tooMuch: [], repeated: [], created })
  process.stdout.write(`${kills} kills with CHAOS_SEED=${seed}: ${JSON.stringify(world.report())}\n`)
}

/** Some of them in the middle of the most delicate thing: while a cloud carries out what it was asked for. */
async function momentToDie(world: CreationWorld, chance: () => number): Promise<void> {
  const waitMs = chance() * longestLifeMs
  if (chance() < 0.5) return pause(waitMs)
  await Promise.race([world.nextOrder(), pause(longestLifeMs)])
  await pause(chance() * 60)
}

function createReplicas(world: CreationWorld, { size, letLeasesLapse = async () => {} }: Crew) {
  const start = () => {
    const ferry = startFerry(environmentOf(world, size), { aheadMs: world.aheadMs() })
    onTestFinished(ferry.kill)
    return ferry
  }
  const all: FerryProcess[] = Array.from({ length: size }, start)
  return {
    areReady: () => Promise.all(all.map(({ isReady }) => isReady)),
    printed: () => all.map(({ printed }) => printed()).join('\n'),
    /** Slack brings everything to one of them. */
    connect(dice: number) {
      const urls = all.flatMap(({ url }) => url() ?? [])
      const url = urls[Math.floor(dice * urls.length)]
      if (size > 1 && url !== undefined) world.connect(url)
    },
    async restartOne(dice: number) {
      const victim = Math.floor(dice * size)
      await all[victim]?.kill()
      all[victim] = start()
    },
    async restartAll(downtimeMs: number) {
      await Promise.all(all.map(({ kill }) => kill()))
      await pause(settleMs)
      await letLeasesLapse()
      world.skip(downtimeMs)
      all.splice(0, size, ...Array.from({ length: size }, start))
    },
    stop: () => Promise.all(all.map(({ stop }) => stop())),
  }
}

function environmentOf({ environment }: CreationWorld, size: number): Record<string, string> {
  const { SLACK_APP_TOKEN: _, ...overHttp } = environment
  return size > 1 ? overHttp : environment
}
