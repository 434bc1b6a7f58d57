import type { User } from './protocol.ts'
import type { Install, Team, TeamChannel, World } from './world.ts'

/** Whether a person is a member of the workspace, even if it is not their own in the organization. */
export function belongsTo(user: User, teamId: string): boolean {
  return user.team_id === teamId || user.other_team_ids?.includes(teamId) === true
}

/** Whether a person is from another company and here through Slack Connect. */
export function isStrangerTo(world: World, teamId: string, user: User): boolean {
  if (belongsTo(user, teamId)) return false
  const organisation = organisationOf(world, teamId)
  return organisation === undefined || organisation.id !== user.enterprise_id
}

export function organisationOf(world: World, teamId: string): Team | undefined {
  return world.organisations.get(world.teams.get(teamId)?.enterprise_id ?? teamId)
}

/** The workspaces of an organization, or the one workspace with that id. */
export function teamsWithin(world: World, id: string): Team[] {
  return [...world.teams.values()].filter((team) => team.id === id || team.enterprise_id === id)
}

/** The app's installation for a workspace: its own, or its organization's. */
export function installIn(world: World, teamId: string): Install | undefined {
  return world.installs.get(teamId) ?? world.installs.get(world.teams.get(teamId)?.enterprise_id ?? '')
}

/** Whether people from another company are in the channel. */
export function isConnected(world: World, channel: TeamChannel): boolean {
  return membersOf(world, channel).some((user) => isStrangerTo(world, channel.team_id, user))
}

/** Whether people from other workspaces of the same organization are in the channel. */
export function isOrganisationWide(world: World, channel: TeamChannel): boolean {
  const others = membersOf(world, channel).filter((user) => !belongsTo(user, channel.team_id))
  return others.some((user) => !isStrangerTo(world, channel.team_id, user))
}

function membersOf(world: World, channel: TeamChannel): User[] {
  return channel.members.flatMap((id) => world.users.get(id) ?? [])
}
