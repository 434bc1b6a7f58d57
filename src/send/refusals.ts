import { defined } from '../defined.ts'
import { type AppError, isSameRefusal, slackRefusal } from '../errors/errors.ts'
import type { Log } from '../log.ts'
import type { Channel, Receipt } from '../store/store.ts'
import { withReceipt, withReceipts } from './channels.ts'
import { lineFor, lineIn } from './private/next-in-line.ts'
import {
  type Announcing,
  announce,
  type NoticeTo,
  noticeIn,
  type Telling,
  troubleNoticeAfter,
  withUnreachable,
} from './private/private-notices.ts'
import { brokenPauseMs, type OpenStep, type Step } from './thread/next-step.ts'
import type { Thread, Threads } from './thread/threads.ts'

/** The step after something was sent, or was not. */
export type Aftermath =
  /** See what is next. */
  | { type: 'again' }
  /** Nothing has failed: see what is next after a pause. */
  | { type: 'later'; ms: number }
  /** Try again after a pause, which grows while it goes on failing. */
  | { type: 'wait'; ms: number }
  /** Slack asked everybody to wait. */
  | { type: 'held'; ms: number }
  | { type: 'done' }

type Refused = Announcing & {
  log: Log<'warn' | 'error'>
  threads: Pick<Threads, 'channels' | 'inChannel' | 'read' | 'admins'>
  inTurn<Done>(key: string, work: () => Promise<Done>): Promise<Done>
  thread: Thread
  receipt: Receipt
  step: Step
  /** When the attempt was made, in epoch milliseconds. */
  triedAt: number
}

const pauseMs = 5000
/** Slack's words for "the card is not there any more". */
const cardGone = ['message_not_found', 'thread_not_found', 'cant_update_message', 'edit_window_closed']
/** The card is still there, but too old to be edited. */
const tooOld = 'edit_window_closed'
/** Slack's words for a message that it will never accept. */
const unacceptable = ['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long', 'no_text']

/** Nothing is ever deleted because Slack said no: either it heals by itself, or the channel waits, marked broken. */
export async function afterRefusal(error: AppError, refused: Refused): Promise<Aftermath> {
  const { log, workspace, thread } = refused
  log.warn({ workspace, thread: thread.id, err: error }, 'Slack did not take a message')
  switch (error.code) {
    case 'slack_rate_limited':
      return { type: 'held', ms: Number(error.details.retryAfterMs ?? 30_000) }
    case 'slack_refused':
      return afterFinalRefusal(String(error.details.reason ?? 'unknown'), refused)
    // The thread is in order: once there is a token that works, the next sweep goes on with it.
    case 'slack_token_refused':
      return { type: 'done' }
    default:
      return { type: 'wait', ms: pauseMs }
  }
}

async function afterFinalRefusal(reason: string, refused: Refused): Promise<Aftermath> {
  const { threads, thread, receipt, step } = refused
  if (thread.notice !== undefined && step.type === 'edit card') return giveUpEdit(step.hash, refused)
  if (thread.notice !== undefined) return afterUndeliverable(reason, thread.notice, refused)
  if (step.type === 'edit card' && step.of !== 'card' && cardGone.includes(reason)) {
    await threads.channels.change(thread.channel, (before) => withReceipt(before, thread.id, withoutSaid(receipt)))
    return { type: 'again' }
  }
  const ts = cardOf(step)
  if (cardGone.includes(reason) && ts !== undefined) {
    // A thread without a card of its own speaks below another one's.
    const isGone = ([id, { cardTs }]: [string, Receipt]) => cardTs === ts && (id === thread.id || receipt.cardTs !== ts)
    await threads.channels.change(thread.channel, (before) =>
      withReceipts(
        before,
        Object.entries(before.receipts)
          .filter(isGone)
          .map(([id, { cardTs: _, cardHash: __, ...rest }]) => [
            id,
            reason === tooOld ? rest : afterDeletion(rest, id === thread.id ? thread : undefined),
          ]),
      ),
    )
    return { type: 'again' }
  }
  if (step.type !== 'open' && unacceptable.includes(reason)) return afterUnacceptable(reason, { ...refused, step })
  return markBroken(reason, refused)
}

/** The receipt once a message below the card can't be edited any more. */
function withoutSaid({ said: _, ...receipt }: Receipt): Receipt {
  return receipt
}

type MessageStep = Exclude<Step, OpenStep>

async function afterUnacceptable(reason: string, refused: Refused & { step: MessageStep }): Promise<Aftermath> {
  const { log, threads, thread, receipt, step } = refused
  // Not even its text. Nothing is lost: it stays to be sent, and only this thread waits.
  if (step.message.blocks.length === 0) return { type: 'wait', ms: brokenPauseMs }
  log.error({ thread: thread.id, reason, step: step.type }, 'Slack cannot show this message; sending its text alone')
  const textOnly = keyOf(step)
  await threads.channels.change(thread.channel, (before) => withReceipt(before, thread.id, { ...receipt, textOnly }))
  return { type: 'again' }
}

/** The card that a step edits, or below which it posts. Undefined for a new card. */
function cardOf(step: Step): string | undefined {
  if (step.type === 'open') return undefined
  if (step.type === 'edit card') return step.ts
  return step.what.type === 'reply' ? step.what.threadTs : undefined
}

/**
 * The receipt once somebody has deleted the card. What was below it is said again, or the new card's thread says so.
 */
function afterDeletion({ deleted, ...rest }: Receipt, thread?: Thread): Receipt {
  const earlier = { count: (deleted?.count ?? 0) + 1, seq: Math.max(rest.deliveredSeq, deleted?.seq ?? 0) }
  if (thread?.isSaidAgain) return { ...rest, deleted: earlier, deliveredSeq: thread.createdAt - 1 }
  const hadMore = thread !== undefined && rest.deliveredSeq >= thread.createdAt
  return { ...rest, deleted: { ...earlier, ...(hadMore && { isUntold: true }) } }
}

/** The key by which a message differs from the others of its thread. */
function keyOf(step: MessageStep): string {
  if (step.type === 'edit card') return step.hash
  return step.what.type === 'card' ? step.what.hash : step.deliveryKey
}

/**
 * Everything for the channel waits; it is tried again now and then, and at once when Ferry is invited. For all threads
 * of the channel that have the same cause, one notice is written down, which goes to the thread's owners in private.
 */
async function markBroken(reason: string, refused: Refused): Promise<Aftermath> {
  const { threads, thread, workspace, inTurn, triedAt } = refused
  const { channel } = thread
  await inTurn(`broken ${workspace} ${channel}`, async () => {
    const before = sameTrouble(threads.channels.of(channel), reason)?.notice
    const first = thread.owners ?? [thread.createdBy]
    const line = await lineFor(before, { channel, first }, threads)
    const telling = { text: brokenNotice(thread, reason), at: triedAt, first, line }
    await threads.channels.change(channel, (record) => ({ ...record, broken: brokenAfter(record, reason, telling) }))
    const { notice } = threads.channels.of(channel).broken ?? {}
    if (notice !== undefined && notice !== before) announce(notice, { channel, cause: 'broken' }, refused)
  })
  return { type: 'done' }
}

type Broken = NonNullable<Channel['broken']>

function brokenAfter(record: Channel, reason: string, telling: Telling): Broken {
  const same = sameTrouble(record, reason)
  const wasOwnerTold = same?.wasOwnerTold ?? false
  const notice = wasOwnerTold ? same?.notice : troubleNoticeAfter(same?.notice, telling)
  const since = record.broken?.since ?? telling.at
  return { reason, since, triedAt: telling.at, wasOwnerTold, ...defined({ notice }) }
}

/** The channel once somebody has opened it to Ferry again: nobody has heard yet of what is wrong from now on. */
export function withTroubleUntold(record: Channel): Channel {
  if (record.broken === undefined) return record
  const { notice: _, ...broken } = record.broken
  return { ...record, broken: { ...broken, wasOwnerTold: false } }
}

/** Trouble that a channel has already, if it has the same cause. */
function sameTrouble({ broken }: Channel, reason: string): Broken | undefined {
  return broken !== undefined && isSameRefusal(broken.reason, reason) ? broken : undefined
}

/** A private message that can't be edited any more, or that its reader has deleted, stays as it is. */
async function giveUpEdit(cardHash: string, { threads, thread, receipt }: Refused): Promise<Aftermath> {
  await threads.channels.change(thread.channel, (before) => withReceipt(before, thread.id, { ...receipt, cardHash }))
  return { type: 'again' }
}

/** Slack does not let Ferry reach a person: the next in line is told. */
async function afterUndeliverable(reason: string, to: NoticeTo, refused: Refused): Promise<Aftermath> {
  const { threads } = refused
  const line = await lineIn(to.channel, threads)
  await threads.channels.change(to.channel, (record) => withUnreachable(record, to, { reason, line }))
  const notice = noticeIn(threads.channels.of(to.channel), to)
  if (notice !== undefined) announce(notice, to, refused)
  return { type: 'done' }
}

function brokenNotice({ purpose, stop }: Thread, reason: string): string {
  const { what, next, heals } = slackRefusal(reason)
  const sentences = [
    `${purpose}, but can’t post there. ${what} ${next}`,
    ...(heals ? ['Nothing is lost: Ferry keeps trying, and waiting messages appear as soon as it can post.'] : []),
    `To stop instead, type \`/migrate ${stop}\`.`,
  ]
  return sentences.join(' ')
}
