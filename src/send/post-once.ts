import { type Clock, hasPassed } from '../clock.ts'
import { defined } from '../defined.ts'
import { isAppError } from '../errors.ts'
import { type Channels, withoutBegun } from './channels.ts'
import type { PostOrder, Wire } from './wire.ts'

type Posting = {
  wire: Pick<Wire, 'post' | 'find'>
  clock: Clock
  channels: Pick<Channels, 'of' | 'change'>
  /** Called at the moment at which Slack is asked. */
  onCall(): void
}

/** A post whose answer was lost may still be on its way into Slack's history. */
const settleMs = 5000
/** Slack's clock and ours may differ by this much. */
const clockSlackMs = 10 * 60_000

/**
 * Posts a message that must not appear twice, and returns its handle. Slack has no idempotency key, so the intention is
 * written down first. It stays there after a crash or a lost answer, and the post is looked up before it is repeated.
 */
export async function postOnce(
  { seq, ...order }: PostOrder & { seq?: number },
  { wire, clock, channels, onCall }: Posting,
): Promise<string> {
  const { channel, deliveryKey } = order
  await channels.change(channel, (before) => {
    const { newestTs: after } = before
    const begun = { at: clock.now(), ...defined({ after, seq }) }
    return { ...before, begun: { ...before.begun, [deliveryKey]: begun } }
  })
  onCall()
  try {
    return await wire.post(order)
  } catch (error) {
    if (isAppError(error) && error.code !== 'slack_outcome_unknown') {
      await channels.change(channel, (before) => withoutBegun(before, deliveryKey))
    }
    throw error
  }
}

/** `not there`: nothing stands in the way of posting. `go on`: there is more to be read after `afterMs`. */
export type LookedUp =
  | { type: 'found'; ts: string; seq?: number }
  | { type: 'not there' }
  | { type: 'go on'; afterMs: number }

/**
 * Looks for a post that was begun, one page of history at a time. Where the look-up goes on is written down, so that
 * neither a restart nor a small limit of Slack's begins it anew.
 */
export async function lookUp(
  { workspace, channel, threadTs, deliveryKey }: PostOrder,
  { wire, clock, channels, onCall }: Posting,
): Promise<LookedUp> {
  const begun = channels.of(channel).begun[deliveryKey]
  if (begun === undefined) return { type: 'not there' }
  const now = clock.now()
  if (!hasPassed(settleMs, { since: begun.at, now })) return { type: 'go on', afterMs: begun.at + settleMs - now }
  const { at, after, cursor } = begun
  const place = { workspace, channel, ...(threadTs === undefined ? {} : { threadTs }) }
  // What Slack had accepted before is older than the lost post, whatever the clocks say.
  const sinceMs = Math.max(at - clockSlackMs, after === undefined ? 0 : Number(after) * 1000)
  const period = { sinceMs, untilMs: at + clockSlackMs }
  onCall()
  const page = await wire.find({ ...place, deliveryKey, ...period, ...(cursor === undefined ? {} : { cursor }) })
  if (page.ts !== undefined) return { type: 'found', ts: page.ts, ...defined({ seq: begun.seq }) }
  const { next } = page
  await channels.change(channel, (before) => {
    if (next === undefined) return withoutBegun(before, deliveryKey)
    return { ...before, begun: { ...before.begun, [deliveryKey]: { ...begun, cursor: next } } }
  })
  return next === undefined ? { type: 'not there' } : { type: 'go on', afterMs: 0 }
}
