import { closeSync, mkdirSync, openSync, readSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../errors/errors.ts'
import { storeVersion } from '../backend.ts'
import { type LockOptions, lockForProcess } from './lock.ts'
import { insist } from './patience.ts'
import { sqliteProblem } from './problems.ts'

/**
 * Opens Ferry's database file, and creates it and its folder if they don't exist, for this process alone. Throws
 * store_unavailable, store_in_use or store_newer, and leaves a file alone that it does not recognise. SQLite itself
 * never waits for another program that has locked the file, because that would stop everything else: callers try again
 * (`isLocked`).
 */
export async function openSqliteFile(path: string, { patienceMs, ...options }: FileOptions): Promise<SqliteFile> {
  try {
    makeFolder(dirname(resolve(path)))
    // SQLite itself refuses such a file. Without the lock, no lock file is left beside it.
    if (holdsSomethingElse(path)) openDatabase(path).close()
    const { release: unlock } = await lockForProcess(path, options)
    try {
      const database = await insist(() => openDatabase(path), patienceMs)
      const opened = fileAt(path)
      return { database, unlock, isInPlace: () => fileAt(path) === opened }
    } catch (error) {
      unlock()
      throw error
    }
  } catch (error) {
    throw sqliteProblem(error)
  }
}

export type FileOptions = LockOptions & { patienceMs: number }

export type SqliteFile = {
  database: DatabaseSync
  /** Whether the file that was opened is still at its path. */
  isInPlace(): boolean
  /** Leaves the file to the next process. To be called after the database is closed. */
  unlock(): void
}

/**
 * Creates a folder and those that it is in, one at a time. Node's own recursion never ends where the system says ENOENT
 * inside a folder that exists, as in /proc.
 */
function makeFolder(path: string): void {
  if (isFolder(path)) return
  makeFolder(dirname(path))
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    // Another process may have created it in the meantime.
    if (!isFolder(path)) throw error
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** Identity of a file, different from that of a file that takes its place later. Undefined if there is none. */
function fileAt(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true })
  return found && `${found.dev} ${found.ino}`
}

/**
 * Whether a file has content that does not begin as a database does. Throws the system's error if it is no file. To be
 * called before this process opens the database: the system drops a process's locks on a file that it closes.
 */
function holdsSomethingElse(path: string): boolean {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return false
  const file = openSync(path, 'r')
  try {
    const start = Buffer.alloc(databaseMark.length)
    const length = readSync(file, start)
    return length > 0 && start.toString('latin1') !== databaseMark
  } finally {
    closeSync(file)
  }
}

/** The first bytes of each SQLite database, https://sqlite.org/fileformat.html#magic_header_string */
const databaseMark = 'SQLite format 3\0'

/** Opens a database as Ferry's own: a file or, by the name `:memory:`, none. */
export function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path)
  try {
    prepareDatabase(database)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Runs everything in one transaction, or nothing. */
export function inTransaction<Result>(database: DatabaseSync, run: () => Result): Result {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = run()
    database.exec('COMMIT')
    return result
  } catch (error) {
    // After some errors, such as a full disk, SQLite has already rolled back.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/** Marks the file as Ferry's: "FRRY". */
const applicationId = 0x46_52_52_59

const schema = `
  CREATE TABLE IF NOT EXISTS records (key TEXT PRIMARY KEY, text TEXT NOT NULL, expires_at INTEGER) STRICT;
  CREATE INDEX IF NOT EXISTS records_expiry ON records (expires_at) WHERE expires_at IS NOT NULL;
  PRAGMA application_id = ${applicationId};
`

function prepareDatabase(database: DatabaseSync): void {
  checkOrigin(database)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  inTransaction(database, () => {
    database.exec(schema)
    if (readVersion(database) === 0) writeVersion(database, storeVersion)
  })
}

/** Version of the keys and records in a file. 0 if Ferry has not written there yet. */
export function readVersion(database: DatabaseSync): number {
  return readPragma(database, 'user_version')
}

export function writeVersion(database: DatabaseSync, version: number): void {
  database.exec(`PRAGMA user_version = ${version}`)
}

function checkOrigin(database: DatabaseSync): void {
  const isEmpty = database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
  if (!isEmpty && readPragma(database, 'application_id') !== applicationId) {
    throw new AppError('store_unavailable', { reason: 'its file is the database of another program' })
  }
  const found = readPragma(database, 'user_version')
  if (found > storeVersion) throw new AppError('store_newer', { found, known: storeVersion })
}

function readPragma(database: DatabaseSync, name: 'application_id' | 'user_version'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name])
}
