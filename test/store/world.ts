import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '../../src/clock.ts'
import type { Backend } from '../../src/store/backend.ts'
import { createStore } from '../../src/store/keyv.ts'
import { openMemory } from '../../src/store/memory.ts'
import { openRedis } from '../../src/store/redis.ts'
import { createSealer, type SealingKey } from '../../src/store/seal.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { startRedis } from '../redis-server.ts'

/** A place that stores data. */
export type World = {
  clock: ManualClock
  /** Opens another connection to the same place, if processes can share it. The end of the test closes it. */
  connect(): Promise<Backend>
  /** Every stored byte. */
  dump(): Promise<string>
  end(): Promise<void>
}

export type ManualClock = Clock & { advance(ms: number): void }

export function createManualClock(): ManualClock {
  let now = Date.UTC(2026, 0, 15, 12)
  return {
    now: () => now,
    // Takes no time, but lets other work run.
    sleep: () => nextTurn(),
    advance(ms) {
      now += ms
    },
  }
}

export const firstKey: SealingKey = { id: 'k1', key: Buffer.alloc(32, 'not a real key ') }
export const secondKey: SealingKey = { id: 'k2', key: Buffer.alloc(32, 'not real either ') }

export function storeOver(backend: Backend, clock: Clock, keys: readonly SealingKey[] = [firstKey]): Store {
  return createStore({ backend, clock, sealer: createSealer(keys) })
}

export async function createMemoryWorld(): Promise<World> {
  const clock = createManualClock()
  const backend = openMemory({ clock })
  return { clock, connect: async () => backend, dump: async () => '', end: backend.stop }
}

export async function createSqliteWorld(): Promise<World & { path: string }> {
  const clock = createManualClock()
  const directory = await mkdtemp(join(tmpdir(), 'ferry-sqlite-'))
  const path = join(directory, 'folder that is made', 'ferry.db')
  let backend: Backend | undefined
  return {
    clock,
    path,
    async connect() {
      backend ??= openSqlite({ path, clock })
      return backend
    },
    dump: () => readFolder(directory),
    async end() {
      await backend?.stop()
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
    async connect() {
      const backend = await openRedis({ url: server.url })
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
  const files = entries.filter((entry) => entry.isFile())
  const contents = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')))
  return contents.join('\n')
}
