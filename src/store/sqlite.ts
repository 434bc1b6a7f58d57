import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Backend, Entry } from './backend.ts'
import { isLocked, openSqliteFile, sqliteProblem } from './sqlite-file.ts'
import type { Claim } from './store.ts'
import { createWriteQueue, pauseAfter, type WriteQueue } from './write-queue.ts'

/**
 * Opens a store in one file on this machine, which several processes may share. Throws store_unavailable or
 * store_newer.
 */
export function openSqlite({ path, clock, patienceMs = 5_000 }: SqliteOptions): Backend {
  const database = openSqliteFile(path, patienceMs)
  const writes = createWriteQueue(database, { patienceMs })
  const read = createPatience(patienceMs)
  const parts = { database, writes, read, clock, sweep: createSweep(database, clock) }
  return {
    ...createReading(parts),
    ...createWriting(parts),
    claim: createClaim(parts),
    async ping() {
      await read(() => database.prepare('SELECT count(*) FROM sqlite_schema').get())
    },
    async stop() {
      await writes.finish()
      if (database.isOpen) database.close()
    },
  }
}

/**
 * Options of the store. `path` may be `:memory:`. `patienceMs`: how long to wait for another process that is writing,
 * in milliseconds; as long as for Redis.
 */
export type SqliteOptions = { path: string; clock: Clock; patienceMs?: number }

type Parts = {
  database: DatabaseSync
  writes: WriteQueue
  read: Read
  clock: Clock
  /** Removes expired rows now and then. Must be called inside a write. */
  sweep(): void
}

type Read = <Result>(run: () => Result) => Promise<Result>

/** Repeats a read until `patienceMs` is over. Writers don't block readers, but a lock on the whole file does. */
function createPatience(patienceMs: number): Read {
  return async (run) => {
    const deadline = performance.now() + patienceMs
    for (let refusals = 0; ; refusals += 1) {
      try {
        return run()
      } catch (error) {
        if (!isLocked(error) || performance.now() > deadline) throw sqliteProblem(error)
        await pause(pauseAfter(refusals))
      }
    }
  }
}

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

type Writing = Pick<Backend, 'set' | 'add' | 'replace' | 'delete' | 'clear'>

function createWriting({ database, writes, clock }: Parts): Writing {
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
  return {
    async set(key, text, ttlMs) {
      const expiresAt = ttlMs === undefined ? null : clock.now() + ttlMs
      await writes.add(() => upsert.run({ key, text, expiresAt }))
    },
    add: (key, text) => writes.add(() => Number(insert.run({ key, text, now: clock.now() }).changes) > 0),
    replace: (key, change) => writes.add(() => Number(swap.run({ key, ...change }).changes) > 0),
    delete: (key) => writes.add(() => Number(deleteOne.run({ key, now: clock.now() }).changes) > 0),
    async clear(namespace) {
      await writes.add(() => deleteAll.run({ namespace }))
    },
  }
}

function createClaim({ database, writes, clock, sweep }: Parts): Backend['claim'] {
  const take = database.prepare(
    `INSERT INTO claims (key, owner, expires_at) VALUES (:key, :owner, :expiresAt)
     ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, expires_at = excluded.expires_at
     WHERE claims.expires_at <= :now`,
  )
  const giveBack = database.prepare('DELETE FROM claims WHERE key = :key AND owner = :owner')

  return async (key, ttlMs): Promise<Claim | undefined> => {
    const owner = randomUUID()
    const isOurs = await writes.now(() => {
      const now = clock.now()
      sweep()
      return Number(take.run({ key, owner, now, expiresAt: now + ttlMs }).changes) > 0
    })
    if (!isOurs) return undefined
    return {
      async release() {
        await writes.now(() => giveBack.run({ key, owner }))
      },
    }
  }
}

const sweepEveryMs = 60_000

/** Removes expired rows now and then; they are already invisible. */
function createSweep(database: DatabaseSync, clock: Clock): () => void {
  const sweepRecords = database.prepare('DELETE FROM records WHERE expires_at <= ?')
  const sweepClaims = database.prepare('DELETE FROM claims WHERE expires_at <= ?')
  let sweptAt = Number.NEGATIVE_INFINITY
  return () => {
    const now = clock.now()
    if (now - sweptAt < sweepEveryMs) return
    sweptAt = now
    sweepRecords.run(now)
    sweepClaims.run(now)
  }
}
