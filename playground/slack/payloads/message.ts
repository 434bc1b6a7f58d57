import { isApp, teamOf } from '../installs.ts'
import type { Json } from '../json.ts'
import { repliesTo } from '../messages.ts'
import type { Message } from '../protocol.ts'
import { botName } from '../seeding.ts'
import type { TeamChannel, World } from '../world.ts'

export type MessageContext = { world: World; channel: TeamChannel; withMetadata?: boolean }

/** A message as in the Web API and in payloads. */
export function apiMessage(context: MessageContext, message: Message): Json {
  const { world, channel } = context
  return {
    type: 'message',
    subtype: message.is_broadcast ? 'thread_broadcast' : undefined,
    user: message.user,
    ts: message.ts,
    team: channel.team_id,
    text: message.text,
    blocks: message.blocks.length > 0 ? message.blocks : undefined,
    thread_ts: message.thread_ts,
    parent_user_id: parentOf(context, message)?.user,
    edited: message.edited_at === undefined ? undefined : { user: message.user, ts: message.edited_at },
    metadata: context.withMetadata ? message.metadata : undefined,
    files: message.files?.map((file) => ({
      id: file.id,
      name: file.name,
      title: file.name,
      mimetype: file.mimetype,
      url_private: file.url,
      alt_txt: file.alt_text,
    })),
    reactions: reactionsOn(context, message),
    ...threadFields(context, message),
    ...(isApp(world, channel.team_id, message.user) ? botFields(world, channel) : {}),
  }
}

function botFields(world: World, channel: TeamChannel): Json {
  const { bot_id } = teamOf(world, channel)
  const { id } = world.seed.app
  const name = botName(world)
  return { bot_id, app_id: id, bot_profile: { id: bot_id, app_id: id, name, team_id: channel.team_id, deleted: false } }
}

function threadFields({ world, channel }: MessageContext, message: Message): Json {
  if (message.reply_count === 0) return {}
  const replies = repliesTo(world, channel.id, message.ts)
  const people = [...new Set(replies.map((reply) => reply.user))]
  return {
    reply_count: message.reply_count,
    reply_users: people,
    reply_users_count: people.length,
    latest_reply: replies.at(-1)?.ts,
  }
}

function parentOf({ world, channel }: MessageContext, message: Message): Message | undefined {
  if (message.thread_ts === undefined || message.thread_ts === message.ts) return undefined
  return world.messages.get(channel.id)?.find((other) => other.ts === message.thread_ts)
}

function reactionsOn({ world, channel }: MessageContext, message: Message): Json[] | undefined {
  const marks = world.reactions.get(`${channel.id}/${message.ts}`)
  if (marks === undefined || marks.size === 0) return undefined
  const usersByName = Map.groupBy(marks, (mark) => mark.slice(0, mark.lastIndexOf(':')))
  return [...usersByName].map(([name, users]) => ({
    name,
    count: users.length,
    users: users.map((mark) => mark.slice(mark.lastIndexOf(':') + 1)),
  }))
}
