import type { Migration, State } from './migration.ts'

/**
 * What can be done to a migration. `retry-failed` repeats only the objects that failed; `limit` sets bandwidth rules,
 * `prioritize` its place in the queue; `push` has a synchronization task copy objects that were named; `edit` changes
 * where data comes from and goes to.
 */
export const actions = [
  'pause',
  'start',
  'retry-failed',
  'retry',
  'push',
  'edit',
  'limit',
  'prioritize',
  'delete',
  'cancel',
] as const
export type Action = (typeof actions)[number]

/** For one kind of one provider: in which states each action is possible. An action not named is never offered. */
export type ActionStates = Partial<Record<Action, readonly State[]>>

/** The actions possible now, in the order in which people want them. */
export function actionsFor(migration: Migration, possible: ActionStates): Action[] {
  return actions.filter((action) => isPossible(action, migration, possible))
}

export function isPossible(action: Action, migration: Migration, possible: ActionStates): boolean {
  if (!possible[action]?.includes(migration.state)) return false
  return action !== 'retry-failed' || (migration.failedObjects?.canRetry ?? false)
}
