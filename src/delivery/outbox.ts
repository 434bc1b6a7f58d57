import type { Clock } from '../clock.ts'
import { isAppError } from '../errors.ts'
import type { Receipt, Store, Watch, WorkspaceStore } from '../store/store.ts'
import { createLanes, type LaneCall } from './lanes.ts'
import { nextStep, type Step, undelivered } from './next-step.ts'
import { postOnce } from './reconcile.ts'
import { type Aftermath, afterRefusal } from './refusals.ts'
import type { Wire } from './wire.ts'

export type Delivery = {
  /** Something may be there to send for this watch. Returns at once. */
  nudge(workspace: string, watchId: string): void
  /** Tries broken watches of a channel again: Ferry was invited there, or it was unarchived. */
  heal(workspace: string, channel: string): Promise<void>
  /** Nudges everything that is not delivered yet; called at start and after each tick. */
  sweep(): Promise<void>
  /** Resolves when nothing is being sent. */
  idle(): Promise<void>
  /** Lets what is being sent come to its end, and sends nothing more. */
  stop(): Promise<void>
}

export type DeliveryParts = {
  store: Pick<Store, 'in' | 'workspaces' | 'claim'>
  wire: Wire
  clock: Clock
  log: Log
  onSent?(sent: { urgency: string; outcome: string }): void
  onPending?(pending: { count: number; oldestAgeMs: number }): void
}
type Log = { warn(details: object, message: string): void; error(details: object, message: string): void }

/** Longest that a replica that died while sending can hold up the others. */
const leaseMs = 120_000

/**
 * Brings what the poller decided to Slack. What is to be sent is in the sighting, what Slack accepted is in the
 * receipt: nothing lives in memory only, so a restart forgets nothing and repeats nothing.
 */
export function createDelivery(parts: DeliveryParts): Delivery {
  const lanes = createLanes(parts.clock)
  const running = new Map<string, Promise<void>>()
  const again = new Set<string>()
  const ending = new AbortController()
  const courier = { ...parts, lanes, signal: ending.signal }

  function nudge(workspace: string, watchId: string): void {
    const key = `${workspace} ${watchId}`
    if (ending.signal.aborted) return
    if (running.has(key)) {
      again.add(key)
      return
    }
    const work = deliverWatch(courier, workspace, watchId)
      .catch((error: unknown) => parts.log.error({ workspace, watchId, err: error }, 'Delivery failed'))
      .finally(() => {
        running.delete(key)
        if (again.delete(key)) nudge(workspace, watchId)
      })
    running.set(key, work)
  }

  return {
    nudge,
    heal: (workspace, channel) => heal(parts, { workspace, channel, nudge }),
    sweep: () => sweep(parts, nudge),
    async idle() {
      while (running.size > 0) await Promise.all(running.values())
    },
    async stop() {
      ending.abort()
      lanes.stop()
      await Promise.all(running.values())
    },
  }
}

type Courier = DeliveryParts & { lanes: ReturnType<typeof createLanes>; signal: AbortSignal }
type Mail = { watch: Watch; store: WorkspaceStore; workspace: string }

/** One replica at a time sends for a watch, one thing after the other. */
async function deliverWatch(courier: Courier, workspace: string, watchId: string): Promise<void> {
  const claim = await courier.store.claim(`deliver:${workspace}:${watchId}`, leaseMs)
  if (claim === undefined) return
  try {
    const store = courier.store.in(workspace)
    let failures = 0
    while (!courier.signal.aborted) {
      const watch = await store.watches.get(watchId)
      if (watch === undefined) return
      const aftermath = await sendNext(courier, { watch, store, workspace })
      if (aftermath.type === 'done') return
      failures = aftermath.type === 'wait' ? failures + 1 : 0
      if (aftermath.type === 'wait')
        await courier.clock.sleep(aftermath.ms * 2 ** Math.min(failures - 1, 5), courier.signal)
    }
  } finally {
    await claim.release()
  }
}

/** Waits for its turn first and decides then, so that only the newest card is ever sent. */
async function sendNext(courier: Courier, mail: Mail): Promise<Aftermath> {
  const planned = await planFor(courier, mail)
  if (planned.step === undefined) return { type: 'done' }
  const call = callFor(planned.step, mail)
  const isStopped = await Promise.race([courier.lanes.turn(call).then(() => false), aborted(courier.signal)])
  if (isStopped) return { type: 'done' }
  const { step, receipt } = await planFor(courier, mail)
  if (step?.type !== planned.step.type) return { type: 'again' }
  const outcome = await carryOut(courier, mail, { step, receipt })
  courier.onSent?.({ urgency: step.urgency, outcome: outcome.word })
  if (outcome.aftermath.type === 'held') {
    courier.lanes.holdOff(call, outcome.aftermath.ms)
    return { type: 'again' }
  }
  return outcome.aftermath
}

async function planFor(
  { clock }: Courier,
  { watch, store }: Mail,
): Promise<{ step: Step | undefined; receipt: Receipt }> {
  const [sighting, receipt] = await Promise.all([store.sightings.get(watch.id), store.receipts.get(watch.id)])
  const state = { ...(sighting === undefined ? {} : { sighting }), ...(receipt === undefined ? {} : { receipt }) }
  const step = nextStep(watch, { ...state, now: clock.now() })
  return { step, receipt: receipt ?? { watchId: watch.id, deliveredSeq: 0 } }
}

type Sending = { step: Step; receipt: Receipt }

/** Sends, and writes down what Slack accepted. A refusal is part of the outcome, not an accident. */
async function carryOut(
  courier: Courier,
  mail: Mail,
  sending: Sending,
): Promise<{ word: string; aftermath: Aftermath }> {
  try {
    await mail.store.receipts.set(mail.watch.id, await send(courier, mail, sending))
    return { word: 'ok', aftermath: { type: 'again' } }
  } catch (error) {
    if (!isAppError(error)) throw error
    const aftermath = await afterRefusal(error, { ...courier, ...mail, ...sending })
    return { word: error.code, aftermath }
  }
}

async function send(courier: Courier, mail: Mail, { step, receipt }: Sending): Promise<Receipt> {
  const { workspace, watch } = mail
  const { begun: _, broken: __, textOnly: ___, ...kept } = receipt
  const deliveredAt = courier.clock.now()
  const place = { workspace, channel: watch.channel }
  switch (step.type) {
    case 'post card': {
      const order = { ...place, message: step.message, deliveryKey: step.deliveryKey }
      const cardTs = await postOnce(order, { ...courier, ...mail, receipt })
      return { ...kept, cardTs, cardHash: step.hash, deliveredAt }
    }
    case 'say': {
      const { entry, threadTs } = step
      const order = {
        ...place,
        threadTs,
        message: entry.message,
        deliveryKey: entry.deliveryKey,
        isBroadcast: entry.place === 'broadcast',
      }
      await postOnce(order, { ...courier, ...mail, receipt })
      return { ...kept, deliveredSeq: entry.seq, deliveredAt }
    }
    case 'edit card':
      await courier.wire.update({ ...place, ts: step.ts, message: step.message })
      return { ...kept, cardHash: step.hash, deliveredAt }
    default:
      return step satisfies never
  }
}

async function sweep({ store, clock, onPending }: DeliveryParts, nudge: Delivery['nudge']): Promise<void> {
  let count = 0
  let oldestAt = clock.now()
  for (const workspace of await store.workspaces()) {
    const { sightings, receipts } = store.in(workspace)
    const [seen, sent] = await Promise.all([sightings.list(), receipts.list()])
    const receiptOf = new Map(sent.items.map((receipt) => [receipt.watchId, receipt]))
    for (const sighting of seen.items) {
      const receipt = receiptOf.get(sighting.watchId)
      const waiting = undelivered(sighting, receipt)
      count += waiting.length
      for (const { decidedAt } of waiting) oldestAt = Math.min(oldestAt, decidedAt)
      if (waiting.length > 0 || sighting.card?.hash !== receipt?.cardHash) nudge(workspace, sighting.watchId)
    }
  }
  onPending?.({ count, oldestAgeMs: clock.now() - oldestAt })
}

async function heal(
  { store }: DeliveryParts,
  where: { workspace: string; channel: string; nudge: Delivery['nudge'] },
): Promise<void> {
  const { watches, receipts } = store.in(where.workspace)
  for (const watch of (await watches.list()).items.filter(({ channel }) => channel === where.channel)) {
    const receipt = await receipts.get(watch.id)
    if (receipt?.broken === undefined) continue
    await receipts.set(watch.id, { ...receipt, broken: { ...receipt.broken, triedAt: 0 } })
    where.nudge(where.workspace, watch.id)
  }
}

function callFor({ type, urgency }: Step, { workspace, watch }: Mail): LaneCall {
  return { workspace, channel: watch.channel, method: type === 'edit card' ? 'update' : 'post', urgency }
}

function aborted(signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(true)
    else signal.addEventListener('abort', () => resolve(true), { once: true })
  })
}
