import { channelType, hasApp } from '../channels.ts'
import { emitIn } from '../events.ts'
import { teamOf } from '../installs.ts'
import type { Json } from '../json.ts'
import { tellOfLinks } from '../links/shared.ts'
import { addMessage, findMessage } from '../messages.ts'
import { strangerFields } from '../payloads/event.ts'
import type { Platform } from '../platform.ts'
import type { ActResult, MentionRequest, Message, MessageRequest, User } from '../protocol.ts'
import { notOffered } from '../refusal.ts'
import { botName, slackbotId } from '../seeding.ts'
import { nextId, type TeamChannel, type World } from '../world.ts'
import { actResult, untold } from './act-result.ts'
import { openChannelOf, personOf } from './scene.ts'

/** Posts a person's message that mentions the app. */
export function mention(platform: Platform, request: MentionRequest): Promise<ActResult> {
  const { world } = platform
  const channel = openChannelOf(world, personOf(world, request.user), request.channel)
  return say(platform, { ...request, text: `<@${teamOf(world, channel).bot_user_id}> ${request.text}` })
}

/** Posts a person's message. The app receives it if it is in the channel, and a mention also as a mention. */
export async function say(platform: Platform, request: MessageRequest): Promise<ActResult> {
  const { world } = platform
  const user = personOf(world, request.user)
  const channel = openChannelOf(world, user, request.channel)
  refuseClosedTab(world, channel)
  const { thread_ts } = request
  if (thread_ts !== undefined && findMessage(world, channel.id, thread_ts) === undefined) {
    return notOffered(`${channel.id} has no message ${thread_ts} to reply to`)
  }
  const message = addMessage(world, channel.id, { user: user.id, text: request.text, thread_ts })
  const isMention = request.text.includes(`<@${teamOf(world, channel).bot_user_id}>`)
  const linked = tellOfLinks(platform, channel, message)
  if (isMention && !hasApp(world, channel)) return offerInvite(platform, channel, user)
  const event = messageEvent({ platform, channel, user, message })
  const told = emitIn(platform, channel, { type: 'message', ...event, channel_type: channelType(channel) })
  const mentioned =
    isMention && !channel.is_im
      ? emitIn(platform, channel, mentionEvent({ platform, channel, user, message }))
      : undefined
  const ack = (await mentioned) ?? (await told) ?? (await linked)
  return ack === undefined ? untold : actResult(ack)
}

/** Refuses a message to the app, unless the app's messages tab is on and not read-only. */
function refuseClosedTab({ manifest }: World, channel: TeamChannel): void {
  const { messages_tab_enabled, messages_tab_read_only_enabled } = manifest.features.app_home
  if (!channel.is_im || (messages_tab_enabled && !messages_tab_read_only_enabled)) return
  notOffered('Sending messages to this app has been turned off')
}

type Said = { platform: Platform; channel: TeamChannel; user: User; message: Message }

/** The event of a mention. `team` is the workspace in which the app was mentioned. */
function mentionEvent(said: Said): Json {
  const { platform, channel, user } = said
  return {
    type: 'app_mention',
    ...messageEvent(said),
    team: channel.team_id,
    ...strangerFields(platform.world, channel.team_id, user),
  }
}

function messageEvent({ platform, user, message }: Said): Json {
  const text = { type: 'text', text: message.text }
  return {
    user: user.id,
    text: message.text,
    ts: message.ts,
    event_ts: message.ts,
    thread_ts: message.thread_ts,
    client_msg_id: nextId(platform.world, 'm'),
    team: user.team_id,
    blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [text] }] }],
  }
}

/** Makes Slackbot offer to invite the app. Slack does not tell an app about mentions in channels that it is not in. */
function offerInvite(platform: Platform, channel: TeamChannel, user: User): ActResult {
  const name = botName(platform.world)
  const text = `You mentioned @${name}, but it is not in this channel. Type /invite @${name} to add it.`
  addMessage(platform.world, channel.id, { user: slackbotId, text, only_for: user.id })
  return { ok: false, acknowledged: false, error: 'not_in_channel' }
}
