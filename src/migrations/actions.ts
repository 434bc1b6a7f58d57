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

/** What can be done to one kind of migration, and where. */
export type Abilities = {
  actions: ActionStates
  limitedTo?: RegionLimit
  /** What is done to a group as a whole, and not to one of its tasks. */
  leftToGroup?: readonly Action[]
}
/** Regions of the destination outside of which the cloud offers only some of a kind's actions, and nothing else of it. */
export type RegionLimit = { regions: readonly string[]; butAnywhere: readonly Action[] }

/** The actions possible now, in the order in which people want them. */
export function actionsFor(migration: Migration, abilities: Abilities | undefined): Action[] {
  return actions.filter((action) => isPossible(action, migration, abilities))
}

export function isPossible(action: Action, migration: Migration, abilities: Abilities | undefined): boolean {
  if (abilities === undefined || !abilities.actions[action]?.includes(migration.state)) return false
  if (isLeftToGroup(action, migration, abilities)) return false
  if (!abilities.limitedTo?.butAnywhere.includes(action) && !isInReach(migration.target.region, abilities)) return false
  return action !== 'retry-failed' || (migration.failedObjects?.canRetry ?? false)
}

/** Whether it is done to the group that a migration belongs to. */
export function isLeftToGroup(
  action: Action,
  { groupId }: Pick<Migration, 'groupId'>,
  { leftToGroup = [] }: Pick<Abilities, 'leftToGroup'>,
): boolean {
  return groupId !== undefined && leftToGroup.includes(action)
}

/** Whether the cloud offers a kind in a region at all. A region that is not told may be one of them. */
export function isInReach(region: string | undefined, { limitedTo }: Pick<Abilities, 'limitedTo'>): boolean {
  return limitedTo === undefined || region === undefined || limitedTo.regions.includes(region)
}
