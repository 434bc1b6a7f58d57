import type { Clock } from '../../async/clock.ts'
import { isAppError } from '../../errors/errors.ts'
import type { OutgoingMessage } from '../../store/store.ts'
import type { Wire } from '../wire.ts'

export type TellingNow = { wire: Pick<Wire, 'open' | 'post'>; clock: Pick<Clock, 'sleep'> }

/** Most attempts at one call. */
const mostAttempts = 3
/** The longest wait between two of them, and the first pause where Slack names none, in milliseconds. */
const longestWaitMs = 30_000
const firstPauseMs = 1000

/**
 * Tells one person something in private, at once: the way to people if the store can't be trusted, so that nothing can be
 * written down before it is sent. A call that certainly had no effect is repeated a few times. A post whose answer was
 * lost is not, since it could be there twice. Throws what Slack answered last.
 */
export async function tellNow(
  { workspace, user, message }: { workspace: string; user: string; message: OutgoingMessage },
  { wire, clock }: TellingNow,
): Promise<void> {
  const channel = await patiently(() => wire.open({ workspace, user }), clock)
  await patiently(() => wire.post({ workspace, channel, message, deliveryKey: `now:${user}` }), clock)
}

async function patiently<Answer>(
  call: () => Promise<Answer>,
  clock: TellingNow['clock'],
  attempt = 1,
): Promise<Answer> {
  try {
    return await call()
  } catch (error) {
    const waitMs = waitAfter(error, attempt)
    if (waitMs === undefined) throw error
    await clock.sleep(waitMs)
    return patiently(call, clock, attempt + 1)
  }
}

/** How long to wait before a call is made again, in milliseconds. Undefined if it is not. */
function waitAfter(error: unknown, attempt: number): number | undefined {
  if (attempt >= mostAttempts || !isAppError(error)) return undefined
  const pauseMs = firstPauseMs * 2 ** (attempt - 1)
  if (error.code === 'slack_unreachable') return pauseMs
  if (error.code !== 'slack_rate_limited') return undefined
  const askedMs = Number(error.details.retryAfterMs ?? pauseMs)
  return askedMs > longestWaitMs ? undefined : askedMs
}
