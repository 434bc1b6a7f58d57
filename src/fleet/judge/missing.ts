import type { Known, Missing } from './known.ts'

/** Evidence for or against a migration being gone when the cloud does not find it. */
export type Evidence = {
  now: number
  /**
   * When the account last showed a migration that it had shown before any was missing, in epoch milliseconds. Others
   * may be those of another account.
   */
  witnessedAt?: number
  /** Whether many followed migrations of the account are missing at once: then something is wrong with the account. */
  areManyMissing: boolean
}

/**
 * Shortest time for which a cloud must not have found a migration, in milliseconds, and how often it must have said so.
 */
export const goneAfterMs = 10 * 60_000
export const goneReadings = 4
/** How often a missing migration is looked for, in milliseconds. */
export const missingRecheckMs = 2 * 60_000
/**
 * The shortest time if the account has shown nothing else meanwhile, in milliseconds. Then it may be a cloud that has
 * forgotten everything for a while.
 */
export const goneAloneAfterMs = 24 * 60 * 60_000

/** Notes that the cloud did not find a migration. Pure. */
export function missingAfter({ missing }: Pick<Known, 'missing'>, now: number): Missing {
  return { since: missing?.since ?? now, readings: (missing?.readings ?? 0) + 1, lastAt: now }
}

/** When the first of the missing ones among these migrations was last seen. Undefined if none is missing. Pure. */
export function lastSeenAt(known: readonly (Pick<Known, 'missing' | 'migration'> | undefined)[]): number | undefined {
  const times = known.flatMap((one) => (one?.missing === undefined ? [] : [one.migration.readAt]))
  return times.length === 0 ? undefined : Math.min(...times)
}

/** Whether a missing migration is gone. Never by a single reading. Pure. */
export function isGone({ since, readings }: Missing, { now, witnessedAt, areManyMissing }: Evidence): boolean {
  if (areManyMissing || readings < goneReadings || now - since < goneAfterMs) return false
  const isWitnessed = witnessedAt !== undefined && witnessedAt > since
  return isWitnessed || now - since >= goneAloneAfterMs
}

/** Fewer missing migrations than this are not many, however few are followed. */
const fewestMany = 3

/**
 * Whether so many of an account's followed migrations are missing at once that the account itself must be looked at.
 */
export function areMany(missing: number, followed: number): boolean {
  return missing >= fewestMany && missing * 2 >= followed
}
