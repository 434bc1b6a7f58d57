import { accessSync, closeSync, constants, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Place } from '../backend.ts'
import { sqlitePathIn } from '../open.ts'
import { anyAdvice, codeOf, troubles } from './troubles.ts'

/** A database file by its full path, because a relative path depends on where Ferry is started. */
export function sqlitePlace(url: string): Place {
  const path = resolve(sqlitePathIn(url))
  return {
    name: path,
    explain({ details, cause }) {
      const told = codeOf(cause)
      const code = told !== undefined && vague.includes(told) ? (whatTheSystemSays(path) ?? told) : told
      const [reason, advice] = troubles.get(code ?? '') ?? [String(details.reason), anyAdvice]
      return { reason: code === undefined ? reason : `${reason} (${code})`, advice }
    },
  }
}

/** SQLite's codes that hide the system's error. */
const vague = ['SQLITE_PERM', 'SQLITE_READONLY', 'SQLITE_IOERR', 'SQLITE_CANTOPEN']

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
