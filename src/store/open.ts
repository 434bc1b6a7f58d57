import { type Clock, steadyBeside } from '../async/clock.ts'
import { defined } from '../defined.ts'
import { AppError } from '../errors/errors.ts'
import type { Log } from '../log.ts'
import { around } from './around.ts'
import { type Backend, entriesIn } from './backend.ts'
import { type Identity, makeIdentity, readIdentity } from './identity/identity.ts'
import { watchIdentity } from './identity/watch.ts'
import { createSealer, type SealingKey } from './keys/seal.ts'
import { createStore } from './keyv/keyv.ts'
import { nameIn } from './keyv/namespace.ts'
import { createWorkspaceRegister } from './keyv/workspaces.ts'
import { openMemory, openSqlite } from './sqlite/sqlite.ts'
import type { Store } from './store.ts'
import { bringForward } from './upgrade/bring-forward.ts'
import { waitForOlderReplicas } from './upgrade/older-replicas.ts'

/** An open store, with the id that tells it from all others. */
export type OpenedStore = Store & {
  id: string
  /** Whether the store has got its id just now, because it had none. */
  isIdNew: boolean
}

/**
 * Opens the store at an address: `sqlite:./data/ferry.db` (one machine), `redis://…` or `rediss://…` (several replicas)
 * or `memory:`. Throws store_unavailable, store_newer, store_in_older_use, store_unexpected, or config_invalid for any
 * other address. Every method of a store that is not the same any more throws store_changed.
 */
export async function openStore(options: OpenStoreOptions): Promise<OpenedStore> {
  const { url, clock, encryptionKeys, onFailure } = options
  const log = options.log && { log: options.log }
  const opened = await openBackend({ url, clock, ...log })
  const backend = around(opened, (work, operation) => {
    const answer = work()
    answer.catch(() => onFailure?.(operation))
    return answer
  })
  let { stop } = backend
  try {
    const { identity, isNew } = await admitted(backend, options.id)
    const watch = watchIdentity({ ...options, backend, identity, time: steadyBeside(clock) })
    // Nothing is read or written unless it is certain that the store is the right one.
    const own = around(backend, (work) => watch.certainty()?.then(work) ?? work())
    stop = async () => {
      await watch.stop()
      await backend.stop()
    }
    const store = createStore({ backend: { ...own, stop }, sealer: createSealer(encryptionKeys), clock, ...log })
    const opening = { backend: own, store, clock, ...log }
    // No other process can open a SQLite file or this process's memory.
    if (url.startsWith('redis')) await waitForOlderReplicas(opening)
    await bringForward(opening)
    await registerInstalls(own)
    return { ...store, id: identity.id, isIdNew: isNew }
  } catch (error) {
    await stop()
    throw error
  }
}

export type OpenStoreOptions = BackendOptions &
  StoreListeners & {
    /** The ring of keys. The first one seals, all of them open. */
    encryptionKeys: readonly SealingKey[]
    /** Id of the only store that may be opened. By default any. */
    id?: string
  }
/** Who hears what befalls an open store. */
export type StoreListeners = {
  /** Called with the operation that failed: `read`, `write`, `delete` or `claim`. */
  onFailure?(operation: string): void
  /** Called when the store has lost the last minute. */
  onFall?(): void
  /** Called once with what is wrong, when the store is not the one that was opened any more. */
  onChange?(how: string): void
}

/** Registers the workspaces with an install. The register may have been lost, or be older than the installs. */
async function registerInstalls(backend: Backend): Promise<void> {
  const { note } = createWorkspaceRegister(backend)
  for await (const [key] of entriesIn(backend, 'installs')) await note(nameIn('installs', key))
}

/** The identity of a store that may be opened. One without an id gets one, unless a certain id is expected. */
async function admitted(
  backend: Backend,
  expected: string | undefined,
): Promise<{ identity: Identity; isNew: boolean }> {
  const before = await readIdentity(backend)
  if (before.type === 'none' && expected !== undefined) {
    throw unexpected('it has no id, so it is new or was emptied', 'To start with it all the same, unset STORE_ID.')
  }
  if (before.type === 'unreadable' && expected !== undefined) {
    throw unexpected('its id can’t be read', 'To start with it all the same, unset STORE_ID: it gets a new one.')
  }
  const identity = before.type === 'found' ? before.identity : await makeIdentity(backend, before)
  if (expected !== undefined && identity.id !== expected) {
    throw unexpected(`its id is ${identity.id}`, `To start with it all the same, set STORE_ID to ${identity.id}.`)
  }
  return { identity, isNew: before.type !== 'found' }
}

function unexpected(how: string, accept: string): AppError {
  return new AppError('store_unexpected', { how, accept })
}

type BackendOptions = { url: string; clock: Clock; log?: Log<'info' | 'warn'> }

/** The path in a SQLite address. `sqlite:ferry.db` and `sqlite://ferry.db` mean the same. */
export function sqlitePathIn(url: string): string {
  return url.replace(/^sqlite:(\/\/)?/, '')
}

async function openBackend({ url, clock, log }: BackendOptions): Promise<Backend> {
  // Not SQLite's own name for a database in memory: a lock file would stay behind.
  const [, scheme] = /^(\w+):(?!(\/\/)?:memory:)/.exec(url) ?? []
  switch (scheme) {
    case 'memory':
      return openMemory({ clock, ...defined({ log }) })
    case 'sqlite':
      return openSqlite({ path: sqlitePathIn(url), clock, time: steadyBeside(clock), ...defined({ log }) })
    case 'redis':
    case 'rediss': {
      // Most stores are SQLite, and the client of Redis takes a tenth of a start to load.
      const { openRedis } = await import('./redis/redis.ts')
      return openRedis({ url, ...defined({ log }) })
    }
    default:
      throw new AppError('config_invalid', { problems: 'STORE_URL should start with sqlite:, redis:// or memory:' })
  }
}
