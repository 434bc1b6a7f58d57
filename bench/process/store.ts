import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@keyv/redis'
import { systemClock } from '../../src/async/clock.ts'
import { openStore } from '../../src/store/open.ts'
import type { Collection, Watch } from '../../src/store/store.ts'
import { redisIsInstalled, startRedis } from '../../test/redis-server.ts'
import { interleaved, type Pair, pairsFor, ratioOf, timed, times } from '../figures.ts'
import type { Bench, Measurement, Row } from '../row.ts'
import { type BareStore, bareRedis, bareSqlite } from './bare-stores.ts'

/** The operations of the store, each against the bare driver that does the same to the same texts. */
export const store: Row = {
  name: 'store',
  async measure({ isQuick }: Bench): Promise<Measurement[]> {
    const size = { records: isQuick ? 200 : 1_000, pairs: pairsFor(isQuick) }
    const folder = mkdtempSync(join(tmpdir(), 'ferry-bench-store-'))
    const sqlite = await measureOn(`sqlite:${join(folder, 'ferry.db')}`, bareSqlite(join(folder, 'bare.db')), size)
    rmSync(folder, { recursive: true })
    if (!redisIsInstalled) return sqlite
    const server = await startRedis()
    const client = await createClient({ url: server.url }).connect()
    const redis = await measureOn(server.url, bareRedis(client), size)
    await server.stop()
    return [...sqlite, ...redis]
  },
}

type Size = { records: number; pairs: number }

function keysOf({ records }: Size): string[] {
  return Array.from({ length: records }, (_, index) => `prod-hw/${index}@C1`)
}

async function measureOn(url: string, bare: BareStore, size: Size): Promise<Measurement[]> {
  const encryptionKeys = [{ id: 'k1', key: Buffer.alloc(32, 'not a real key ') }]
  const ferry = await openStore({ url, encryptionKeys, clock: systemClock, onFailure() {} })
  const { watches } = ferry.in('T1')
  const keys = keysOf(size)
  const measurements: Measurement[] = []
  for (const [name, { ours, theirs }] of Object.entries(operations)) {
    const pairs = await interleaved(size.pairs, {
      ours: () => timed(() => ours(watches, keys)),
      theirs: () => timed(() => theirs(bare, keys)),
    })
    measurements.push(judge(`${url.startsWith('sqlite') ? 'SQLite' : 'Redis'} ${name}`, pairs))
  }
  await bare.stop()
  await ferry.stop()
  return measurements
}

type Operation = {
  ours(watches: Collection<Watch>, keys: readonly string[]): Promise<unknown>
  theirs(bare: BareStore, keys: readonly string[]): Promise<unknown>
}

const atOnce = 24

const operations: Readonly<Record<string, Operation>> = {
  'set, 24 at once': {
    ours: (watches, keys) => inGroups(keys, (key) => watches.set(key, aWatch(key))),
    theirs: (bare, keys) => inGroups(keys, (key) => bare.set(key, JSON.stringify({ value: aWatch(key) }))),
  },
  'get, one by one': {
    ours: (watches, keys) => oneByOne(keys, (key) => watches.get(key)),
    theirs: (bare, keys) => oneByOne(keys, async (key) => JSON.parse((await bare.get(key)) ?? '')),
  },
  'get, 24 at once': {
    ours: (watches, keys) => inGroups(keys, (key) => watches.get(key)),
    theirs: (bare, keys) => inGroups(keys, async (key) => JSON.parse((await bare.get(key)) ?? '')),
  },
  getMany: {
    ours: (watches, keys) => watches.getMany(keys),
    theirs: async (bare, keys) => (await bare.getMany(keys)).map((text) => JSON.parse(text)),
  },
  list: {
    ours: (watches) => watches.list(),
    theirs: async (bare) => (await bare.list()).map((text) => JSON.parse(text)),
  },
}

function judge(what: string, pairs: readonly Pair[]): Measurement {
  const { ratio, measured } = ratioOf(pairs)
  const bar = `≤ ${times(1 / leastSpeed)}`
  return { what: `${what}, against the bare driver`, measured, bar, isMet: ratio <= 1 / leastSpeed }
}

/** The share of the bare driver's speed that checks and Keyv may leave. */
const leastSpeed = 0.6

async function oneByOne(keys: readonly string[], run: (key: string) => Promise<unknown>): Promise<void> {
  for (const key of keys) await run(key)
}

async function inGroups(keys: readonly string[], run: (key: string) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < keys.length; start += atOnce) {
    await Promise.all(keys.slice(start, start + atOnce).map(run))
  }
}

function aWatch(id: string): Watch {
  return {
    id,
    account: 'prod-hw',
    kind: 'task',
    migrationId: '1912974078308',
    channel: 'C0MIGRATIONS',
    createdBy: 'U0ENGINEER',
    createdAt: 1_767_225_600_000,
  }
}
