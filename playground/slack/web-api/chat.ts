import { teamOf } from '../installs.ts'
import { blocksOf, isRecord, type Json, textOf } from '../json.ts'
import { addMessage, editMessage, findMessage, removeMessage } from '../messages.ts'
import { apiMessage } from '../payloads/message.ts'
import type { Block, Message } from '../protocol.ts'
import { refuse } from '../refusal.ts'
import { contentError, messageText } from '../validity.ts'
import { flagArg, requiredArg } from './args.ts'
import { type BotCall, bot, type Methods } from './method.ts'
import { channelArg, ownMessageArg, threadArg, userArg, writableChannelArg } from './place.ts'

export const chatMethods: Methods = {
  'chat.postMessage': bot(['chat:write'], postMessage),
  'chat.update': bot(['chat:write'], updateMessage),
  'chat.delete': bot(['chat:write'], deleteMessage),
  'chat.postEphemeral': bot(['chat:write'], postEphemeral),
  'chat.getPermalink': bot([], getPermalink),
}

const updateTextLimit = 4000

function postMessage(call: BotCall): Json {
  const { world, install, args } = call
  const channel = writableChannelArg(call)
  const { text, blocks } = contentArg(args)
  const message = addMessage(world, channel.id, {
    user: teamOf(world, install).bot_user_id,
    text,
    blocks,
    thread_ts: threadArg(call, channel),
    is_broadcast: flagArg(args, 'reply_broadcast') && args.thread_ts !== undefined,
    metadata: metadataArg(args),
  })
  const shown = apiMessage({ world, channel, withMetadata: true }, message)
  return { channel: channel.id, ts: message.ts, message: shown }
}

/** Edits a message. Absent blocks, text and metadata stay unchanged. */
function updateMessage(call: BotCall): Json {
  const { world, args } = call
  const channel = channelArg(call)
  if (channel.is_archived) return refuse('is_inactive')
  const message = ownMessageArg(call, channel, 'cant_update_message')
  const content = contentArg({ text: message.text, blocks: message.blocks, ...args })
  if (messageText(args).length > updateTextLimit) return refuse('msg_too_long')
  const blocks = args.blocks === undefined ? undefined : content.blocks
  editMessage(world, message, { text: content.text, blocks, metadata: metadataArg(args) })
  const shown = apiMessage({ world, channel, withMetadata: true }, message)
  return { channel: channel.id, ts: message.ts, text: message.text, message: shown }
}

function deleteMessage(call: BotCall): Json {
  const channel = channelArg(call)
  const message = ownMessageArg(call, channel, 'cant_delete_message')
  removeMessage(call.world, message)
  return { channel: channel.id, ts: message.ts }
}

function postEphemeral(call: BotCall): Json {
  const { world, install, args } = call
  const channel = writableChannelArg(call)
  const user = userArg(call)
  if (!channel.members.includes(user.id)) return refuse('user_not_in_channel')
  const message = addMessage(world, channel.id, {
    user: teamOf(world, install).bot_user_id,
    ...contentArg(args),
    thread_ts: threadArg(call, channel),
    only_for: user.id,
  })
  return { message_ts: message.ts }
}

function getPermalink(call: BotCall): Json {
  const channel = channelArg(call)
  const ts = requiredArg(call.args, 'message_ts')
  if (findMessage(call.world, channel.id, ts) === undefined) return refuse('message_not_found')
  return { channel: channel.id, permalink: `${call.world.origin}/archives/${channel.id}/p${ts.replace('.', '')}` }
}

function contentArg(args: Json): { text: string; blocks: Block[] } {
  if (args.blocks !== undefined && !Array.isArray(args.blocks)) return refuse('invalid_blocks_format')
  const problem = contentError(args)
  if (problem !== undefined) return refuse(problem.error, problem.details)
  return { text: messageText(args), blocks: blocksOf(args.blocks) }
}

function metadataArg(args: Json): Message['metadata'] {
  if (args.metadata === undefined) return undefined
  if (!isRecord(args.metadata)) return refuse('invalid_metadata_format')
  const { event_type, event_payload } = args.metadata
  const type = textOf(event_type)
  if (type === undefined || !isRecord(event_payload)) return refuse('invalid_metadata_format')
  return { event_type: type, event_payload }
}
