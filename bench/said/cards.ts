import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom } from '../../playground/cloud/random.ts'
import type { LocalSlack } from '../../playground/slack/server.ts'
import type { Watch } from '../../src/store/store.ts'
import { quantile, seconds, spread } from '../figures.ts'
import type { Bench, Measurement, Row } from '../row.ts'
import type { Fleet, Fleets } from '../world/fleet.ts'
import { type BareEdits, startBareEdits } from './bare-edits.ts'
import { contentOf, listenTo } from './heard.ts'
import { countRefused } from './refused.ts'
import { openLimitedSlack, openSpeaking, type Speaking } from './speaking.ts'

/**
 * Time until a change of state is on its card while the figures of all other cards move. Changes come at random times, and
 * none waits for another; each comes with a round that reads it. Compared with a plain loop that knows of each change at
 * once, and edits under the same limits.
 */
export const cards: Row = {
  name: 'cards',
  isWaiting: true,
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const seeds = isQuick ? [1] : [1, 2, 3]
    const worlds = await Promise.all(seeds.map(() => openWorld(fleets, isQuick ? 1 : 10)))
    const refused = countRefused(worlds.map(({ speaking }) => speaking.slack))
    try {
      const spanMs = isQuick ? 30_000 : 180_000
      const runs = await Promise.all(worlds.map((world, index) => run(world, changesIn(spanMs, seeds[index] ?? 1))))
      const what = `a state that changed is on its card, ${(worlds[0]?.fleet.watches.length ?? 0) - 1} others moving`
      return [...judged(what, runs, seeds), refused.judged(what)]
    } finally {
      refused.stop()
      await Promise.all(worlds.map(({ stop }) => stop()))
    }
  },
}

type World = { fleet: Fleet; speaking: Speaking; bareSlack: LocalSlack; stop(): Promise<void> }

async function openWorld(fleets: Fleets, accounts: number): Promise<World> {
  const fleet = await fleets.fresh(accounts)
  const [speaking, bareSlack] = [await openSpeaking(fleet), await openLimitedSlack(fleet)]
  return { fleet, speaking, bareSlack, stop: async () => void (await Promise.all([speaking.stop(), bareSlack.stop()])) }
}

/** Changes a minute: about a quarter of the edits that Slack allows. */
const changesAMinute = 12

/** Random times at which something changes, in milliseconds from the beginning. */
function changesIn(spanMs: number, seed: number): number[] {
  const random = createRandom(seed)
  const gapMs = () => (-Math.log(1 - random()) * 60_000) / changesAMinute
  const times: number[] = []
  for (let at = gapMs(); at < spanMs; at += gapMs()) times.push(at)
  return times
}

type Run = { oursMs: number[]; theirsMs: number[]; pausesMs: number[] }

async function run({ fleet, speaking, bareSlack }: World, changes: readonly number[]): Promise<Run> {
  const bare = startBareEdits(bareSlack, fleet.watches)
  await speaking.control.jump(60_000)
  await speaking.round()
  const pauses = hearPauses(speaking.slack)
  const samples = changes.map(async (atMs, index) => {
    const watch = fleet.watches[(index * stride) % fleet.watches.length]
    if (watch === undefined) throw new Error('Nothing is watched')
    await sleep(atMs)
    return change(watch, speaking, bare)
  })
  try {
    const done = await Promise.all(samples)
    return {
      oursMs: done.map(({ oursMs }) => oursMs),
      theirsMs: done.map(({ theirsMs }) => theirsMs),
      pausesMs: pauses.stop(),
    }
  } finally {
    await bare.stop()
  }
}

/** No two changes in a row concern neighbours. */
const stride = 37

/** Pauses one migration while all others move, and has a round read that. */
async function change(watch: Watch, { control, slack, round }: Speaking, bare: BareEdits) {
  const startedAt = performance.now()
  const since = () => performance.now() - startedAt
  const isShown = shownPaused(slack, watch)
  const isEdited = bare.change(watch).then(since)
  await control.jump(60_000)
  await control.pause(watch.migrationId)
  await round()
  await isShown
  return { oursMs: since(), theirsMs: await isEdited }
}

const patienceMs = 120_000

/** Resolves when Slack has accepted an edit in which the migration is paused. */
function shownPaused(slack: LocalSlack, { channel, migrationId }: Watch): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const timer = setTimeout(() => reject(new Error(`The state of ${migrationId} is not on its card`)), patienceMs)
  const stop = listenTo(slack, (call) => {
    const content = contentOf(call)
    const isOfIt = call.ok && call.method === 'chat.update' && call.args.channel === channel
    if (isOfIt && content.includes(migrationId) && /\bpaused\b/i.test(content)) resolve()
  })
  return promise.finally(() => {
    clearTimeout(timer)
    stop()
  })
}

/** Hears how long Slack gets no edit. There is always one to make. */
function hearPauses(slack: LocalSlack): { stop(): number[] } {
  const pausesMs: number[] = []
  let lastAt = performance.now()
  const stop = listenTo(slack, ({ ok, method }) => {
    if (!ok || method !== 'chat.update') return
    pausesMs.push(performance.now() - lastAt)
    lastAt = performance.now()
  })
  return {
    stop() {
      stop()
      return pausesMs
    },
  }
}

function judged(what: string, runs: readonly Run[], seeds: readonly number[]): Measurement[] {
  const [ours, theirs] = [runs.flatMap(({ oursMs }) => oursMs), runs.flatMap(({ theirsMs }) => theirsMs)]
  const both = (share: number) => `${seconds(quantile(ours, share))} : ${seconds(quantile(theirs, share))}`
  const p95s = runs.map(({ oursMs }) => quantile(oursMs, 0.95))
  const pauses = runs.map(({ pausesMs }) => Math.max(...pausesMs))
  const samples = `${ours.length} changes in ${runs.length} runs, seeds ${seeds.join(', ')}`
  return [
    {
      what: `${what}: p95, against a plain loop`,
      measured: `${both(0.95)} ${spread(p95s, seconds)} (p50 ${both(0.5)}, longest ${both(1)}; ${samples})`,
      bar: '≤ 3 s',
      isMet: quantile(ours, 0.95) <= 3000,
    },
    {
      what: `${what}: longest pause between two edits`,
      measured: `${seconds(Math.max(...pauses))} ${spread(pauses, seconds)}`,
      bar: '≤ 2.5 s',
      isMet: Math.max(...pauses) <= 2500,
    },
  ]
}
