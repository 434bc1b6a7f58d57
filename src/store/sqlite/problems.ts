import { AppError } from '../../errors/errors.ts'
import { codeOf, troubles } from './troubles.ts'

/** Translates any error of SQLite or the file system into an AppError. */
export function sqliteProblem(error: unknown): AppError {
  if (error instanceof AppError) return error
  return new AppError('store_unavailable', { reason: reasonOf(error) }, { cause: error })
}

/** Whether a call failed because another process is writing. Nothing was done then. */
export function isLocked(error: unknown): boolean {
  return ['SQLITE_BUSY', 'SQLITE_LOCKED'].includes(codeOf(error) ?? '')
}

function reasonOf(error: unknown): string {
  const [reason] = troubles.get(codeOf(error) ?? '') ?? ['its file cannot be used']
  return reason
}
