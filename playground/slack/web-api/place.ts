import { findChannel, hasApp } from '../channels.ts'
import { isApp } from '../installs.ts'
import { findMessage } from '../messages.ts'
import type { Message, User } from '../protocol.ts'
import { refuse } from '../refusal.ts'
import { type Permission, scopeFor, scopesOf } from '../scopes.ts'
import { slackbotId } from '../seeding.ts'
import type { TeamChannel } from '../world.ts'
import { requiredArg, textArg } from './args.ts'
import type { BotCall, Needs } from './method.ts'

/** The channel that a call names. A private channel without the app does not exist for it. */
export function channelArg(call: BotCall): TeamChannel {
  const reference = textArg(call.args, 'channel') ?? refuse('channel_not_found')
  const channel = findChannel(call.world, call.install.team_id, reference)
  if (channel === undefined) return refuse('channel_not_found')
  return channel.is_private && !hasApp(call.world, channel) ? refuse('channel_not_found') : channel
}

/** The scopes of a method about one conversation, which depend on the kind of conversation. */
export function ofNamedChannel(permission: Permission): Needs {
  return {
    anyOf: scopesOf(permission),
    of({ world, install, args }) {
      const channel = findChannel(world, install.team_id, textArg(args, 'channel') ?? '')
      return channel === undefined ? [] : [scopeFor(permission, channel)]
    },
  }
}

export function joinedChannelArg(call: BotCall): TeamChannel {
  const channel = channelArg(call)
  return hasApp(call.world, channel) ? channel : refuse('not_in_channel')
}

/** A channel in which the app may post. With `chat:write.public`, any public one. */
export function writableChannelArg(call: BotCall): TeamChannel {
  const channel = channelArg(call)
  if (channel.is_archived) return refuse('is_archived')
  if (channel.is_im && !call.world.manifest.features.app_home.messages_tab_enabled)
    return refuse('messages_tab_disabled')
  const mayWrite = hasApp(call.world, channel) || call.install.scopes.includes('chat:write.public')
  return mayWrite ? channel : refuse('not_in_channel')
}

/** The parent's ts, if the call names a thread. */
export function threadArg(call: BotCall, channel: TeamChannel): string | undefined {
  const ts = textArg(call.args, 'thread_ts')
  if (ts === undefined) return undefined
  const parent = findMessage(call.world, channel.id, ts) ?? refuse('thread_not_found')
  const isTombstone = parent.user === slackbotId
  if (isTombstone && call.world.seed.readings.tombstoneReplies === 'refused') return refuse('thread_not_found')
  return parent.is_broadcast || parent.thread_ts === undefined ? parent.ts : parent.thread_ts
}

/** The app's own message that the call names. `refusal` is the error for another person's. */
export function ownMessageArg(call: BotCall, channel: TeamChannel, refusal: string): Message {
  const message = findMessage(call.world, channel.id, requiredArg(call.args, 'ts')) ?? refuse('message_not_found')
  return isApp(call.world, channel.team_id, message.user) ? message : refuse(refusal)
}

export function userArg(call: BotCall, name = 'user'): User {
  return call.world.users.get(textArg(call.args, name) ?? '') ?? refuse('user_not_found')
}
