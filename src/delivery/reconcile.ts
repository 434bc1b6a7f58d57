import type { Clock } from '../clock.ts'
import { isAppError } from '../errors.ts'
import type { Receipt, WorkspaceStore } from '../store/store.ts'
import type { PostOrder, Wire } from './wire.ts'

type Posting = {
  wire: Wire
  clock: Clock
  store: Pick<WorkspaceStore, 'receipts'>
  receipt: Receipt
  signal: AbortSignal
}

/** A post whose answer was lost may still be on its way into Slack's history. */
const settlePauseMs = 2000
/** Slack's clock and ours may differ by this much. */
const clockSlackMs = 10 * 60_000

/**
 * Posts a message that must not appear twice. Slack has no idempotency key, so the intention is written down first;
 * if it is found there again, after a crash or a lost answer, the message is looked up by its delivery key before
 * anything is posted.
 */
export async function postOnce(order: PostOrder, posting: Posting): Promise<string> {
  const { clock, store, receipt } = posting
  if (receipt.begun?.deliveryKey === order.deliveryKey) {
    const ts = await lookUp(order, receipt.begun.at, posting)
    if (ts !== undefined) return ts
  }
  const at = clock.now()
  await store.receipts.set(receipt.watchId, { ...receipt, begun: { deliveryKey: order.deliveryKey, at } })
  try {
    return await posting.wire.post(order)
  } catch (error) {
    if (!isAppError(error, 'slack_outcome_unknown')) throw error
    await clock.sleep(settlePauseMs, posting.signal)
    const ts = await lookUp(order, at, posting)
    if (ts === undefined) throw error
    return ts
  }
}

function lookUp(
  { workspace, channel, threadTs, deliveryKey }: PostOrder,
  begunAt: number,
  { wire }: Posting,
): Promise<string | undefined> {
  const place = { workspace, channel, ...(threadTs === undefined ? {} : { threadTs }) }
  return wire.find({ ...place, deliveryKey, sinceMs: begunAt - clockSlackMs })
}
