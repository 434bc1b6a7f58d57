import type { User } from './protocol.ts'
import type { Install, Team, TeamChannel, World } from './world.ts'

/** Whether a person is a member of the workspace, be it their own or another one of their organisation. */
export function belongsTo(user: User, teamId: string): boolean {
  return user.team_id === teamId || user.other_team_ids?.includes(teamId) === true
}

/** Whether a person is of another company than the workspace's, here through Slack Connect. */
export function isStrangerTo(world: World, teamId: string, user: User): boolean {
  if (belongsTo(user, teamId)) return false
  const organisation = organisationOf(world, teamId)
  return organisation === undefined || organisation.id !== user.enterprise_id
}

export function organisationOf(world: World, teamId: string): Team | undefined {
  return world.organisations.get(world.teams.get(teamId)?.enterprise_id ?? teamId)
}

/** The workspaces of an organisation, or the one workspace of that id. */
export function teamsWithin(world: World, id: string): Team[] {
  return [...world.teams.values()].filter((team) => team.id === id || team.enterprise_id === id)
}

/** The app's installation that serves a workspace: its own, or its organisation's. */
export function installIn(world: World, teamId: string): Install | undefined {
  return world.installs.get(teamId) ?? world.installs.get(world.teams.get(teamId)?.enterprise_id ?? '')
}

/** Whether people of another company are in the channel. */
export function isConnected(world: World, channel: TeamChannel): boolean {
  return membersOf(world, channel).some((user) => isStrangerTo(world, channel.team_id, user))
}

/** Whether people of other workspaces of the same organisation are in the channel. */
export function isOrganisationWide(world: World, channel: TeamChannel): boolean {
  const others = membersOf(world, channel).filter((user) => !belongsTo(user, channel.team_id))
  return others.some((user) => !isStrangerTo(world, channel.team_id, user))
}

function membersOf(world: World, channel: TeamChannel): User[] {
  return channel.members.flatMap((id) => world.users.get(id) ?? [])
}
