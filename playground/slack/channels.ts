import type { TeamChannel, World } from './world.ts'

export type NewChannel = { id: string; name: string; team_id: string; members: string[] } & Partial<
  Pick<TeamChannel, 'is_private' | 'is_archived' | 'is_im'>
>

export function addChannel(world: World, channel: NewChannel): TeamChannel {
  const created: TeamChannel = {
    is_private: false,
    is_archived: false,
    is_im: false,
    ...channel,
    members: [...channel.members],
    created: Math.floor(world.clock.now() / 1000),
  }
  world.channels.set(channel.id, created)
  return created
}

/** A channel of one team by id or name, with or without #, or a person's direct message by user id. */
export function findChannel(world: World, teamId: string, reference: string): TeamChannel | undefined {
  const byId = world.channels.get(reference)
  if (byId?.team_id === teamId) return byId
  const name = reference.replace(/^#/, '')
  const byName = [...world.channels.values()].find(
    (channel) => channel.team_id === teamId && !channel.is_im && channel.name === name,
  )
  if (byName !== undefined) return byName
  return world.users.has(reference) ? openDirectMessage(world, teamId, reference) : undefined
}

/** The direct message between a person and the app, created at its first use. */
export function openDirectMessage(world: World, teamId: string, userId: string): TeamChannel | undefined {
  const team = world.teams.get(teamId)
  if (team === undefined) return undefined
  const id = `D${teamId.slice(1)}${userId.slice(1)}`
  const members = [userId, team.bot_user_id]
  return (
    world.channels.get(id) ??
    addChannel(world, { id, name: userId, team_id: teamId, members, is_private: true, is_im: true })
  )
}

export function hasApp(world: World, channel: TeamChannel): boolean {
  const botUserId = world.teams.get(channel.team_id)?.bot_user_id
  return botUserId !== undefined && channel.members.includes(botUserId)
}

export function channelType(channel: TeamChannel): 'channel' | 'group' | 'im' {
  if (channel.is_im) return 'im'
  return channel.is_private ? 'group' : 'channel'
}

/** The name in payloads. Private conversations do not show theirs. */
export function payloadName(channel: TeamChannel): string {
  const names = { channel: channel.name, group: 'privategroup', im: 'directmessage' }
  return names[channelType(channel)]
}
