import { AppError } from '../../errors/errors.ts'
import type { HistoryPage, Lost, OwnPost } from '../../send/wire.ts'
import { type Calls, once } from './calls.ts'

/** Event type of the metadata that marks Ferry's posts. */
const eventType = 'ferry_delivery'
/** Messages in one page of history. Slack gives fewer to apps that are not in its Marketplace. */
const pageSize = 200

/** The metadata of a post. */
export function markOf(deliveryKey: string) {
  return { event_type: eventType, event_payload: { key: deliveryKey } }
}

/**
 * Makes the look-up of a post by its delivery key in one page of history. Whether Slack returns metadata without the scope
 * `metadata.message:read` is not documented; where it does not, the page tells which posts are Ferry's own.
 */
export function createFind(calls: Calls): (lost: Lost) => Promise<HistoryPage> {
  const botOf = rememberingBots(calls)
  return async (lost) => {
    const { messages, next } = await pageOf(calls, lost)
    const found = messages.filter(({ metadata }) => keyIn(metadata) === lost.deliveryKey).flatMap(shownPost)
    const rest = next === undefined || next === '' ? {} : { next }
    if (found.length > 0) return { ...rest, found }
    if (messages.some(({ metadata }) => keyIn(metadata) !== undefined)) return rest
    const unmarked = await ownAmong(messages, lost, botOf)
    return unmarked.length === 0 ? rest : { ...rest, unmarked }
  }
}

async function pageOf(calls: Calls, lost: Lost) {
  const { workspace, channel, threadTs, cursor } = lost
  const method = threadTs === undefined ? 'conversations.history' : 'conversations.replies'
  const period = { oldest: slackTime(lost.sinceMs), latest: slackTime(lost.untilMs) }
  const range = { channel, limit: pageSize, ...period, include_all_metadata: true, ...(cursor && { cursor }) }
  const { messages = [], response_metadata } = await once(
    calls,
    { workspace, method, isRepeatable: true },
    (client, token) =>
      threadTs === undefined
        ? client.conversations.history({ token, ...range })
        : client.conversations.replies({ token, ...range, ts: threadTs }),
  )
  return { messages, next: response_metadata?.next_cursor }
}

type Shown = {
  ts?: string
  thread_ts?: string
  text?: string
  user?: string
  bot_id?: string
  metadata?: unknown
  reply_count?: number
  reactions?: readonly unknown[]
}

function shownPost({ ts, text = '', reply_count = 0, reactions = [] }: Shown): OwnPost[] {
  return ts === undefined ? [] : [{ ts, text, isAnswered: reply_count > 0 || reactions.length > 0 }]
}

/** Ferry's own posts in the channel or thread: no others, no broadcast replies in the channel, not the thread's card. */
async function ownAmong(messages: readonly Shown[], { workspace, threadTs }: Lost, botOf: BotOf): Promise<OwnPost[]> {
  const placed = messages.filter(({ ts, thread_ts, text, bot_id }) => {
    if (text === undefined || bot_id === undefined) return false
    return threadTs === undefined ? (thread_ts ?? ts) === ts : ts !== threadTs
  })
  if (placed.length === 0) return []
  const bot = await botOf(workspace)
  return placed.flatMap((message) =>
    message.bot_id === bot.bot_id || message.user === bot.user_id ? shownPost(message) : [],
  )
}

type Bot = { bot_id: string; user_id: string }
type BotOf = (workspace: string) => Promise<Bot>

/** Asks once for each token who Ferry is in its workspace. */
function rememberingBots(calls: Calls): BotOf {
  const known = new Map<string, Bot & { token: string }>()
  return async (workspace) => {
    const before = known.get(workspace)
    if (before !== undefined && before.token === (await calls.tokenOf(workspace))) return before
    const method = 'auth.test'
    const bot = await once(calls, { workspace, method, isRepeatable: true }, async (client, token) => {
      const { bot_id, user_id } = await client.auth.test({ token })
      return bot_id === undefined || user_id === undefined ? undefined : { token, bot_id, user_id }
    })
    if (bot === undefined) throw new AppError('slack_refused', { method, reason: 'no bot' })
    known.set(workspace, bot)
    return bot
  }
}

function slackTime(epochMs: number): string {
  return (epochMs / 1000).toFixed(3)
}

/** The delivery key in a message's metadata. Undefined if it is none of Ferry's. */
function keyIn(metadata: unknown): string | undefined {
  if (typeof metadata !== 'object' || metadata === null || !('event_payload' in metadata)) return undefined
  const payload = metadata.event_payload
  if (typeof payload !== 'object' || payload === null || !('key' in payload)) return undefined
  return typeof payload.key === 'string' ? payload.key : undefined
}
