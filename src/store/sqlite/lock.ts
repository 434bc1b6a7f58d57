import { realpathSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '../../errors/errors.ts'
import type { Log } from '../../log.ts'
import { isLocked } from './problems.ts'

/**
 * Makes this process the only one that uses a database file. The lock is a tiny database beside it, in which a
 * transaction stays open: the operating system ends it when the process dies, however it dies. Other programs can go on
 * reading and backing up the database itself. Waits for the process before, then throws store_in_use.
 */
export async function lockForProcess(path: string, { waitMs = 10_000, log }: LockOptions): Promise<ProcessLock> {
  const lockPath = `${realPathOf(path)}-lock`
  const deadline = performance.now() + waitMs
  for (let tries = 0; ; tries += 1) {
    const lock = tryToLock(lockPath)
    if (lock !== undefined) return lock
    const holder = holderIn(lockPath)
    if (tries === 0) log?.info({ store: path, holder }, 'Waiting for the process that uses the store')
    if (performance.now() >= deadline) throw new AppError('store_in_use', { where: path, holder })
    await pause(pauseMs)
  }
}

export type LockOptions = {
  /** How long to wait for the process before, in milliseconds. */
  waitMs?: number
  log?: Log<'info' | 'warn'>
}
export type ProcessLock = { release(): void }

const pauseMs = 100

/** Several paths may lead to one file. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return join(realpathSync(dirname(path)), basename(path))
  }
}

const schema = 'CREATE TABLE IF NOT EXISTS holder (id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL) STRICT'
const write = 'INSERT INTO holder VALUES (1, ?) ON CONFLICT DO UPDATE SET name = excluded.name'
const read = 'SELECT name FROM holder'

/** Takes the lock, or nothing if another process has it. */
function tryToLock(lockPath: string): ProcessLock | undefined {
  const database = new DatabaseSync(lockPath)
  try {
    database.exec(schema)
    holdOpen(
      database,
      `process ${process.pid} on ${hostname()}, since ${new Date().toISOString().replace(/\.\d+/, '')}`,
    )
    return { release: () => database.close() }
  } catch (error) {
    database.close()
    if (isLocked(error)) return undefined
    throw error
  }
}

/**
 * Opens a transaction that stays. It keeps others from writing, and lets them read who holds the lock. The name must be
 * committed for that, and another process may take the lock right after the commit, so it is looked at again.
 */
function holdOpen(database: DatabaseSync, name: string): void {
  database.exec('BEGIN IMMEDIATE')
  while (database.prepare(read).get()?.name !== name) {
    database.prepare(write).run(name)
    database.exec('COMMIT; BEGIN IMMEDIATE')
  }
}

/** Who holds the lock, as far as it can be read. */
function holderIn(lockPath: string): string {
  try {
    const database = new DatabaseSync(lockPath, { readOnly: true })
    try {
      return String(database.prepare(read).get()?.name ?? unknownHolder)
    } finally {
      database.close()
    }
  } catch {
    return unknownHolder
  }
}

const unknownHolder = 'another process'
