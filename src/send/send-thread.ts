import type { Clock } from '../clock.ts'
import { isAppError } from '../errors.ts'
import type { Receipt } from '../store/store.ts'
import type { LaneCall, Lanes, Turn } from './lanes.ts'
import { type Plan, planFor } from './plan.ts'
import { type Posted, postOnce } from './reconcile.ts'
import { type Aftermath, afterRefusal } from './refusals.ts'
import { cardOwnerOf, type Thread, type Threads } from './threads.ts'
import type { Wire } from './wire.ts'

export type SenderParts = {
  wire: Wire
  clock: Clock
  log: { warn(details: object, message: string): void; error(details: object, message: string): void }
  lanes: Lanes
  /** Runs work one piece after the other for each key. */
  inTurn<Done>(key: string, work: () => Promise<Done>): Promise<Done>
  /** Aborts when nothing more is to be sent. */
  signal: AbortSignal
  onSent?(sent: { urgency: string; outcome: string }): void
  /** Called when Slack has accepted something in a channel. */
  onAccepted(workspace: string, channel: string): void
  /** Called when Slack refuses a channel until somebody acts. */
  onBroken(workspace: string, channel: string): void
}

/** All that is to be sent for one thread, while it is being sent. */
export type Sending = {
  workspace: string
  threadId: string
  threads: Threads
  /** What it is waiting to do. */
  queued?: { call: LaneCall; turn: Turn }
  /** Something changed while it was being planned what to do. */
  isOutdated?: boolean
  /** The cause of a refusal has gone: it is tried now, not when its pause is over. */
  isHealed: boolean
}

/** Sends one thing after the other until nothing is left. */
export async function sendThread(sender: SenderParts, sending: Sending): Promise<void> {
  const isOver = () => sender.signal.aborted || sending.threads.signal.aborted
  let failures = 0
  while (!isOver()) {
    const aftermath = await sendNext(sender, sending)
    if (aftermath.type === 'done') return
    failures = aftermath.type === 'wait' ? failures + 1 : 0
    if (aftermath.type === 'wait') await pause(aftermath.ms * 2 ** Math.min(failures - 1, 5), sender, sending)
  }
}

function pause(ms: number, { clock, signal }: SenderParts, { threads }: Sending): Promise<void> {
  return clock.sleep(ms, AbortSignal.any([signal, threads.signal]))
}

/**
 * Something changed while the sending waits for its turn, or is about to: what is more urgent now, or goes another way,
 * queues anew.
 */
export async function reconsider(sender: SenderParts, sending: Sending): Promise<void> {
  const { queued } = sending
  sending.isOutdated = true
  if (queued === undefined) return
  const call = callOf(await planFor(sender, sending), sending)
  if (call?.method !== queued.call.method || call.urgency !== queued.call.urgency) queued.turn.withdraw()
}

/** Waits for its turn first and decides then, so that only the newest card is ever sent. */
async function sendNext(sender: SenderParts, sending: Sending): Promise<Aftermath> {
  sending.isOutdated = false
  const plan = await planFor(sender, sending)
  if (sending.isOutdated) return { type: 'again' }
  const call = callOf(plan, sending)
  if (plan === undefined || call === undefined) return { type: 'done' }
  const turn = sender.lanes.queue(call)
  sending.queued = { call, turn }
  const isOurs = await turn.isOurs
  delete sending.queued
  if (!isOurs) return { type: 'again' }
  return sender.inTurn(`${sending.workspace} ${cardOwnerOf(plan.thread)}`, () => sendNow(sender, sending, call))
}

/** Plans again, since two threads that share a card are sent for in turn. Then sends, and writes down the outcome. */
async function sendNow(sender: SenderParts, sending: Sending, call: LaneCall): Promise<Aftermath> {
  const plan = await planFor(sender, sending)
  if (plan === undefined || callOf(plan, sending)?.method !== call.method) return { type: 'again' }
  sending.isHealed = false
  const { word, aftermath } = await carryOut(sender, sending, plan)
  sender.onSent?.({ urgency: plan.step.urgency, outcome: word })
  if (aftermath.type !== 'held') return aftermath
  sender.lanes.holdOff(call, aftermath.ms)
  return { type: 'again' }
}

/** Sends, and writes down what Slack accepted. A refusal is part of the outcome, not an accident. */
async function carryOut(
  sender: SenderParts,
  sending: Sending,
  plan: Plan,
): Promise<{ word: string; aftermath: Aftermath }> {
  try {
    await takeOver(plan.thread, sending)
    const sent = await send(sender, sending, plan)
    if (sent.type === 'retry') {
      const aftermath: Aftermath = sent.afterMs > 0 ? { type: 'wait', ms: sent.afterMs } : { type: 'again' }
      return { word: 'looked up', aftermath }
    }
    await sending.threads.keep(sent.receipt)
    sender.onAccepted(sending.workspace, plan.thread.channel)
    return { word: 'ok', aftermath: { type: 'again' } }
  } catch (error) {
    if (!isAppError(error)) throw error
    return { word: error.code, aftermath: await afterRefusal(error, { ...sender, ...sending, ...plan }) }
  }
}

/** Noted before anything is drawn, so that the card never becomes what it was before. */
async function takeOver({ id, takesOver }: Thread, { threads }: Sending): Promise<void> {
  const before = takesOver === undefined ? undefined : threads.receiptOf(takesOver)
  if (before === undefined || before.handedTo === id) return
  await threads.keep({ ...before, handedTo: id })
}

type Sent = { type: 'accepted'; receipt: Receipt } | Extract<Posted, { type: 'retry' }>

async function send(sender: SenderParts, sending: Sending, { thread, step, receipt }: Plan): Promise<Sent> {
  const { begun: _, broken: __, textOnly: ___, ...kept } = receipt
  const place = { workspace: sending.workspace, channel: thread.channel }
  const posting = { ...sender, threads: sending.threads, receipt }
  const accepted = (news: Partial<Receipt>): Sent => ({
    type: 'accepted',
    receipt: { ...kept, ...news, deliveredAt: sender.clock.now() },
  })
  switch (step.type) {
    case 'post card': {
      const { message, deliveryKey, hash } = step
      const posted = await postOnce({ ...place, message, deliveryKey }, posting)
      if (posted.type === 'retry') return posted
      // What an older card shows is not known any more, so it will be edited.
      return accepted(posted.type === 'found' ? { cardTs: posted.ts } : { cardTs: posted.ts, cardHash: hash })
    }
    case 'say': {
      const { threadTs, entry } = step
      const { message, deliveryKey } = entry
      const isBroadcast = entry.place === 'broadcast'
      const posted = await postOnce({ ...place, threadTs, message, deliveryKey, isBroadcast }, posting)
      return posted.type === 'retry' ? posted : accepted({ deliveredSeq: entry.seq })
    }
    case 'edit card':
      await sender.wire.update({ ...place, ts: step.ts, message: step.message })
      return accepted({ cardHash: step.hash })
    default:
      return step satisfies never
  }
}

function callOf(plan: Plan | undefined, { workspace }: Sending): LaneCall | undefined {
  if (plan === undefined) return undefined
  const { step, thread } = plan
  const method = step.type === 'edit card' ? 'update' : 'post'
  return { workspace, channel: thread.channel, method, urgency: step.urgency }
}
