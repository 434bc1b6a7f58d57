import { type Clock, steadyBeside } from '../async/clock.ts'
import { defined } from '../defined.ts'
import { type Backend, type Entry, storeVersion } from './backend.ts'
import { holdOf } from './holds/holds.ts'
import { createLeases } from './holds/leases.ts'
import { createLocalHolds } from './holds/local-holds.ts'
import { createLocalSignals } from './holds/local-signals.ts'
import { namespaceIn } from './keyv/namespace.ts'
import type { StoreLog } from './log.ts'

/** Opens a store in memory, which forgets everything when the process ends: for tests and for trying Ferry out. */
export function openMemory({ clock, log, leaseMs, version = storeVersion }: MemoryOptions): Backend {
  let current = version
  const records = createExpiringMap(clock)
  const time = steadyBeside(clock)
  const holds = createLocalHolds(time)
  const { stop, ...leases } = createLeases(holds, { time, ...defined({ leaseMs }) })
  return {
    ...createRecords(records),
    ...leases,
    signals: createLocalSignals(log),
    async commit(changes, fence) {
      if (fence !== undefined && !holds.isHeld(holdOf(fence))) return false
      for (const { key, text, ttlMs } of changes) {
        if (text === undefined) records.delete(key)
        else records.set(key, { text, ttlMs })
      }
      return true
    },
    async note(key, ttlMs) {
      const isNew = records.get(key) === undefined
      if (isNew) records.set(key, { text: '', ttlMs })
      return isNew
    },
    version: async () => current,
    async raiseVersion(raised) {
      current = raised
    },
    async ping() {},
    isInPlace: async () => true,
    onReconnect() {},
    stop,
  }
}

/** `version`: that of the records with which a test fills the store. */
export type MemoryOptions = { clock: Clock; log?: StoreLog; leaseMs?: number; version?: number }

function createRecords(records: ExpiringMap) {
  return {
    async *pages(namespace) {
      const keys = records.keysIn(namespace)
      yield keys.flatMap((key): Entry[] => {
        const text = records.get(key)
        return text === undefined ? [] : [[key, text]]
      })
    },
    get: async (key) => records.get(key),
    getMany: async (keys) => keys.map((key) => records.get(key)),
    set: async (key, text, ttlMs) => records.set(key, { text, ttlMs }),
    delete: async (key) => records.delete(key),
    async add(key, text) {
      const isFree = records.get(key) === undefined
      if (isFree) records.set(key, { text, ttlMs: undefined })
      return isFree
    },
    async replace(key, { before, after }) {
      const isSame = records.get(key) === before
      if (isSame) records.rewrite(key, after)
      return isSame
    },
    async clear(namespace) {
      for (const key of records.keysIn(namespace)) records.delete(key)
    },
  } satisfies Partial<Backend>
}

type ExpiringMap = {
  get(key: string): string | undefined
  set(key: string, value: { text: string; ttlMs: number | undefined }): void
  /** Replaces a text and leaves its expiry as it is. */
  rewrite(key: string, text: string): void
  delete(key: string): boolean
  keysIn(namespace: string): string[]
}

const sweepEveryMs = 60_000

type Expiring = { text: string; expiresAt: number }

function createExpiringMap(clock: Clock): ExpiringMap {
  /** By namespace, so that a list reads only its own records. */
  const spaces = new Map<string, Map<string, Expiring>>()
  let sweptAt = clock.now()

  function get(key: string): string | undefined {
    const value = spaces.get(namespaceIn(key))?.get(key)
    return value !== undefined && value.expiresAt > clock.now() ? value.text : undefined
  }

  function sweep(): void {
    const now = clock.now()
    if (now - sweptAt < sweepEveryMs) return
    sweptAt = now
    for (const values of spaces.values())
      for (const [key, { expiresAt }] of values) if (expiresAt <= now) values.delete(key)
  }

  return {
    get,
    set(key, { text, ttlMs = Number.POSITIVE_INFINITY }) {
      sweep()
      const space = namespaceIn(key)
      const values = spaces.get(space) ?? new Map<string, Expiring>()
      spaces.set(space, values.set(key, { text, expiresAt: clock.now() + ttlMs }))
    },
    rewrite(key, text) {
      const value = spaces.get(namespaceIn(key))?.get(key)
      if (value !== undefined) value.text = text
    },
    delete: (key) => get(key) !== undefined && spaces.get(namespaceIn(key))?.delete(key) === true,
    keysIn: (namespace) => [...(spaces.get(namespace)?.keys() ?? [])],
  }
}
