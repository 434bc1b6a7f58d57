import type { Clock } from '../../async/clock.ts'
import { defined } from '../../defined.ts'
import { isAppError } from '../../errors/errors.ts'
import type { Log } from '../../log.ts'
import type { Receipt } from '../../store/store.ts'
import { withAccepted, withoutBegun, withReceipt, withSpent } from '../channels.ts'
import type { EditUrgency, LaneCall, Urgency } from '../limits/calls.ts'
import { noteAccepted, noteHeld } from '../limits/held.ts'
import type { Lanes, Turn } from '../limits/lanes.ts'
import { withPerson } from '../private/private-notices.ts'
import { type Aftermath, afterRefusal } from '../refusals.ts'
import type { Wire } from '../wire.ts'
import { tellingLateness, type Waited, waitedFor } from './lateness.ts'
import { type OpenStep, type Plan, type PostStep, planFor, type Step } from './next-step.ts'
import { type Begins, lookUp, postOnce } from './post-once.ts'
import { cardOwnerOf, ownReceipt, type Thread, type Threads } from './threads.ts'

export type SenderParts = {
  wire: Wire
  clock: Clock
  /** Slack's time, in epoch milliseconds. */
  slackNow(): number
  begins: Begins
  log: Log<'warn' | 'error'>
  lanes: Lanes
  /** Runs work one piece after the other for each key. */
  inTurn<Done>(key: string, work: () => Promise<Done>): Promise<Done>
  /** Aborts when nothing more is to be sent. */
  signal: AbortSignal
  onSent?(sent: { urgency: string; outcome: string }): void
  /** Called when Slack has accepted something that was told, with how long it had waited. */
  onTold?(told: Waited & { urgency: string }): void
  /** Called when Slack has begun or ceased to keep Ferry from sending in a channel. */
  onChanged(workspace: string, channel: string): void
  /** Something may be there to send for a thread. Returns at once. */
  nudge(workspace: string, threadId: string): void
  /** Called when Slack lets Ferry reach none of the people who could be told of trouble in a channel. */
  onNoticeLost?(): void
  /** Called when Slack shows Ferry's own posts without their delivery keys. */
  onUnmarked?(workspace: string): void
}

/** All that is to be sent for one thread, while it is being sent. */
export type Sending = {
  workspace: string
  threadId: string
  threads: Threads
  /** The step that it is waiting to take. */
  queued?: Queued
  /** How urgent the next edit of the card is, if more than figures have changed. */
  editUrgency?: EditUrgency
  /** Something changed while it was being planned what to do. */
  isOutdated?: boolean
}

type Queued = { call: LaneCall; turn: Turn }

/** Sends one thing after the other until nothing is left. */
export async function sendThread(sender: SenderParts, sending: Sending): Promise<void> {
  const isOver = () => sender.signal.aborted || sending.threads.signal.aborted
  let failures = 0
  while (!isOver()) {
    const aftermath = await sendNext(sender, sending)
    if (aftermath.type === 'done') return
    failures = aftermath.type === 'wait' ? failures + 1 : 0
    if (aftermath.type === 'later') await pause(aftermath.ms, sender, sending)
    if (aftermath.type === 'wait') await pause(aftermath.ms * 2 ** Math.min(failures - 1, 5), sender, sending)
  }
}

function pause(ms: number, { clock, signal }: SenderParts, { threads }: Sending): Promise<void> {
  return clock.sleep(ms, AbortSignal.any([signal, threads.signal]))
}

/**
 * Something changed while the thread waits for its turn, or is about to: what is more urgent now, or goes another way,
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
  const key = `${sending.workspace} ${cardOwnerOf(plan.thread)}`
  return sender.inTurn(key, () => sendNow(sender, sending, { call, turn })).finally(turn.end)
}

/** Plans again, since two threads that share a card are sent for in turn. Then sends, and writes down the outcome. */
async function sendNow(sender: SenderParts, sending: Sending, { call, turn }: Queued): Promise<Aftermath> {
  const plan = await planFor(sender, sending)
  if (plan === undefined || callOf(plan, sending)?.method !== call.method) return { type: 'again' }
  const { editUrgency } = sending
  if (plan.step.type === 'edit card') delete sending.editUrgency
  const { word, aftermath } = await carryOut(sender, sending, { ...plan, turn })
  sender.onSent?.({ urgency: plan.step.urgency, outcome: word })
  // What Slack did not take is as urgent when it is tried again.
  if (word !== accepted && editUrgency !== undefined) sending.editUrgency ??= editUrgency
  if (aftermath.type === 'held') {
    await holdOff({ call, thread: plan.thread }, aftermath.ms, { sender, sending })
    return { type: 'again' }
  }
  if (word === accepted || word === lookedUp) await goOn(call, { sender, sending })
  return aftermath
}

type Sides = { sender: SenderParts; sending: Sending }

/** Slack asked to wait. What the wait keeps from being sent is still planned, and shown. */
async function holdOff(
  { call, thread }: { call: LaneCall; thread: Thread },
  ms: number,
  { sender, sending }: Sides,
): Promise<void> {
  sender.lanes.holdOff(call, ms)
  const { channel, method } = call
  // Nobody is told in private that somebody can't be told in private yet.
  if (thread.notice !== undefined || method === 'open') return
  const isShown = await noteHeld({ method, ms, now: sender.clock.now() }, { ...sender, ...sending, channel })
  if (isShown) sender.onChanged(sending.workspace, channel)
}

/** Slack accepts calls like this one again, if it had asked to wait. */
async function goOn(call: LaneCall, { sender, sending }: Sides): Promise<void> {
  sender.lanes.accepted(call)
  const isShown = await noteAccepted(call, sending.threads.channels)
  if (isShown) sender.onChanged(sending.workspace, call.channel)
}

/** Outcomes of a call that Slack has accepted. */
const accepted = 'ok'
const lookedUp = 'looked up'

type Planned = Plan & Pick<Queued, 'turn'>

/** Sends, and writes down what Slack accepted. A refusal is part of the outcome, not an accident. */
async function carryOut(
  sender: SenderParts,
  sending: Sending,
  plan: Planned,
): Promise<{ word: string; aftermath: Aftermath }> {
  const triedAt = sender.clock.now()
  try {
    await takeOver(plan.thread, sending)
    const sent = await send(sender, sending, plan)
    plan.turn.end()
    if (sent.type === 'not yet') {
      return { word: sent.word, aftermath: { type: 'later', ms: sent.afterMs } }
    }
    await accept(sender, sending, { ...sent, plan })
    noteTold(sender, plan.step)
    return { word: accepted, aftermath: { type: 'again' } }
  } catch (error) {
    if (!isAppError(error)) throw error
    if (error.code === 'slack_rate_limited') plan.turn.refused()
    return { word: error.code, aftermath: await afterRefusal(error, { ...sender, ...sending, ...plan, triedAt }) }
  }
}

function noteTold({ onTold, clock }: SenderParts, step: Step): void {
  const waited = 'deliveryKey' in step ? waitedFor(step, clock.now()) : undefined
  if (waited !== undefined) onTold?.({ ...waited, urgency: step.urgency })
}

/** In one write, the card becomes the later thread's and the earlier one never draws it again. */
async function takeOver({ id, channel, takesOver, createdAt }: Thread, { threads }: Sending): Promise<void> {
  if (takesOver === undefined) return
  await threads.channels.change(channel, (before) => {
    const earlier = before.receipts[takesOver]
    if (earlier?.cardTs === undefined || earlier.handedTo === id) return before
    const handed = withReceipt(before, takesOver, { ...earlier, handedTo: id })
    return withReceipt(handed, id, { cardTs: earlier.cardTs, deliveredSeq: createdAt - 1 })
  })
}

type Accepted = { type: 'accepted'; receipt: Partial<Receipt>; ts?: string }
type Sent = Accepted | { type: 'not yet'; word: string; afterMs: number }

async function send(sender: SenderParts, sending: Sending, { thread, step, turn }: Planned): Promise<Sent> {
  const { workspace } = sending
  const { channel } = thread
  if (step.type === 'open') {
    turn.use()
    await noteOpened(step, { sender, sending })
    return { type: 'not yet', word: accepted, afterMs: 0 }
  }
  if (step.type === 'edit card') {
    turn.use()
    await sender.wire.update({ workspace, channel, ts: step.ts, message: step.message })
    const { said } = ownReceipt(thread, sending.threads.channels.of(channel)) ?? {}
    const isCard = step.of === 'card' || said === undefined
    return { type: 'accepted', receipt: isCard ? { cardHash: step.hash } : { said: { ...said, hash: step.hash } } }
  }
  const { deliveryKey, what } = step
  const message = tellingLateness(step, {
    now: sender.clock.now(),
    channel: sending.threads.channels.of(channel),
    speaksSince: sending.threads.healedAt(channel),
  })
  const where =
    what.type === 'card' || what.threadTs === undefined
      ? {}
      : { threadTs: what.threadTs, isBroadcast: what.isBroadcast }
  const order = { workspace, channel, message, deliveryKey, ...where }
  const posting = { ...sender, channels: sending.threads.channels, onCall: turn.use }
  if (step.type === 'post') {
    const seq = what.type === 'reply' ? what.seq : what.tells
    const ts = await postOnce({ ...order, ...defined({ seq }) }, posting)
    return { type: 'accepted', receipt: receiptAfter(step, { ts }), ts }
  }
  const found = await lookUp(order, posting)
  if (found.type === 'not there') return { type: 'not yet', word: lookedUp, afterMs: 0 }
  if (found.type !== 'found') {
    return { type: 'not yet', word: found.type === 'go on' ? lookedUp : found.type, afterMs: found.afterMs }
  }
  return { type: 'accepted', receipt: receiptAfter(step, found), ts: found.ts }
}

/** Opens a person's conversation with Ferry, and writes down where it is. */
async function noteOpened({ to }: OpenStep, { sender, sending: { workspace, threads } }: Sides): Promise<void> {
  const channel = await sender.wire.open({ workspace, user: to.user })
  await threads.channels.change(to.channel, (before) =>
    withPerson(withSpent(before, 'open', sender.clock.now()), to, (person) =>
      person.state === 'waiting' ? { ...person, channel } : person,
    ),
  )
}

/**
 * A message that was found shows the state of the time when it was posted: a card will be edited, and neither told more
 * than was noted when it was begun.
 */
function receiptAfter({ type, what }: PostStep, { ts, seq }: { ts: string; seq?: number }): Partial<Receipt> {
  if (what.type === 'reply') {
    const said = what.isKept && { seq: what.seq, ts }
    return { deliveredSeq: seq ?? what.seq, ...defined({ deleted: what.deleted, said }) }
  }
  if (type === 'look up') return { cardTs: ts, ...defined({ cardTells: seq }) }
  return { cardTs: ts, cardHash: what.hash, ...defined({ cardTells: what.tells }) }
}

/** Writes down what Slack has accepted, and that the channel is in order. */
async function accept(
  { clock, onChanged }: SenderParts,
  { threads, workspace }: Sending,
  { plan, receipt, ts }: Accepted & { plan: Plan },
): Promise<void> {
  const { thread, step } = plan
  const { channel, notice } = thread
  const wasBroken = threads.channels.of(channel).broken !== undefined
  await threads.channels.change(channel, ({ broken: _, ...before }) => {
    const { textOnly: __, ...kept } = ownReceipt(thread, before) ?? plan.receipt
    const after = { ...kept, ...receipt, deliveredAt: clock.now() }
    const spent = withSpent(before, methods[step.type], clock.now())
    if (!('deliveryKey' in step) || ts === undefined) return withReceipt(spent, thread.id, after)
    const { deliveryKey } = step
    const noted = withAccepted(withoutBegun(spent, deliveryKey), { ts, deliveryKey })
    return withReceipt(noted, thread.id, after)
  })
  if (wasBroken) onChanged(workspace, channel)
  if (notice === undefined || ts === undefined) return
  await threads.channels.change(notice.channel, (before) =>
    withPerson(before, notice, () => ({ state: 'told', channel, ts })),
  )
}

function callOf(plan: Plan | undefined, { workspace, editUrgency }: Sending): LaneCall | undefined {
  if (plan === undefined) return undefined
  const { step, thread } = plan
  return { workspace, channel: thread.channel, method: methods[step.type], urgency: urgencyOf(step, editUrgency) }
}

function urgencyOf({ type, urgency }: Step, editUrgency: EditUrgency | undefined): Urgency {
  return type === 'edit card' ? (editUrgency ?? urgency) : urgency
}

const methods = { post: 'post', 'look up': 'find', 'edit card': 'update', open: 'open' } as const
