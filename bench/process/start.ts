import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalSlack, type LocalSlack } from '../../playground/slack/server.ts'
import { type Pair, ratioOf } from '../figures.ts'
import type { Bench, Measurement, Row } from '../row.ts'
import { neverPoll, slackEnvironment, startFerry } from '../world/ferry.ts'
import type { Fleet, Fleets } from '../world/fleet.ts'
import { type Program, startProgram } from '../world/program.ts'

/**
 * Time from the start of the process until it reports that it is ready, and its readiness check agrees. Compared with a
 * bare Bolt app. Cold: nothing is compiled yet. Warm: Ferry has been started and stopped once before.
 */
export const start: Row = {
  name: 'start',
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const fleet = await fleets.of(isQuick ? 20 : 100)
    const slack = await createLocalSlack()
    const cache = mkdtempSync(join(tmpdir(), 'ferry-bench-compiled-'))
    const place = { slack, fleet, cache }
    const variants = variantsOf(fleet, fleets)
    try {
      const pairs = new Map(variants.map((variant): [Variant, Pair[]] => [variant, []]))
      // Node writes what it has compiled when a process ends in order.
      for (const variant of variants) await (await startReady(variant, place)).stop()
      for (let round = 0; round < (isQuick ? 2 : 7); round += 1) {
        for (const variant of variants) {
          const theirs = await startMs(() => startProgram(bareBolt(slack)))
          const ours = await startMs(() => startReady(variant, place))
          pairs.get(variant)?.push({ ours, theirs })
        }
      }
      return [...pairs].map(([variant, taken]) => judge(variant, taken))
    } finally {
      rmSync(cache, { recursive: true })
      await slack.stop()
    }
  },
}

type Variant = { what: string; script: URL; isWarm: boolean; storeUrl(): string; bar?: number }

/** From the bundle, as people run Ferry, and from source. */
function variantsOf(fleet: Fleet, fleets: Fleets): Variant[] {
  const stores = [
    { holding: 'empty', storeUrl: fleets.emptyStore, bar: 1.2 },
    { holding: `${fleet.watches.length} followed`, storeUrl: fleet.copyOfStore, bar: 2 },
  ]
  const scripts = [
    { from: 'bundle', script: new URL('../../src/start.js', import.meta.url), isJudged: true },
    { from: 'source', script: new URL('./from-source.ts', import.meta.url), isJudged: false },
  ]
  return scripts.flatMap(({ from, script, isJudged }) =>
    stores.flatMap(({ holding, storeUrl, bar }) =>
      [false, true].map((isWarm) => ({
        ...{
          what: `start to ready on SQLite, ${holding}, ${from}, ${isWarm ? 'warm' : 'cold'}`,
          script,
          isWarm,
          storeUrl,
        },
        ...(isJudged && { bar }),
      })),
    ),
  )
}

function bareBolt(slack: LocalSlack) {
  return { script: new URL('../answers/bare-bolt.ts', import.meta.url), environment: slackEnvironment(slack) }
}

type Place = { slack: LocalSlack; fleet: Fleet; cache: string }

/** Time that a program takes to start. Stopping it is not measured. */
async function startMs(begin: () => Promise<Program>): Promise<number> {
  const startedAt = performance.now()
  const program = await begin()
  const tookMs = performance.now() - startedAt
  await program.kill()
  return tookMs
}

/** Starts Ferry and asks whether it is ready. */
async function startReady({ script, isWarm, storeUrl }: Variant, { slack, fleet, cache }: Place): Promise<Program> {
  const NODE_COMPILE_CACHE = join(cache, isWarm ? 'warm' : crypto.randomUUID())
  const environment = { ...neverPoll, NODE_COMPILE_CACHE }
  const ferry = await startFerry({ slack, storeUrl: storeUrl(), cloudUrl: fleet.cloud.url, script, environment })
  const { status } = await fetch(`${ferry.url}/readyz`)
  if (status !== 200) throw new Error(`Ferry said that it was ready, but answered ${status}`)
  return ferry
}

function judge({ what, bar }: Variant, pairs: readonly Pair[]): Measurement {
  const { ratio, measured } = ratioOf(pairs)
  const named = { what: `${what}, against a bare Bolt app`, measured }
  return bar === undefined ? { ...named, bar: '' } : { ...named, bar: `≤ ${bar} ×`, isMet: ratio <= bar }
}
