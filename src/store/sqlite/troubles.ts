/** Why a file cannot be used, and what to do. */
type Trouble = readonly [reason: string, advice: string]

const noAccess: Trouble = [
  'access to the file or its folder is denied',
  'Give the user that runs Ferry the right to write there, or set STORE_URL to another path.',
]
const readOnly: Trouble = [
  'the file or its folder is read-only',
  'Make it writable for the user that runs Ferry, or set STORE_URL to another path.',
]
const aFileInside: Trouble = ['a part of the path is a file and not a folder', 'Correct the path in STORE_URL.']
const full: Trouble = ['the disk is full', 'Free some space on it, or set STORE_URL to a path on another disk.']
const locked: Trouble = [
  'its file is locked by another program',
  'Stop the program that holds the lock: a backup, an open sqlite3 shell, or another Ferry that hangs.',
]

export const anyAdvice = 'Check the path in STORE_URL and the rights of the user that runs Ferry.'

/** By the system’s error code, or by SQLite’s. */
export const troubles: ReadonlyMap<string, Trouble> = new Map([
  ['EACCES', noAccess],
  ['EPERM', noAccess],
  ['EROFS', readOnly],
  ['ENOSPC', full],
  ['EDQUOT', full],
  ['ENOTDIR', aFileInside],
  ['EEXIST', aFileInside],
  ['EISDIR', ['it is a folder', 'Name a file in STORE_URL, such as ferry.db inside that folder.']],
  ['ENOENT', ['the file or its folder cannot be created there', 'Correct the path in STORE_URL.']],
  ['ERR_INVALID_STATE', ['it is closed', anyAdvice]],
  ['SQLITE_PERM', noAccess],
  ['SQLITE_READONLY', readOnly],
  ['SQLITE_FULL', full],
  ['SQLITE_BUSY', locked],
  ['SQLITE_LOCKED', locked],
  ['SQLITE_CANTOPEN', ['its file cannot be opened', anyAdvice]],
  ['SQLITE_IOERR', ['the disk reports an error', 'Look for disk errors in the system log.']],
  ['SQLITE_CORRUPT', ['its file is damaged', 'Keep the file, and restore a backup: “Back up” in docs/operations.md.']],
  [
    'SQLITE_NOTADB',
    ['its file is not a database', 'Name Ferry’s own file in STORE_URL, or one that does not exist yet.'],
  ],
])

/** SQLite's primary result codes, https://sqlite.org/rescode.html */
const sqliteCodes: ReadonlyMap<number, string> = new Map([
  [3, 'SQLITE_PERM'],
  [5, 'SQLITE_BUSY'],
  [6, 'SQLITE_LOCKED'],
  [8, 'SQLITE_READONLY'],
  [10, 'SQLITE_IOERR'],
  [11, 'SQLITE_CORRUPT'],
  [13, 'SQLITE_FULL'],
  [14, 'SQLITE_CANTOPEN'],
  [26, 'SQLITE_NOTADB'],
])

/** SQLite's primary code of an error, which is its lowest byte, or the system's. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('errcode' in error) return sqliteCodes.get(Number(error.errcode) % 256)
  return 'code' in error ? String(error.code) : undefined
}
