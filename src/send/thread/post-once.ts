import type { Clock } from '../../async/clock.ts'
import { defined } from '../../defined.ts'
import { isAppError } from '../../errors/errors.ts'
import type { Begun, Repeated } from '../../store/store.ts'
import { type Channels, withoutBegun, withRepeated, withSpent } from '../channels.ts'
import type { PostOrder, Wire } from '../wire.ts'
import { hashOfText, isAmong, sameAmong } from './same-post.ts'

type Posting = {
  wire: Pick<Wire, 'post' | 'find'>
  clock: Pick<Clock, 'now'>
  /** Slack's time, by which its messages are found, in epoch milliseconds. */
  slackNow(): number
  begins: Begins
  channels: Pick<Channels, 'of' | 'change'>
  /** Called at the moment at which Slack is asked. */
  onCall(): void
  /** Called when Slack shows Ferry's own posts without their delivery keys. */
  onUnmarked?(workspace: string): void
}

/**
 * How long after its beginning a post whose answer was lost is looked for. It may still be on its way into Slack's
 * history: it is found early, and not repeated before the last look.
 */
const looksAtMs = [5000, 15_000, 35_000] as const
const [firstLookMs, , lastLookMs] = looksAtMs
/** Possible error of the estimate of Slack's time until Slack has answered. */
export const clockSlackMs = 10 * 60_000

/**
 * Posts a message that must not appear twice, and returns its handle. Slack has no idempotency key, so the intention is
 * written down first. It stays there after a crash or a lost answer, and the post is looked up before it is repeated.
 */
export async function postOnce(
  { seq, ...order }: PostOrder & { seq?: number },
  { wire, slackNow, begins, channels, onCall }: Posting,
): Promise<string> {
  const { channel, deliveryKey } = order
  await channels.change(channel, (before) => {
    const { newestTs: after } = before
    const begun = { at: slackNow(), text: hashOfText(order.message.text), ...defined({ after, seq }) }
    return { ...before, begun: { ...before.begun, [deliveryKey]: begun } }
  })
  onCall()
  begins.note(beginKey(order))
  try {
    const ts = await wire.post(order)
    begins.forget(beginKey(order))
    return ts
  } catch (error) {
    if (isAppError(error) && error.code !== 'slack_outcome_unknown') {
      begins.forget(beginKey(order))
      await channels.change(channel, (before) => withoutBegun(before, deliveryKey))
    }
    throw error
  }
}

/**
 * `not there`: nothing stands in the way of posting. `go on`: there is more to be read after `afterMs`. `too early`:
 * the same, and nothing was read.
 */
export type LookedUp =
  | { type: 'found'; ts: string; seq?: number }
  | { type: 'not there' }
  | { type: 'go on' | 'too early'; afterMs: number }

/**
 * Looks for a post that was begun, one page of history at a time, and again until Slack has had time to show it. Where
 * the look-up goes on is written down, so that neither a restart nor a small limit of Slack's begins it anew.
 */
export async function lookUp(order: PostOrder, posting: Posting): Promise<LookedUp> {
  const { begins, channels, clock, slackNow } = posting
  const begun = channels.of(order.channel).begun[order.deliveryKey]
  if (begun === undefined) return { type: 'not there' }
  const ageMs = begins.ageMs(beginKey(order), begun.at)
  if (ageMs < firstLookMs) return { type: 'too early', afterMs: firstLookMs - ageMs }
  const { ts, next } = await lookInPage(order, begun, posting)
  if (ts !== undefined) {
    begins.forget(beginKey(order))
    return { type: 'found', ts, ...defined({ seq: begun.seq }) }
  }
  const soughtAfterMs = begun.cursor === undefined ? Math.min(ageMs, lastLookMs) : (begun.soughtAfterMs ?? 0)
  const isLast = next === undefined && soughtAfterMs >= lastLookMs
  if (isLast) begins.forget(beginKey(order))
  await channels.change(order.channel, (before) => {
    const spent = withSpent(before, 'find', clock.now())
    if (isLast) return withRepeated(spent, order.deliveryKey, repeatedOf(begun, order, slackNow()))
    const { cursor: _, soughtAfterMs: __, ...first } = begun
    const noted = next === undefined ? first : { ...first, cursor: next, soughtAfterMs }
    return { ...spent, begun: { ...before.begun, [order.deliveryKey]: noted } }
  })
  if (isLast) return { type: 'not there' }
  if (next !== undefined) return { type: 'go on', afterMs: 0 }
  const nextLookMs = looksAtMs.find((lookMs) => lookMs > soughtAfterMs) ?? lastLookMs
  return { type: 'go on', afterMs: Math.max(0, nextLookMs - ageMs) }
}

/** Looks for the post in one page. Where Slack returns no delivery keys, by its text. */
async function lookInPage(
  { workspace, channel, threadTs, deliveryKey, message }: PostOrder,
  { at, after, cursor, text = hashOfText(message.text) }: Begun,
  { wire, channels, onCall, onUnmarked }: Posting,
): Promise<{ ts?: string; next?: string }> {
  // What Slack had accepted before is older than the lost post, whatever the clocks say.
  const sinceMs = Math.max(at - clockSlackMs, after === undefined ? 0 : Number(after) * 1000)
  onCall()
  const place = { workspace, channel, deliveryKey, ...defined({ threadTs, cursor }) }
  const { found = [], next, unmarked = [] } = await wire.find({ ...place, sinceMs, untilMs: at + clockSlackMs })
  // Asked now: what another thread has posted meanwhile is not this post.
  const same = sameAmong(unmarked, { text, channel: channels.of(channel), ...defined({ after }) })
  if (same !== undefined || isAmong(unmarked, channels.of(channel))) onUnmarked?.(workspace)
  return defined({ ts: found[0]?.ts ?? same, next })
}

/** Record of a post that is about to be sent again. */
function repeatedOf({ at, after, text }: Begun, { message, threadTs }: PostOrder, now: number): Repeated {
  return { begunAt: at, at: now, text: text ?? hashOfText(message.text), looks: 0, ...defined({ after, threadTs }) }
}

function beginKey({ workspace, deliveryKey }: PostOrder): string {
  return `${workspace} ${deliveryKey}`
}

/** How long ago posts were begun. In the process that began them, a clock tells that nobody can set. */
export type Begins = {
  note(key: string): void
  forget(key: string): void
  /** Age in milliseconds of a post that was begun at this time by Slack's clock, in epoch milliseconds. */
  ageMs(key: string, begunAt: number): number
}

/** `now`: Slack's time, as far as it is known. `time` measures spans. */
export function createBegins({ now, time }: { now(): number; time: Pick<Clock, 'now'> }): Begins {
  const begunAt = new Map<string, number>()
  return {
    note: (key) => void begunAt.set(key, time.now()),
    forget: (key) => void begunAt.delete(key),
    ageMs(key, stored) {
      const own = begunAt.get(key)
      if (own !== undefined) return time.now() - own
      const ageMs = now() - stored
      // The clock was set back since: nobody knows how far, and a look-up must not wait for that long.
      return ageMs < 0 ? Number.MAX_SAFE_INTEGER : ageMs
    },
  }
}
