import type { Clock } from '../clock.ts'
import { type AppError, slackRefusal } from '../errors.ts'
import type { OutgoingMessage, Receipt } from '../store/store.ts'
import type { Step } from './next-step.ts'
import type { Thread, Threads } from './threads.ts'
import type { Wire } from './wire.ts'

/** What to do after something was sent, or was not. */
export type Aftermath =
  /** See what is next. */
  | { type: 'again' }
  /** Try again after a pause, which grows while it goes on failing. */
  | { type: 'wait'; ms: number }
  /** Slack asked everybody to wait. */
  | { type: 'held'; ms: number }
  | { type: 'done' }

type Refused = {
  wire: Wire
  clock: Clock
  log: { warn(details: object, message: string): void; error(details: object, message: string): void }
  threads: Pick<Threads, 'keep' | 'inChannel' | 'receiptOf'>
  inTurn<Done>(key: string, work: () => Promise<Done>): Promise<Done>
  onBroken(workspace: string, channel: string): void
  workspace: string
  thread: Thread
  receipt: Receipt
  step: Step
}

const pauseMs = 5000
/** Slack's words for "the card is not there any more". */
const cardGone = ['message_not_found', 'thread_not_found', 'cant_update_message', 'edit_window_closed']
/** Slack's words for a message that it will never accept. */
const unacceptable = ['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long', 'no_text']

/** Nothing is ever deleted because Slack said no: either it heals by itself, or the thread waits, marked broken. */
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
  const { threads, receipt, step } = refused
  if (cardGone.includes(reason) && step.type !== 'post card') {
    const { cardTs: _, cardHash: __, ...rest } = receipt
    await threads.keep(rest)
    return { type: 'again' }
  }
  if (unacceptable.includes(reason)) return afterUnacceptable(reason, refused)
  return markBroken(reason, refused)
}

async function afterUnacceptable(reason: string, refused: Refused): Promise<Aftermath> {
  const { log, threads, thread, receipt, step } = refused
  const [key, message] = step.type === 'say' ? [step.entry.deliveryKey, step.entry.message] : [step.hash, step.message]
  if (message.blocks.length === 0) return markBroken(reason, refused)
  log.error({ thread: thread.id, reason, step: step.type }, 'Slack cannot show this message; sending its text alone')
  await threads.keep({ ...receipt, textOnly: key })
  return { type: 'again' }
}

/**
 * The thread waits; it is tried again now and then, and at once when Ferry is invited. One person is told for all threads
 * of the channel that have the same cause, and again at the next try until that was accepted.
 */
async function markBroken(reason: string, refused: Refused): Promise<Aftermath> {
  const { clock, threads, thread, receipt, workspace, inTurn, onBroken } = refused
  const now = clock.now()
  const broken = { reason, since: receipt.broken?.since ?? now, triedAt: now }
  onBroken(workspace, thread.channel)
  await inTurn(`broken ${workspace} ${thread.channel}`, async () => {
    const wasOwnerTold = await isTold(reason, refused)
    await threads.keep({ ...receipt, broken: { ...broken, wasOwnerTold } })
    if (wasOwnerTold || !(await tellOwner(reason, refused))) return
    await threads.keep({ ...receipt, broken: { ...broken, wasOwnerTold: true } })
  })
  return { type: 'done' }
}

async function isTold(reason: string, { threads, thread, receipt }: Refused): Promise<boolean> {
  if (receipt.broken?.wasOwnerTold) return true
  const others = (await threads.inChannel(thread.channel)).map((id) => threads.receiptOf(id)?.broken)
  return others.some((broken) => broken?.reason === reason && broken.wasOwnerTold)
}

async function tellOwner(reason: string, { thread, wire, workspace, log }: Refused): Promise<boolean> {
  try {
    await wire.tell({ workspace, user: thread.createdBy, message: brokenNotice(thread, reason) })
    return true
  } catch (error) {
    log.warn({ thread: thread.id, err: error }, 'Its owner could not be told either')
    return false
  }
}

function brokenNotice({ purpose, stop }: Thread, reason: string): OutgoingMessage {
  const { what, next, heals } = slackRefusal(reason)
  const sentences = [
    `${purpose}, but can’t post there (${reason}). ${what} ${next}`,
    ...(heals ? ['Nothing is lost: Ferry keeps trying, and waiting messages appear as soon as it can post.'] : []),
    `To stop instead, type \`/migrate ${stop}\`.`,
  ]
  return { text: sentences.join(' '), blocks: [] }
}
