import type { Clock } from '../clock.ts'
import { isAppError } from '../errors.ts'
import type { Receipt } from '../store/store.ts'
import type { Threads } from './threads.ts'
import type { PostOrder, Wire } from './wire.ts'

/**
 * `found`: it had been posted before, as it looked then. `retry`: it has not been posted, and nothing stands in the
 * way of trying again after `afterMs`.
 */
export type Posted = { type: 'posted' | 'found'; ts: string } | { type: 'retry'; afterMs: number }

type Posting = {
  wire: Pick<Wire, 'post' | 'find'>
  clock: Clock
  threads: Pick<Threads, 'keep'>
  receipt: Receipt
}

/** A post whose answer was lost may still be on its way into Slack's history. */
const settleMs = 5000
/** Slack's clock and ours may differ by this much. */
const clockSlackMs = 10 * 60_000
/** What was found after this is out of date: another replica may have taken over. */
const lookUpLimitMs = 20_000

/**
 * Posts a message that must not appear twice. Slack has no idempotency key, so the intention is written down first;
 * if it is found there again, after a crash or a lost answer, the message is looked up by its delivery key before
 * anything is posted. Each call either looks up or posts, so that it ends before its lease does.
 */
export async function postOnce(order: PostOrder, posting: Posting): Promise<Posted> {
  const { clock, threads, receipt } = posting
  const { begun, ...settled } = receipt
  if (begun?.deliveryKey === order.deliveryKey) return lookUp(order, { ...posting, begunAt: begun.at, settled })
  await threads.keep({ ...settled, begun: { deliveryKey: order.deliveryKey, at: clock.now() } })
  try {
    return { type: 'posted', ts: await posting.wire.post(order) }
  } catch (error) {
    if (isAppError(error) && error.code !== 'slack_outcome_unknown') await threads.keep(settled)
    throw error
  }
}

async function lookUp(
  { workspace, channel, threadTs, deliveryKey }: PostOrder,
  { wire, clock, threads, begunAt, settled }: Posting & { begunAt: number; settled: Receipt },
): Promise<Posted> {
  const startedAt = clock.now()
  const early = begunAt + settleMs - startedAt
  if (early > 0) return { type: 'retry', afterMs: early }
  const place = { workspace, channel, ...(threadTs === undefined ? {} : { threadTs }) }
  const period = { sinceMs: begunAt - clockSlackMs, untilMs: begunAt + clockSlackMs }
  const ts = await wire.find({ ...place, deliveryKey, ...period })
  if (clock.now() - startedAt > lookUpLimitMs) return { type: 'retry', afterMs: 0 }
  if (ts !== undefined) return { type: 'found', ts }
  await threads.keep(settled)
  return { type: 'retry', afterMs: 0 }
}
