import type { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../../async/clock.ts'
import type { Backend } from '../backend.ts'
import { holdOf } from '../holds/holds.ts'
import type { LocalHolds } from '../holds/local-holds.ts'
import type { Change } from '../store.ts'
import { sqliteProblem } from './problems.ts'
import { isAlive, pageSize } from './reading.ts'
import type { WriteQueue } from './write-queue.ts'

/** The writing part of a store in SQLite. */
export function createSqliteWriting({ database, writes, clock, holds }: SqliteWritingOptions): SqliteWriting {
  const insert = database.prepare(
    `INSERT INTO records (key, text) VALUES (?1, ?2)
     ON CONFLICT (key) DO UPDATE SET text = excluded.text, expires_at = NULL WHERE records.expires_at <= ?3`,
  )
  const swap = database.prepare('UPDATE records SET text = ?3 WHERE key = ?1 AND text = ?2')
  const remove = database.prepare(`DELETE FROM records WHERE key = ?1 AND ${isAlive('?2')}`)
  // A colon ends a namespace, and a semicolon is the next character.
  const removeAll = database.prepare(`DELETE FROM records WHERE key >= ?1 || ':' AND key < ?1 || ';'`)
  const prepare = createPreparation(database, clock)
  return {
    set: (key, text, ttlMs) => writes.add(prepare(ttlMs === undefined ? { key, text } : { key, text, ttlMs })),
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
    note: createNote({ database, writes, clock }, prepare),
    add: (key, text) => writes.add(() => Number(insert.run(key, text, clock.now()).changes) > 0),
    replace: (key, { before, after }) => writes.add(() => Number(swap.run(key, before, after).changes) > 0),
    delete: (key) => writes.add(() => Number(remove.run(key, clock.now()).changes) > 0),
    async clear(namespace) {
      await writes.add(() => removeAll.run(namespace))
    },
  }
}

export type SqliteWritingOptions = {
  database: DatabaseSync
  writes: Pick<WriteQueue, 'add' | 'later'>
  clock: Clock
  holds: LocalHolds
}
type SqliteWriting = Pick<Backend, 'set' | 'add' | 'replace' | 'delete' | 'clear' | 'commit' | 'note'>

/** Turns a change into a write that is run later. Its time to live begins now. */
type Prepare = (change: Change) => () => void

function createPreparation(database: DatabaseSync, clock: Clock): Prepare {
  const upsert = database.prepare(
    `INSERT INTO records (key, text, expires_at) VALUES (?1, ?2, ?3)
     ON CONFLICT (key) DO UPDATE SET text = excluded.text, expires_at = excluded.expires_at`,
  )
  const remove = database.prepare('DELETE FROM records WHERE key = ?1')
  const sweep = createSweep(database, clock)
  return ({ key, text, ttlMs }) => {
    if (text === undefined) return () => void remove.run(key)
    if (ttlMs === undefined) return () => void upsert.run(key, text, null)
    const expiresAt = clock.now() + ttlMs
    return () => {
      sweep()
      upsert.run(key, text, expiresAt)
    }
  }
}

function createNote({ database, writes, clock }: Omit<SqliteWritingOptions, 'holds'>, prepare: Prepare) {
  const isThere = database.prepare(`SELECT 1 FROM records WHERE key = ?1 AND ${isAlive('?2')}`)
  const unwritten = new Set<string>()
  return async (key: string, ttlMs: number): Promise<boolean> => {
    try {
      // Read at once: who asks must be answered, though another program may have locked the file.
      if (unwritten.has(key) || isThere.get(key, clock.now()) !== undefined) return false
    } catch (error) {
      throw sqliteProblem(error)
    }
    unwritten.add(key)
    const forget = () => void unwritten.delete(key)
    writes.later(prepare({ key, text: '', ttlMs })).then(forget, forget)
    return true
  }
}

/** Removes expired rows now and then, a few at a time; they are already invisible. Must be called inside a write. */
function createSweep(database: DatabaseSync, clock: Clock): () => void {
  const remove = database.prepare(
    `DELETE FROM records WHERE key IN (SELECT key FROM records WHERE expires_at <= ?1 LIMIT ${pageSize})`,
  )
  let sweptAt = Number.NEGATIVE_INFINITY
  return () => {
    const now = clock.now()
    if (now - sweptAt < sweepEveryMs) return
    if (Number(remove.run(now).changes) < pageSize) sweptAt = now
  }
}

const sweepEveryMs = 60_000
