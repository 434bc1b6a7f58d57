import { installIn } from '../belonging.ts'
import type { User } from '../protocol.ts'
import { notOffered } from '../refusal.ts'
import type { Install, TeamChannel, World } from '../world.ts'

/** The person who acts; what somebody did just before they were deactivated still arrives. Throws `BadAct` for a bot or nobody. */
export function personOf(world: World, userId: string): User {
  const user = world.users.get(userId)
  if (user === undefined) return notOffered(`Nobody here has the user id ${userId}`)
  return user.is_bot ? notOffered(`${userId} is a bot; people act, bots call the Web API`) : user
}

/** A conversation that the person is in. */
export function channelOf(world: World, user: User, channelId: string): TeamChannel {
  const channel = world.channels.get(channelId)
  if (channel === undefined) return notOffered(`No channel has the id ${channelId}`)
  return channel.members.includes(user.id) ? channel : notOffered(`${user.id} is not a member of ${channelId}`)
}

/** A conversation that the person can still write in. */
export function openChannelOf(world: World, user: User, channelId: string): TeamChannel {
  const channel = channelOf(world, user, channelId)
  return channel.is_archived ? notOffered(`${channelId} is archived, so nobody can write in it`) : channel
}

export function installOf(world: World, teamId: string): Install {
  return installIn(world, teamId) ?? notOffered(`The app is not installed in the workspace ${teamId}`)
}

/** Slash commands and shortcuts come with the scope `commands`. */
export function refuseWithoutCommands(install: Install): void {
  if (!install.scopes.includes('commands')) notOffered('The app was not granted the scope commands, so it has none')
}

/** What Slack shows next to a button, menu or form of an app whose interactivity is off. */
export function refuseWithoutInteractivity({ manifest }: World): void {
  const { is_enabled, request_url } = manifest.settings.interactivity
  const isReachable = manifest.settings.socket_mode_enabled || request_url !== undefined
  if (!is_enabled || !isReachable) notOffered('This app is not configured to handle interactive responses')
}
