import type { Migration, State } from './migration.ts'

/**
 * Actions on a migration. `retry-failed` repeats only the objects that failed; `limit` sets bandwidth rules;
 * `prioritize` sets the place in the queue; `push` has a synchronization task copy named objects; `edit` changes where
 * data comes from and goes to.
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

/** The actions that one kind of migration offers, and the regions and states in which it offers them. */
export type Abilities = {
  /** The states in which each action is possible. An absent action is never offered. */
  can: Partial<Record<Action, InStates>>
  limitedTo?: RegionLimit
  /** Actions that are taken on a group as a whole, never on one of its tasks. */
  leftToGroup?: readonly Action[]
}
/** The states in which an action is possible, and those in which a card offers it, if these are fewer. */
export type InStates = { in: readonly State[]; offeredIn?: readonly State[] }
/** A kind of migration of which the cloud may keep statistics. */
export type Measurable = Pick<Abilities, 'limitedTo'> & { can: { statistics?: object } }
/** The destination regions in which the cloud offers all actions of a kind. Elsewhere it offers only `butAnywhere`. */
export type RegionLimit = { regions: readonly string[]; butAnywhere: readonly Action[] }

/** The actions that a migration allows now, in the order in which people want them. */
export function actionsFor(migration: Migration, abilities: Abilities | undefined): Action[] {
  return actions.filter((action) => isPossible(action, migration, abilities))
}

/** The possible actions that a card offers. The others can be typed. */
export function offeredActions(migration: Migration, abilities: Abilities | undefined): Action[] {
  return actionsFor(migration, abilities).filter(
    (action) => abilities?.can[action]?.offeredIn?.includes(migration.state) ?? true,
  )
}

export function isPossible(action: Action, migration: Migration, abilities: Abilities | undefined): boolean {
  if (abilities === undefined || !abilities.can[action]?.in.includes(migration.state)) return false
  if (isLeftToGroup(action, migration, abilities)) return false
  if (!abilities.limitedTo?.butAnywhere.includes(action) && !isInReach(migration.target.region, abilities)) return false
  return action !== 'retry-failed' || (migration.failedObjects?.canRetry ?? false)
}

/** Whether an action is taken on the group that a migration belongs to, instead of on the migration itself. */
export function isLeftToGroup(
  action: Action,
  { groupId }: Pick<Migration, 'groupId'>,
  { leftToGroup = [] }: Pick<Abilities, 'leftToGroup'>,
): boolean {
  return groupId !== undefined && leftToGroup.includes(action)
}

/** Whether the cloud offers a kind in a region at all. An unknown region counts as one in which it does. */
export function isInReach(region: string | undefined, { limitedTo }: Pick<Abilities, 'limitedTo'>): boolean {
  return limitedTo === undefined || region === undefined || limitedTo.regions.includes(region)
}

/** Whether the cloud keeps statistics of a migration of this kind. */
export function keepsStatistics({ target }: Pick<Migration, 'target'>, kind: Measurable | undefined): boolean {
  return kind?.can.statistics !== undefined && isInReach(target.region, kind)
}
