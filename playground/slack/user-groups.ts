import type { UserGroupSeed } from './settings.ts'
import type { Team, World } from './world.ts'

/** The user groups of a workspace. Groups without a workspace belong to the first. */
export function userGroupsOf(world: World, { id }: Pick<Team, 'id'>): UserGroupSeed[] {
  const first = world.seed.teams[0]?.id
  return world.userGroups.filter((group) => (group.team ?? first) === id)
}
