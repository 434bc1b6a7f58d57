import { type Clock, hasPassed } from '../../async/clock.ts'
import { defined } from '../../defined.ts'
import type { Channel, News, OutboxEntry, OutgoingMessage, Receipt } from '../../store/store.ts'
import { type Urgency, urgencies } from '../limits/calls.ts'
import type { NoticeTo } from '../private/private-notices.ts'
import type { Thread, ThreadState, Threads } from './threads.ts'

/** The next call for one thread. */
export type Step =
  | PostStep
  /** `of`: the card, or a message below it, by its number. */
  | { type: 'edit card'; urgency: Urgency; ts: string; message: OutgoingMessage; hash: string; of: 'card' | number }
  | OpenStep

/** A person's direct conversation with Ferry is opened. */
export type OpenStep = { type: 'open'; urgency: Urgency; to: NoticeTo }

/** A post of a card, or of a message below it. `look up`: it was begun before, and may have been accepted. */
export type PostStep = {
  type: 'post' | 'look up'
  urgency: Urgency
  deliveryKey: string
  message: OutgoingMessage
  /** When what it tells happened and was meant to be told, in epoch milliseconds. Absent for a card. */
  times?: { decidedAt: number; dueAt: number }
  what: { type: 'card'; hash: string; tells?: number } | Reply
}

/**
 * Without `threadTs`, in the channel itself. `deleted`: what is to be noted of a deleted card once this was accepted.
 * `isKept`: it is kept up to date.
 */
type Reply = {
  type: 'reply'
  threadTs?: string
  seq: number
  isBroadcast: boolean
  isKept?: true
  deleted?: NonNullable<Receipt['deleted']>
}

/** The next thing to send for a thread, and what it was planned from. */
export type Plan = { thread: Thread; step: Step; receipt: Receipt }

/** Reads the thread and plans; undefined when there is nothing to send, or no such thread any more. */
export async function planFor(
  { clock }: { clock: Clock },
  { threads, threadId }: { threads: Pick<Threads, 'read' | 'channels' | 'healedAt'>; threadId: string },
): Promise<Plan | undefined> {
  const state = await threads.read(threadId)
  if (state === undefined) return undefined
  const { thread, ...shown } = state
  const channel = threads.channels.of(thread.channel)
  // A channel that refused before it was healed is tried at once, and for what somebody has just begun there.
  const worthFrom = Math.max(threads.healedAt(channel.channel), thread.createdAt)
  const now = isOld(channel, worthFrom) ? Number.POSITIVE_INFINITY : clock.now()
  const step = nextStep(thread, { ...shown, channel, now })
  return step && { thread, step, receipt: shown.receipt ?? { deliveredSeq: thread.createdAt - 1 } }
}

function isOld({ broken }: Channel, worthFrom: number): boolean {
  return broken !== undefined && broken.triedAt < worthFrom
}

/** A channel that refuses is tried again this often, in case the cause has gone unnoticed. */
export const brokenPauseMs = 10 * 60_000

type Planned = Pick<Thread, 'id' | 'channel' | 'createdAt' | 'stop' | 'notice'>

type State = Omit<ThreadState, 'thread'> & {
  channel: Pick<Channel, 'begun' | 'broken'>
  now: number
}

/**
 * Pure: from what is to be seen and what Slack has accepted, the next thing to send. The card comes first because
 * everything else goes into its thread; it is edited last, so that an end is heard before the card is repainted.
 */
export function nextStep(thread: Planned, state: State): Step | undefined {
  const { news, receipt, host, channel, now } = state
  if (news?.card === undefined || receipt?.isLost) return undefined
  if (thread.notice !== undefined) return noticeStep(thread, thread.notice, { card: news.card, receipt, channel })
  if (isResting(channel, now)) return undefined
  const { hash, tells } = news.card
  const message = showable(news.card.message, hash, receipt)
  const waiting = undelivered(news, receipt)
  const urgency = mostUrgent(waiting)
  if (receipt?.cardTs === undefined && host === undefined) {
    const post = { urgency: urgency ?? 'card', deliveryKey: cardKey(thread, receipt), message } as const
    return begunOrNot({ ...post, what: { type: 'card', hash, ...defined({ tells }) } }, channel)
  }
  const [entry] = waiting
  const threadTs = receipt?.cardTs ?? host?.ts
  if (isUnplaced({ receipt, host })) return undefined
  if (receipt?.cardTs !== undefined && receipt.deleted?.isUntold) return deletionNote(thread, receipt, channel)
  if (entry !== undefined && urgency !== undefined)
    return reply(entry, { urgency, receipt, channel, ...defined({ threadTs }) })
  const edit = saidEdit(news, receipt)
  if (edit !== undefined || receipt?.cardTs === undefined || !isDue(news, receipt)) return edit
  return { type: 'edit card', urgency: 'progress', ts: receipt.cardTs, message, hash, of: 'card' }
}

/** The edit of a message below the card that looks different now. */
function saidEdit({ said: wanted }: News, receipt: Receipt | undefined): Step | undefined {
  const { said } = receipt ?? {}
  if (wanted === undefined || said?.seq !== wanted.seq || said.hash === wanted.hash) return undefined
  const { seq, hash } = wanted
  const message = showable(wanted.message, hash, receipt)
  return { type: 'edit card', urgency: 'progress', ts: said.ts, message, hash, of: seq }
}

/** Whether there is no place yet for what a thread says. */
function isUnplaced({
  receipt,
  host,
}: {
  receipt: State['receipt'] | undefined
  host: State['host'] | undefined
}): boolean {
  return receipt?.cardTs === undefined && host?.ts === undefined && host?.isChannel === undefined
}

/** Whether a channel refuses and was tried a short time ago. */
function isResting({ broken }: State['channel'], now: number): boolean {
  return broken !== undefined && !hasPassed(brokenPauseMs, { since: broken.triedAt, now })
}

/**
 * A notice in private is one message, which is edited only if the notice is kept up to date. Trouble with Ferry's other
 * messages in that conversation does not keep it waiting: if Slack refuses it, somebody else is told.
 */
function noticeStep(
  thread: Pick<Thread, 'id' | 'createdAt' | 'channel'>,
  to: NoticeTo,
  {
    card,
    receipt,
    channel,
  }: Pick<State, 'channel'> & { card: NonNullable<News['card']>; receipt: Receipt | undefined },
): Step | undefined {
  const urgency = 'stall'
  if (thread.channel === to.user) return { type: 'open', urgency, to }
  const { message, hash } = card
  if (receipt?.cardTs !== undefined) {
    const edit = { urgency: 'progress', ts: receipt.cardTs, message, hash, of: 'card' } as const
    return receipt.cardHash === hash ? undefined : { type: 'edit card', ...edit }
  }
  return begunOrNot({ urgency, deliveryKey: cardKey(thread, receipt), message, what: { type: 'card', hash } }, channel)
}

type Replying = {
  urgency: Urgency
  /** Absent if it is said in the channel itself. */
  threadTs?: string
  receipt: Receipt | undefined
  channel: Pick<Channel, 'begun'>
}

function reply(entry: OutboxEntry, { urgency, threadTs, receipt, channel }: Replying): PostStep {
  const { deliveryKey, seq, place, decidedAt, dueAt = decidedAt } = entry
  const message = showable(entry.message, deliveryKey, receipt)
  const where = {
    isBroadcast: place === 'broadcast',
    ...defined({ threadTs }),
    ...(entry.isKept && { isKept: true as const }),
  }
  const times = { decidedAt, dueAt }
  return begunOrNot({ urgency, deliveryKey, message, times, what: { type: 'reply', seq, ...where } }, channel)
}

/** Tells below a new card what became of the earlier one, so that nobody takes the empty thread for the whole story. */
function deletionNote(
  { id, createdAt, stop }: Pick<Thread, 'id' | 'createdAt' | 'stop'>,
  { cardTs: threadTs = '', deliveredSeq: seq, deleted: { count, seq: last } = { count: 1, seq: 0 } }: Receipt,
  channel: Pick<Channel, 'begun'>,
): PostStep {
  const text =
    'Somebody deleted the earlier card. What Ferry said below it is not repeated here. ' +
    `To have no card in this channel, type \`/migrate ${stop}\`.`
  const what = { type: 'reply', threadTs, seq, isBroadcast: false, deleted: { count, seq: last } } as const
  const deliveryKey = `${id}#${createdAt}#deleted ${count}`
  return begunOrNot({ urgency: 'progress', deliveryKey, message: { text, blocks: [] }, what }, channel)
}

function begunOrNot(post: Omit<PostStep, 'type'>, { begun }: Pick<Channel, 'begun'>): PostStep {
  return { ...post, type: post.deliveryKey in begun ? 'look up' : 'post' }
}

/** Whether the card in the channel is to be drawn again. One that was handed over is somebody else's. */
export function isDue({ card }: News, receipt: Receipt | undefined): boolean {
  return receipt?.handedTo === undefined && card?.hash !== receipt?.cardHash
}

/** Messages that have been decided but not yet accepted by Slack, oldest first. */
export function undelivered(news: News, receipt: Receipt | undefined): OutboxEntry[] {
  const deliveredSeq = receipt?.deliveredSeq ?? 0
  return news.outbox.filter(({ seq }) => seq > deliveredSeq)
}

/** An end that waits behind a line of history pulls it along. */
function mostUrgent(waiting: readonly OutboxEntry[]): Urgency | undefined {
  return urgencies.find((urgency) => waiting.some(({ lane }) => lane === urgency))
}

/** Differs for each time that a thread is made, so that an old card is never taken for a new one. */
function cardKey({ id, createdAt }: Pick<Thread, 'id' | 'createdAt'>, receipt: Receipt | undefined): string {
  const key = `${id}#${createdAt}#card`
  return receipt?.deleted === undefined ? key : `${key} ${receipt.deleted.count}`
}

/** A message that Slack can't show must not hold up the ones behind it: its plain text is sent instead. */
function showable(message: OutgoingMessage, key: string, receipt: Receipt | undefined): OutgoingMessage {
  return receipt?.textOnly === key ? { text: message.text, blocks: [] } : message
}
