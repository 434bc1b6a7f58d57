import { installIn } from '../belonging.ts'
import type { User } from '../protocol.ts'
import { notOffered } from '../refusal.ts'
import type { Install, TeamChannel, World } from '../world.ts'

/** The person who acts. An act just before a deactivation still arrives. Throws `BadAct` for a bot or an unknown id. */
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

/** A conversation in which the person can write. */
export function openChannelOf(world: World, user: User, channelId: string): TeamChannel {
  const channel = channelOf(world, user, channelId)
  return channel.is_archived ? notOffered(`${channelId} is archived, so nobody can write in it`) : channel
}

export function installOf(world: World, teamId: string): Install {
  return installIn(world, teamId) ?? notOffered(`The app is not installed in the workspace ${teamId}`)
}

/** Refuses slash commands and shortcuts without the scope `commands`. */
export function refuseWithoutCommands(install: Install): void {
  if (!install.scopes.includes('commands')) notOffered('The app was not granted the scope commands, so it has none')
}

/** Refuses buttons, menus and forms if the app's interactivity is off, with Slack's words. */
export function refuseWithoutInteractivity({ manifest }: World): void {
  const { is_enabled, request_url } = manifest.settings.interactivity
  const isReachable = manifest.settings.socket_mode_enabled || request_url !== undefined
  if (!is_enabled || !isReachable) notOffered('This app is not configured to handle interactive responses')
}
