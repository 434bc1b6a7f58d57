import type { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import { defined } from '../defined.ts'
import type { Backend, Entry } from './backend.ts'
import { holdOf } from './holds.ts'
import { createLeases } from './leases.ts'
import { createLocalHolds, type LocalHolds } from './local-holds.ts'
import { createLocalSignals } from './local-signals.ts'
import { openSqliteFile, readVersion, writeVersion } from './sqlite-file.ts'
import type { LockOptions } from './sqlite-lock.ts'
import { insist } from './sqlite-patience.ts'
import { sqliteProblem } from './sqlite-problems.ts'
import type { Change } from './store.ts'
import { createWriteQueue, type WriteQueue } from './write-queue.ts'

/**
 * Opens a store in one file on this machine, for this process alone. Throws store_unavailable, store_in_use or
 * store_newer.
 */
export async function openSqlite({ path, clock, patienceMs = 5_000, ...options }: SqliteOptions): Promise<Backend> {
  const { log, leaseMs } = options
  const { database, unlock } = await openSqliteFile(path, { patienceMs, ...options })
  const writes = createWriteQueue(database, { patienceMs })
  const read: Read = (run) => insist(run, patienceMs)
  const holds = createLocalHolds(clock)
  const leases = createLeases(holds, { time: clock, ...defined({ leaseMs }) })
  const parts = { database, writes, read, clock, holds, sweep: createSweep(database, clock) }
  return {
    ...createReading(parts),
    ...createWriting(parts),
    ...leases,
    signals: createLocalSignals(log),
    version: () => read(() => readVersion(database)),
    async raiseVersion(version) {
      await writes.add(() => writeVersion(database, version))
    },
    async ping() {
      await read(() => database.prepare('SELECT count(*) FROM sqlite_schema').get())
    },
    async stop() {
      await leases.stop()
      await writes.finish()
      if (!database.isOpen) return
      database.close()
      unlock()
    },
  }
}

export type SqliteOptions = LockOptions & {
  /** May be `:memory:`. */
  path: string
  clock: Clock
  /** How long to wait while another program has locked the file, in milliseconds; as long as for Redis. */
  patienceMs?: number
  leaseMs?: number
}

type Parts = {
  database: DatabaseSync
  writes: WriteQueue
  read: Read
  clock: Clock
  holds: LocalHolds
  /** Removes expired rows now and then. Must be called inside a write. */
  sweep(): void
}

type Read = <Result>(run: () => Result) => Promise<Result>

const pageSize = 500
const recordRow = z.object({ key: z.string(), text: z.string() })
const isAlive = '(expires_at IS NULL OR expires_at > :now)'
/** Condition for the keys of a namespace. A colon ends a namespace, and a semicolon is the next character. */
const isInside = "key >= :namespace || ':' AND key < :namespace || ';'"
const justAfter = '\u0000'

function createReading({ database, read, clock }: Parts): Pick<Backend, 'get' | 'getMany' | 'entries'> {
  const selectOne = database.prepare(`SELECT key, text FROM records WHERE key = :key AND ${isAlive}`)
  const selectPage = database.prepare(
    `SELECT key, text FROM records WHERE key >= :from AND key < :end AND ${isAlive} ORDER BY key LIMIT ${pageSize}`,
  )

  const selectMany = database.prepare(
    `SELECT key, text FROM records WHERE key IN (SELECT value FROM json_each(:keys)) AND ${isAlive}`,
  )

  /** Reads in pages, so that no long read transaction keeps the WAL from shrinking, and other work gets its turn. */
  async function* entries(namespace: string): AsyncIterable<Entry> {
    const end = `${namespace};`
    let from = `${namespace}:`
    for (;;) {
      const rows = await read(() => selectPage.all({ from, end, now: clock.now() }))
      for (const row of rows) {
        const { key, text } = recordRow.parse(row)
        yield [key, text]
        from = key + justAfter
      }
      if (rows.length < pageSize) return
      await nextTurn()
    }
  }

  return {
    entries,
    async getMany(keys) {
      const texts = new Map<string, string>()
      for (let start = 0; start < keys.length; start += pageSize) {
        if (start > 0) await nextTurn()
        const page = JSON.stringify(keys.slice(start, start + pageSize))
        for (const row of await read(() => selectMany.all({ keys: page, now: clock.now() }))) {
          const { key, text } = recordRow.parse(row)
          texts.set(key, text)
        }
      }
      return keys.map((key) => texts.get(key))
    },
    async get(key) {
      const row = await read(() => selectOne.get({ key, now: clock.now() }))
      return row === undefined ? undefined : recordRow.parse(row).text
    },
  }
}

type Writing = Pick<Backend, 'set' | 'add' | 'replace' | 'delete' | 'clear' | 'commit' | 'note'>

function createWriting(parts: Parts): Writing {
  const { database, writes, clock, holds, sweep } = parts
  const upsert = database.prepare(
    `INSERT INTO records (key, text, expires_at) VALUES (:key, :text, :expiresAt)
     ON CONFLICT (key) DO UPDATE SET text = excluded.text, expires_at = excluded.expires_at`,
  )
  const insert = database.prepare(
    `INSERT INTO records (key, text) VALUES (:key, :text)
     ON CONFLICT (key) DO UPDATE SET text = excluded.text, expires_at = NULL WHERE records.expires_at <= :now`,
  )
  const swap = database.prepare('UPDATE records SET text = :after WHERE key = :key AND text = :before')
  const deleteOne = database.prepare(`DELETE FROM records WHERE key = :key AND ${isAlive}`)
  const deleteAll = database.prepare(`DELETE FROM records WHERE ${isInside}`)
  /** A change as it is written; its time to live begins now. */
  function prepare({ key, text, ttlMs }: Change): () => void {
    if (text === undefined) return () => deleteOne.run({ key, now: clock.now() })
    if (ttlMs === undefined) return () => upsert.run({ key, text, expiresAt: null })
    const expiresAt = clock.now() + ttlMs
    return () => {
      sweep()
      upsert.run({ key, text, expiresAt })
    }
  }

  return {
    set: (key, text, ttlMs) => writes.add(prepare({ key, text, ...defined({ ttlMs }) })),
    async commit(changes, fence) {
      const hold = fence && holdOf(fence)
      const prepared = changes.map(prepare)
      return writes.add(() => {
        // Looked at in the transaction's own turn, in which nothing else happens.
        if (hold !== undefined && !holds.isHeld(hold)) return false
        for (const write of prepared) write()
        return true
      })
    },
    note: createNote(parts, prepare),
    add: (key, text) => writes.add(() => Number(insert.run({ key, text, now: clock.now() }).changes) > 0),
    replace: (key, change) => writes.add(() => Number(swap.run({ key, ...change }).changes) > 0),
    delete: (key) => writes.add(() => Number(deleteOne.run({ key, now: clock.now() }).changes) > 0),
    async clear(namespace) {
      await writes.add(() => deleteAll.run({ namespace }))
    },
  }
}

function createNote({ database, writes, clock }: Parts, prepare: (change: Change) => () => void): Backend['note'] {
  const isThere = database.prepare(`SELECT 1 FROM records WHERE key = :key AND ${isAlive}`)
  const unwritten = new Set<string>()
  return async (key, ttlMs) => {
    try {
      // Read at once: who asks must be answered, though another program may have locked the file.
      if (unwritten.has(key) || isThere.get({ key, now: clock.now() }) !== undefined) return false
    } catch (error) {
      throw sqliteProblem(error)
    }
    unwritten.add(key)
    const forget = () => void unwritten.delete(key)
    writes.later(prepare({ key, text: '', ttlMs })).then(forget, forget)
    return true
  }
}

/** Removes expired rows now and then, a few at a time; they are already invisible. */
function createSweep(database: DatabaseSync, clock: Clock): () => void {
  const remove = database.prepare(
    `DELETE FROM records WHERE key IN (SELECT key FROM records WHERE expires_at <= :now LIMIT ${pageSize})`,
  )
  let sweptAt = Number.NEGATIVE_INFINITY
  return () => {
    const now = clock.now()
    if (now - sweptAt < sweepEveryMs) return
    const { changes } = remove.run({ now })
    if (Number(changes) < pageSize) sweptAt = now
  }
}

const sweepEveryMs = 60_000
