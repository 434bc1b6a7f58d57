import { type Clock, steadyBeside } from '../clock.ts'
import { defined } from '../defined.ts'
import { AppError } from '../errors.ts'
import type { Backend } from './backend.ts'
import { countFailures } from './count-failures.ts'
import { createStore } from './keyv.ts'
import type { StoreLog } from './log.ts'
import { openMemory } from './memory.ts'
import { createSealer, type SealingKey } from './seal.ts'
import { openSqlite } from './sqlite.ts'
import type { Store } from './store.ts'
import { bringForward } from './upgrade/bring-forward.ts'

/**
 * Opens the store at an address: `sqlite:./data/ferry.db` (one machine), `redis://…` or `rediss://…` (several replicas)
 * or `memory:`. Throws store_unavailable, store_newer, or config_invalid for any other address.
 */
export async function openStore({ url, encryptionKeys, clock, log, onFailure }: OpenStoreOptions): Promise<Store> {
  const sealer = createSealer(encryptionKeys)
  const opened = await openBackend({ url, clock, ...(log && { log }) })
  const backend = onFailure === undefined ? opened : countFailures(opened, onFailure)
  const store = createStore({ backend, sealer, clock, ...(log && { log }) })
  try {
    await bringForward({ backend, store, clock, ...(log && { log }) })
    return store
  } catch (error) {
    await backend.stop()
    throw error
  }
}

export type OpenStoreOptions = BackendOptions & {
  /** The ring of keys. The first one seals, all of them open. */ encryptionKeys: readonly SealingKey[]
  /** Called with the operation that failed: `read`, `write`, `delete` or `claim`. */
  onFailure?(operation: string): void
}
type BackendOptions = { url: string; clock: Clock; log?: StoreLog }

/** The path in a SQLite address. `sqlite:ferry.db` and `sqlite://ferry.db` mean the same. */
export function sqlitePathIn(url: string): string {
  return url.replace(/^sqlite:(\/\/)?/, '')
}

async function openBackend({ url, clock, log }: BackendOptions): Promise<Backend> {
  const [, scheme] = /^(\w+):/.exec(url) ?? []
  switch (scheme) {
    case 'memory':
      return openMemory({ clock, ...defined({ log }) })
    case 'sqlite':
      return openSqlite({ path: sqlitePathIn(url), clock, time: steadyBeside(clock), ...defined({ log }) })
    case 'redis':
    case 'rediss': {
      // Most stores are SQLite, and the client of Redis takes a tenth of a start to load.
      const { openRedis } = await import('./redis.ts')
      return openRedis({ url, ...defined({ log }) })
    }
    default:
      throw new AppError('config_invalid', { problems: 'STORE_URL should start with sqlite:, redis:// or memory:' })
  }
}
