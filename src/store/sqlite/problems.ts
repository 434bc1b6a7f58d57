import { AppError } from '../../errors/errors.ts'

/** Translates any error of SQLite or the file system into an AppError. */
export function sqliteProblem(error: unknown): AppError {
  if (error instanceof AppError) return error
  return new AppError('store_unavailable', { reason: reasonOf(error) }, { cause: error })
}

/** Whether a call failed because another process is writing. Nothing was done then. */
export function isLocked(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && lockedCodes.includes(primaryCodeOf(error))
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
  ['EISDIR', 'its file is a folder'],
  ['ENOENT', 'its folder cannot be created'],
  ['ERR_INVALID_STATE', 'it is closed'],
])

function reasonOf(error: unknown): string {
  const fallback = 'its file cannot be used'
  if (!(error instanceof Error)) return fallback
  if ('errcode' in error) return sqliteReasons.get(primaryCodeOf(error)) ?? fallback
  return ('code' in error && systemReasons.get(String(error.code))) || fallback
}
