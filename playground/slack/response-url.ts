import { randomBytes } from 'node:crypto'
import { jsonReply, type Reply, textReply } from './http/exchange.ts'
import { teamOf } from './installs.ts'
import { blocksOf, isRecord, type Json, parseJson, textOf } from './json.ts'
import { addMessage, editMessage, messagesIn, removeMessage } from './messages.ts'
import type { Message } from './protocol.ts'
import { refuse } from './refusal.ts'
import { contentError, messageText } from './validity.ts'
import type { ResponseUrl, World } from './world.ts'

export const responseUrlUses = 5
export const responseUrlLifeMs = 30 * 60_000

/** Creates an address that accepts five messages within half an hour. */
export function issueResponseUrl(
  world: World,
  kind: 'commands' | 'actions',
  origin: Omit<ResponseUrl, 'createdAt' | 'uses'>,
): string {
  const id = randomBytes(12).toString('hex')
  world.responseUrls.set(id, { ...origin, createdAt: world.clock.now(), uses: 0 })
  return `${world.origin}/hooks/${kind}/${origin.team_id}/${id}`
}

/** Carries out a post to the address. Refuses with Slack's error. */
export function respond(world: World, id: string, body: string): void {
  const address = world.responseUrls.get(id) ?? refuse('invalid_token')
  if (world.clock.now() - address.createdAt > responseUrlLifeMs) refuse('expired_url')
  if (address.uses >= responseUrlUses) refuse('used_url')
  const request = parseJson(body)
  if (!isRecord(request)) refuse('invalid_payload')
  applyResponse(world, address, request)
  address.uses += 1
}

/** The response that refuses a message. */
export function refusedResponse({ seed }: World, error: string): Reply {
  return seed.readings.refusedResponse === 'status' ? textReply(error, 400) : jsonReply({ ok: false, error })
}

/**
 * Carries out an answer, which can post, replace or delete a message. The body of an acknowledged slash command becomes
 * a message in this way, too.
 */
export function applyResponse(world: World, address: ResponseUrl, request: Json): void {
  const original = originalOf(world, address, request)
  const deletes = isSet(request.delete_original)
  const error = deletes && isBare(request) ? undefined : contentError(request)
  if (error !== undefined) refuse(error.error, error.details)
  if (deletes && original !== undefined) removeMessage(world, original)
  if (isBare(request)) return
  if (isSet(request.replace_original) && original !== undefined && !deletes) {
    editMessage(world, original, { text: messageText(request), blocks: blocksOf(request.blocks) })
    return
  }
  const added = addMessage(world, address.channel_id, {
    user: teamOf(world, address).bot_user_id,
    text: messageText(request),
    blocks: blocksOf(request.blocks),
    thread_ts: textOf(request.thread_ts),
    only_for: request.response_type === 'in_channel' ? undefined : address.user_id,
  })
  address.answered_ts = added.ts
}

/**
 * The message in which somebody acted. A slash command has none: Slack only documents that typed text cannot be
 * replaced or deleted. According to reports, a new message is posted (bolt-js#2287, bolt-python#1268). Others read
 * Slack's documents differently, so the other interpretations can be tested as well.
 */
function originalOf(world: World, address: ResponseUrl, request: Json): Message | undefined {
  const find = (ts: string | undefined) => messagesIn(world, address.channel_id).find((message) => message.ts === ts)
  if (address.message_ts !== undefined) return find(address.message_ts)
  if (world.commandReplies === 'replaced') return find(address.answered_ts)
  const wants = isSet(request.replace_original) || isSet(request.delete_original)
  if (wants && world.commandReplies === 'refused') return refuse('cant_update_message')
  return undefined
}

/** Whether a message has nothing to show. */
export function isBare(request: Json): boolean {
  return request.text === undefined && request.blocks === undefined && request.attachments === undefined
}

/** Whether a flag is set. Slack's examples also send flags as strings. */
function isSet(flag: unknown): boolean {
  return flag === true || flag === 'true'
}
