import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalSlack, type LocalSlack } from '../../playground/slack/server.ts'
import { type Pair, ratioOf } from '../figures.ts'
import type { Bench, Measurement, Row } from '../row.ts'
import { slackEnvironment, startFerry } from '../world/ferry.ts'
import type { Fleet, Fleets } from '../world/fleet.ts'
import { type Program, startProgram } from '../world/program.ts'

/**
 * Time from the start of the process until it reports that it is ready, and its readiness check agrees. Compared with a
 * bare Bolt app.
 */
export const start: Row = {
  name: 'start',
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const fleet = await fleets.of(isQuick ? 20 : 100)
    const slack = await createLocalSlack()
    const caches = mkdtempSync(join(tmpdir(), 'ferry-bench-compiled-'))
    const place = { slack, fleet, caches }
    const variants = variantsOf(fleet, fleets)
    try {
      const pairs = new Map(variants.map((variant): [Variant, Pair[]] => [variant, []]))
      // Node writes what it has compiled when a process ends in order.
      for (const variant of variants) await (await startReady(variant, place)).stop()
      for (let round = 0; round < (isQuick ? 1 : 5); round += 1) {
        for (const variant of variants) {
          const theirs = await startMs(() => startProgram(bareBolt(slack)))
          const ours = await startMs(() => startReady(variant, place))
          pairs.get(variant)?.push({ ours, theirs })
        }
      }
      return [...pairs].map(([variant, taken]) => judge(variant, taken))
    } finally {
      rmSync(caches, { recursive: true })
      await slack.stop()
    }
  },
}

/** `cache`: where Node keeps what it has compiled. By default, where Ferry keeps it: beside the bundle. */
type Variant = { what: string; script: URL; cache?(): string; storeUrl(): string; bar?: number }

/** From the bundle, as people run Ferry, and from source, as the first start in a checkout does. */
function variantsOf(fleet: Fleet, fleets: Fleets): Variant[] {
  const [bundle, source] = [
    new URL('../../src/start.js', import.meta.url),
    new URL('./from-source.ts', import.meta.url),
  ]
  const what = 'start to ready on SQLite'
  const empty = { storeUrl: fleets.emptyStore }
  return [
    { what: `${what}, empty, bundle`, script: bundle, ...empty, bar: 1.2 },
    { what: `${what}, ${fleet.watches.length} followed, bundle`, script: bundle, storeUrl: fleet.copyOfStore, bar: 2 },
    { what: `${what}, empty, source, second start`, script: source, ...empty, cache: () => 'second' },
    { what: `${what}, empty, source, first start`, script: source, ...empty, cache: () => crypto.randomUUID() },
  ]
}

function bareBolt(slack: LocalSlack) {
  return { script: new URL('../answers/bare-bolt.ts', import.meta.url), environment: slackEnvironment(slack) }
}

type Place = { slack: LocalSlack; fleet: Fleet; caches: string }

/** Time that a program takes to start. Stopping it is not measured. */
async function startMs(begin: () => Promise<Program>): Promise<number> {
  const startedAt = performance.now()
  const program = await begin()
  const tookMs = performance.now() - startedAt
  await program.kill()
  return tookMs
}

/** Starts Ferry and asks whether it is ready. */
async function startReady({ script, cache, storeUrl }: Variant, { slack, fleet, caches }: Place): Promise<Program> {
  const environment = cache === undefined ? {} : { NODE_COMPILE_CACHE: join(caches, cache()) }
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
