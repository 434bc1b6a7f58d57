import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../errors.ts'
import { storeVersion } from './backend.ts'

/**
 * Opens Ferry's database file, and creates it and its folder if they don't exist. Throws store_unavailable or
 * store_newer, and leaves a file alone that it does not recognise. While opening, waits for another process that
 * writes. Later, such a wait would stop everything else, so callers that find the file locked try again (`isLocked`).
 */
export function openSqliteFile(path: string, busyTimeoutMs: number): DatabaseSync {
  try {
    if (path !== inMemory) mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const database = new DatabaseSync(path, { timeout: busyTimeoutMs })
    try {
      prepareDatabase(database)
      database.exec('PRAGMA busy_timeout = 0')
      return database
    } catch (error) {
      database.close()
      throw error
    }
  } catch (error) {
    throw sqliteProblem(error)
  }
}

/** Translates any error of SQLite or the file system into an AppError. */
export function sqliteProblem(error: unknown): AppError {
  if (error instanceof AppError) return error
  return new AppError('store_unavailable', { reason: reasonOf(error) }, { cause: error })
}

/** Whether a call failed because another process is writing. Nothing was done then. */
export function isLocked(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && lockedCodes.includes(primaryCodeOf(error))
}

/** Runs everything in one transaction, or nothing. Several processes take turns. */
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

const inMemory = ':memory:'
/** Marks the file as Ferry's: "FRRY". */
const applicationId = 0x46_52_52_59

const schema = `
  CREATE TABLE IF NOT EXISTS records (key TEXT PRIMARY KEY, text TEXT NOT NULL, expires_at INTEGER) STRICT;
  CREATE INDEX IF NOT EXISTS records_expiry ON records (expires_at) WHERE expires_at IS NOT NULL;
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${storeVersion};
`

function prepareDatabase(database: DatabaseSync): void {
  checkOrigin(database)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  inTransaction(database, () => {
    // Checked again in the transaction, because another process may have come first.
    checkOrigin(database)
    if (readPragma(database, 'user_version') < storeVersion) database.exec(schema)
  })
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

/** Codes of a locked file: SQLITE_BUSY and SQLITE_LOCKED. */
const lockedCodes = [5, 6]

/** The lowest byte of SQLite's error code. The rest is more detail than a person needs. */
function primaryCodeOf({ errcode }: { errcode?: unknown }): number {
  return Number(errcode) % 256
}

/** Reasons by SQLite's primary result codes, https://sqlite.org/rescode.html */
const sqliteReasons = new Map([
  [3, 'access to its file is denied'],
  [5, 'its file is locked by another program'],
  [6, 'its file is locked by another program'],
  [8, 'its file is read-only'],
  [10, 'the disk reports an error'],
  [11, 'its file is damaged'],
  [13, 'the disk is full'],
  [14, 'its file cannot be opened'],
  [26, 'its file is not a database'],
])

const systemReasons = new Map([
  ['EACCES', 'access to its folder is denied'],
  ['EPERM', 'access to its folder is denied'],
  ['EROFS', 'its folder is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['ENOTDIR', 'its folder is a file'],
  ['EEXIST', 'its folder is a file'],
  ['ERR_INVALID_STATE', 'it is closed'],
])

function reasonOf(error: unknown): string {
  const fallback = 'its file cannot be used'
  if (!(error instanceof Error)) return fallback
  if ('errcode' in error) return sqliteReasons.get(primaryCodeOf(error)) ?? fallback
  return ('code' in error && systemReasons.get(String(error.code))) || fallback
}
