import { withBlockIds } from './block-ids.ts'
import { forgetEarlier, keepEarlier } from './earlier.ts'
import type { Block, Message } from './protocol.ts'
import { slackbotId } from './seeding.ts'
import { changed, nextTs, type World } from './world.ts'

export type Draft = {
  user: string
  text: string
  blocks?: Block[] | undefined
  thread_ts?: string | undefined
  is_broadcast?: boolean | undefined
  only_for?: string | undefined
  metadata?: Message['metadata'] | undefined
  files?: Message['files'] | undefined
}

export function addMessage(world: World, channelId: string, draft: Draft): Message {
  const message: Message = {
    ts: nextTs(world),
    channel: channelId,
    user: draft.user,
    text: draft.text,
    blocks: withBlockIds(world, draft.blocks ?? []),
    reply_count: 0,
  }
  if (draft.thread_ts !== undefined) message.thread_ts = draft.thread_ts
  if (draft.is_broadcast) message.is_broadcast = true
  if (draft.only_for !== undefined) message.only_for = draft.only_for
  if (draft.metadata !== undefined) message.metadata = draft.metadata
  if (draft.files !== undefined) message.files = draft.files
  messagesIn(world, channelId).push(message)
  if (message.only_for === undefined) countReply(world, message, 1)
  changed(world)
  return message
}

export type Edit = { text: string; blocks?: Block[] | undefined; metadata?: Message['metadata'] | undefined }

/** Edits a message. Fields that the edit leaves out stay unchanged. */
export function editMessage(world: World, message: Message, edit: Edit): void {
  keepEarlier(world, message)
  message.text = edit.text
  if (edit.blocks !== undefined) message.blocks = withBlockIds(world, edit.blocks)
  if (edit.metadata !== undefined) message.metadata = edit.metadata
  message.edited_at = nextTs(world)
  changed(world)
}

/** Deletes a message. A message with replies leaves a tombstone, as in Slack. */
export function removeMessage(world: World, message: Message): void {
  forgetEarlier(world, message)
  if (message.reply_count > 0) {
    Object.assign(message, { user: slackbotId, text: 'This message was deleted.', blocks: [] })
    delete message.metadata
    delete message.files
  } else {
    const messages = messagesIn(world, message.channel)
    messages.splice(messages.indexOf(message), 1)
    if (message.only_for === undefined) countReply(world, message, -1)
  }
  changed(world)
}

export function messagesIn(world: World, channelId: string): Message[] {
  const existing = world.messages.get(channelId)
  if (existing !== undefined) return existing
  const none: Message[] = []
  world.messages.set(channelId, none)
  return none
}

/** A message that everybody in the channel sees. */
export function findMessage(world: World, channelId: string, ts: string): Message | undefined {
  return messagesIn(world, channelId).find((message) => message.ts === ts && message.only_for === undefined)
}

export function visibleTo(userId: string): (message: Message) => boolean {
  return (message) => message.only_for === undefined || message.only_for === userId
}

/** Replies in a thread that everybody sees, oldest first, without the parent. */
export function repliesTo(world: World, channelId: string, ts: string): Message[] {
  return messagesIn(world, channelId).filter(
    (message) => message.thread_ts === ts && message.ts !== ts && message.only_for === undefined,
  )
}

function countReply(world: World, message: Message, step: number): void {
  if (message.thread_ts === undefined || message.thread_ts === message.ts) return
  const parent = findMessage(world, message.channel, message.thread_ts)
  if (parent === undefined) return
  parent.reply_count += step
  parent.thread_ts = parent.ts
}
