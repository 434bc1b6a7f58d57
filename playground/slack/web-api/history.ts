import type { Json } from '../json.ts'
import { findMessage, messagesIn, repliesTo } from '../messages.ts'
import { apiMessage } from '../payloads/message.ts'
import type { Message } from '../protocol.ts'
import { refuse, TooMany } from '../refusal.ts'
import type { TeamChannel } from '../world.ts'
import { flagArg, requiredArg, textArg } from './args.ts'
import { type BotCall, bot, type Methods } from './method.ts'
import { page } from './paging.ts'
import { joinedChannelArg, ofNamedChannel } from './place.ts'

const reading = ofNamedChannel('history')

export const historyMethods: Methods = {
  'conversations.history': bot(reading, (call) => history(inTime(call, 'conversations.history'))),
  'conversations.replies': bot(reading, (call) => replies(inTime(call, 'conversations.replies'))),
}

/** The call, unless the app has to wait. */
function inTime(call: BotCall, method: string): BotCall {
  const { historyLimit, historyReadAt, clock } = call.world
  if (historyLimit === undefined) return call
  const key = `${method} ${call.install.team_id}`
  const waitMs = (historyReadAt.get(key) ?? Number.NEGATIVE_INFINITY) + historyLimit.intervalMs - clock.now()
  if (waitMs > 0) throw new TooMany(Math.ceil(waitMs / 1000))
  historyReadAt.set(key, clock.now())
  return call
}

/** Messages, newest first, without ephemeral ones and without replies that were not broadcast. */
function history(call: BotCall): Json {
  const channel = joinedChannelArg(call)
  const shown = messagesIn(call.world, channel.id).filter(
    (message) => message.only_for === undefined && (isTopLevel(message) || message.is_broadcast === true),
  )
  return { ...answer(call, channel, within(shown, call.args).toReversed()), pin_count: 0 }
}

/** The parent, then its replies, oldest first. */
function replies(call: BotCall): Json {
  const channel = joinedChannelArg(call)
  const parent = findMessage(call.world, channel.id, requiredArg(call.args, 'ts')) ?? refuse('thread_not_found')
  const thread = [parent, ...within(repliesTo(call.world, channel.id, parent.ts), call.args)]
  return answer(call, channel, thread)
}

function answer(call: BotCall, channel: TeamChannel, messages: Message[]): Json {
  const { items, hasMore, response_metadata } = pageOf(call, messages)
  const isShown = call.world.seed.readings.historyMetadata === 'shown'
  const context = { world: call.world, channel, withMetadata: isShown && flagArg(call.args, 'include_all_metadata') }
  const shown = items.map((message) => apiMessage(context, message))
  return { messages: shown, has_more: hasMore, ...(hasMore ? { response_metadata } : {}) }
}

/** One page, with at most as many messages as the app may have at once. */
function pageOf({ world, args }: BotCall, messages: Message[]) {
  const most = world.historyLimit?.page
  const limit = most === undefined ? {} : { limit: Math.min(Number(args.limit ?? most), most) }
  return page(messages, ({ ts }) => ts, { ...args, ...limit })
}

function isTopLevel(message: Message): boolean {
  return message.thread_ts === undefined || message.thread_ts === message.ts
}

/**
 * The messages in the range. It excludes a message exactly at `oldest` or `latest`, unless the call says `inclusive`.
 */
function within(messages: Message[], args: Json): Message[] {
  const oldest = Number(textArg(args, 'oldest') ?? 0)
  const latest = Number(textArg(args, 'latest') ?? Number.POSITIVE_INFINITY)
  const isInclusive = flagArg(args, 'inclusive')
  return messages.filter((message) => {
    const ts = Number(message.ts)
    return (ts > oldest && ts < latest) || (isInclusive && (ts === oldest || ts === latest))
  })
}
