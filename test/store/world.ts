import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../../src/async/clock.ts'
import type { Backend } from '../../src/store/backend.ts'
import { createSealer, type SealingKey } from '../../src/store/keys/seal.ts'
import { createStore } from '../../src/store/keyv/keyv.ts'
import { openRedis } from '../../src/store/redis/redis.ts'
import { openMemory, openSqlite } from '../../src/store/sqlite/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { startRedis } from '../redis-server.ts'

/** A place that stores data. */
export type World = {
  clock: ManualClock
  /** Opens another connection to the same place, if processes can share it. The end of the test closes it. */
  connect(): Promise<Backend>
  /** How long its leases last unless they are renewed. */
  leaseMs: number
  /** Lets time pass by the store's clock. */
  pass(ms: number): Promise<void>
  /** Every stored byte. */
  dump(): Promise<string>
  end(): Promise<void>
}

export type ManualClock = Clock & { advance(ms: number): void }

export function createManualClock(): ManualClock {
  let now = Date.UTC(2026, 0, 15, 12)
  const asleep = new Set<{ wakesAt: number; wake(): void }>()
  return {
    now: () => now,
    sleep(ms, signal) {
      // A short pause takes no time, but lets other work run.
      if (ms <= shortMs || signal?.aborted) return nextTurn()
      const { promise, resolve: wake } = Promise.withResolvers<void>()
      const sleeper = { wakesAt: now + ms, wake }
      asleep.add(sleeper)
      signal?.addEventListener('abort', () => wake(), { once: true })
      return promise.finally(() => asleep.delete(sleeper))
    },
    advance(ms) {
      now += ms
      for (const { wakesAt, wake } of asleep) if (wakesAt <= now) wake()
    },
  }
}

const shortMs = 100
const leaseMs = 1_000

/** Lets time pass in steps, so that everything that is due on the way runs. */
async function passOn(clock: ManualClock, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += shortMs) {
    clock.advance(Math.min(shortMs, ms - passed))
    await nextTurn()
  }
}

export const firstKey: SealingKey = { id: 'k1', key: Buffer.alloc(32, 'not a real key ') }
export const secondKey: SealingKey = { id: 'k2', key: Buffer.alloc(32, 'not real either ') }

export function storeOver(backend: Backend, clock: Clock, keys: readonly SealingKey[] = [firstKey]): Store {
  return createStore({ backend, clock, sealer: createSealer(keys) })
}

export async function createMemoryWorld(): Promise<World> {
  const clock = createManualClock()
  const backend = openMemory({ clock, leaseMs })
  return {
    clock,
    leaseMs,
    connect: async () => backend,
    pass: (ms) => passOn(clock, ms),
    dump: async () => '',
    end: backend.stop,
  }
}

export async function createSqliteWorld(): Promise<World & { path: string }> {
  const clock = createManualClock()
  const directory = await mkdtemp(join(tmpdir(), 'ferry-sqlite-'))
  const path = join(directory, 'folder that is made', 'ferry.db')
  let backend: Promise<Backend> | undefined
  return {
    clock,
    path,
    leaseMs,
    connect() {
      backend ??= openSqlite({ path, clock, time: clock, leaseMs })
      return backend
    },
    pass: (ms) => passOn(clock, ms),
    dump: () => readFolder(directory),
    async end() {
      await (await backend)?.stop()
      await rm(directory, { recursive: true })
    },
  }
}

export async function createRedisWorld(): Promise<World & { url: string }> {
  const server = await startRedis()
  const connections: Backend[] = []
  return {
    clock: createManualClock(),
    url: server.url,
    leaseMs,
    pass: (ms) => pause(ms),
    async connect() {
      const backend = await openRedis({ url: server.url, leaseMs })
      connections.push(backend)
      return backend
    },
    dump: () => readFolder(server.directory),
    async end() {
      for (const connection of connections) await connection.stop()
      await server.stop()
    },
  }
}

async function readFolder(directory: string): Promise<string> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  // Whoever closes a file gives up the locks that the process has on it.
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('-lock'))
  const contents = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')))
  return contents.join('\n')
}
