import { accessSync, closeSync, constants, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Place } from '../backend.ts'
import { sqlitePathIn } from '../open.ts'

/** A database file by its full path, because a relative path depends on where Ferry is started. */
export function sqlitePlace(url: string): Place {
  const path = resolve(sqlitePathIn(url))
  return {
    name: path,
    explain({ details, cause }) {
      const code = codeOf(cause, path)
      const [what, advice] = troubles.get(code ?? '') ?? [String(details.reason), anyAdvice]
      return { reason: code === undefined ? what : `${what} (${code})`, advice }
    },
  }
}

const anyAdvice = 'Check the path in STORE_URL and the rights of the user that runs Ferry.'

type Trouble = readonly [what: string, advice: string]
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

/** Advice by the system’s error code, or by SQLite’s if the system reports none. */
const troubles: ReadonlyMap<string, Trouble> = new Map([
  ['EACCES', noAccess],
  ['EPERM', noAccess],
  ['EROFS', readOnly],
  ['ENOSPC', full],
  ['EDQUOT', full],
  ['ENOTDIR', aFileInside],
  ['EEXIST', aFileInside],
  ['EISDIR', ['it is a folder', 'Name a file in STORE_URL, such as ferry.db inside that folder.']],
  ['ENOENT', ['the file or its folder cannot be created there', 'Correct the path in STORE_URL.']],
  ['SQLITE_PERM', noAccess],
  ['SQLITE_READONLY', readOnly],
  ['SQLITE_FULL', full],
  ['SQLITE_BUSY', locked],
  ['SQLITE_LOCKED', locked],
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
/** SQLite's codes that hide the system's error. */
const vague = ['SQLITE_PERM', 'SQLITE_READONLY', 'SQLITE_IOERR', 'SQLITE_CANTOPEN']

function codeOf(cause: unknown, path: string): string | undefined {
  if (!(cause instanceof Error)) return undefined
  if (!('errcode' in cause)) return 'code' in cause ? String(cause.code) : undefined
  const code = sqliteCodes.get(Number(cause.errcode) % 256)
  return code !== undefined && vague.includes(code) ? (whatTheSystemSays(path) ?? code) : code
}

/**
 * Finds the system's error by trying what SQLite tried, without creating anything. If there is no file, an error of its
 * folder counts first.
 */
function whatTheSystemSays(path: string): string | undefined {
  const failure = failureOf(() => closeSync(openSync(path, 'r+')))
  if (failure !== 'ENOENT') return failure
  return failureOf(() => accessSync(dirname(path), constants.W_OK | constants.X_OK)) ?? failure
}

function failureOf(run: () => void): string | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : undefined
  }
}
