import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Backend, Entry } from './backend.ts'

/** Opens a store in memory, which forgets everything when the process ends: for tests and for trying Ferry out. */
export function openMemory({ clock }: { clock: Clock }): Backend {
  const claims = createExpiringMap(clock)
  return {
    ...createRecords(createExpiringMap(clock)),
    async claim(key, ttlMs) {
      if (claims.get(key) !== undefined) return undefined
      const owner = randomUUID()
      claims.set(key, { text: owner, ttlMs })
      return {
        async release() {
          if (claims.get(key) === owner) claims.delete(key)
        },
      }
    },
    async ping() {},
    async stop() {},
  }
}

function createRecords(records: ExpiringMap) {
  async function* entries(namespace: string): AsyncIterable<Entry> {
    for (const key of records.keysFrom(`${namespace}:`)) {
      const text = records.get(key)
      if (text !== undefined) yield [key, text]
    }
  }

  return {
    entries,
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
      for (const key of records.keysFrom(`${namespace}:`)) records.delete(key)
    },
  } satisfies Partial<Backend>
}

type ExpiringMap = {
  get(key: string): string | undefined
  set(key: string, value: { text: string; ttlMs: number | undefined }): void
  /** Replaces a text and leaves its expiry as it is. */
  rewrite(key: string, text: string): void
  delete(key: string): boolean
  keysFrom(prefix: string): string[]
}

const sweepEveryMs = 60_000

function createExpiringMap(clock: Clock): ExpiringMap {
  const values = new Map<string, { text: string; expiresAt: number }>()
  let sweptAt = clock.now()

  function get(key: string): string | undefined {
    const value = values.get(key)
    return value !== undefined && value.expiresAt > clock.now() ? value.text : undefined
  }

  function sweep(): void {
    const now = clock.now()
    if (now - sweptAt < sweepEveryMs) return
    sweptAt = now
    for (const [key, { expiresAt }] of values) if (expiresAt <= now) values.delete(key)
  }

  return {
    get,
    set(key, { text, ttlMs = Number.POSITIVE_INFINITY }) {
      sweep()
      values.set(key, { text, expiresAt: clock.now() + ttlMs })
    },
    rewrite(key, text) {
      const value = values.get(key)
      if (value !== undefined) value.text = text
    },
    delete: (key) => get(key) !== undefined && values.delete(key),
    keysFrom: (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)),
  }
}
