import { findChannel } from '../channels.ts'
import { teamOf } from '../installs.ts'
import { join, leave } from '../membership.ts'
import { addMessage } from '../messages.ts'
import type { Platform } from '../platform.ts'
import type { ActResult, User } from '../protocol.ts'
import { slackbotId } from '../seeding.ts'
import type { TeamChannel, World } from '../world.ts'
import { untold } from './act-result.ts'

type Typed = { user: User; channel: TeamChannel; text: string }
type BuiltIn = (platform: Platform, typed: Typed) => Promise<string | undefined>

/**
 * Slack's own commands, which no app receives. If a command returns a sentence, Slackbot shows it to the person alone.
 */
const builtIns: Record<string, BuiltIn> = { '/invite': invite, '/remove': remove }

/** Carries out a command of Slack's own. Undefined for any other command. */
export async function runBuiltIn(platform: Platform, { text, ...place }: Typed): Promise<ActResult | undefined> {
  const [, command = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(text) ?? []
  const builtIn = Object.hasOwn(builtIns, command) ? builtIns[command] : undefined
  if (builtIn === undefined) return undefined
  const answer = await builtIn(platform, { ...place, text: rest })
  if (answer !== undefined) {
    addMessage(platform.world, place.channel.id, { user: slackbotId, text: answer, only_for: place.user.id })
  }
  return untold
}

async function invite(platform: Platform, { user, channel: here, text }: Typed): Promise<string | undefined> {
  const { world } = platform
  const [who = '', where] = text.trim().split(/\s+/)
  if (who === '') return 'Name somebody to invite: `/invite @someone`, with `#channel` after it for another channel.'
  const member = memberNamed(world, here, who)
  if (member === undefined) return `Nobody here is called ${shown(who)}.`
  const channel = where === undefined ? here : channelNamed(world, here, where)
  if (channel?.members.includes(user.id) !== true) return `You are not in a channel called ${shown(where ?? '')}.`
  if (channel.is_im) return 'Nobody can be invited to a direct message.'
  if (channel.is_archived) return `#${channel.name} is archived, so nobody can be invited to it.`
  if (channel.members.includes(member)) return `<@${member}> is already in this channel.`
  await join(platform, channel, { id: member, inviter: user.id })
  return undefined
}

async function remove(platform: Platform, { user, channel, text }: Typed): Promise<string | undefined> {
  const [who = ''] = text.trim().split(/\s+/)
  if (who === '') return 'Name somebody to remove: `/remove @someone`.'
  if (channel.is_im) return 'Nobody can be removed from a direct message.'
  const member = memberNamed(platform.world, channel, who)
  if (member === undefined) return `Nobody here is called ${shown(who)}.`
  if (member === user.id) return 'You cannot remove yourself; leave the channel instead.'
  if (user.is_restricted) return 'Guests cannot remove others from a channel.'
  if (!channel.members.includes(member)) return `<@${member}> is not in this channel.`
  await leave(platform, channel, member)
  return undefined
}

/** The user id for a reference, a user name, or the app's name. */
function memberNamed(world: World, channel: TeamChannel, typed: string): string | undefined {
  const id = /^<@(\w+)/.exec(typed)?.[1]
  if (id !== undefined) return world.users.has(id) ? id : undefined
  const name = typed.replace(/^@/, '').toLowerCase()
  const app = teamOf(world, channel).bot_user_id
  const users = [...world.users.values()].filter((user) => !user.is_bot || user.id === app)
  return users.find((user) => [user.name, user.real_name].some((one) => one.toLowerCase() === name))?.id
}

function channelNamed(world: World, { team_id }: TeamChannel, typed: string): TeamChannel | undefined {
  return findChannel(world, team_id, /^<#(\w+)/.exec(typed)?.[1] ?? typed)
}

/** A name for Slackbot's answer. References already appear as names, and any other text appears as typed. */
function shown(typed: string): string {
  return typed.startsWith('<') ? typed : `\`${typed}\``
}
