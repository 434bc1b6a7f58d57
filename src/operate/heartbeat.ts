import type { Clock } from '../async/clock.ts'
import type { Log } from '../log.ts'
import { createAcceptance } from './acceptance.ts'

/**
 * A sign of life to somebody else's monitor, which raises the alarm when it stays away: unlike an alert of Ferry's own, it
 * also tells of a machine that is gone.
 */
export type Heartbeat = {
  /**
   * Takes note of a round, and calls the monitor if all is well. `unread`: accounts that could not be read, although their
   * clouds refused nothing. Returns at once.
   */
  noteRound(round: { unread: number }): void
  stop(): Promise<void>
}

export type HeartbeatParts = {
  /** A secret, because its reader can keep the monitor quiet. `{replica}` in it is the place for the name. */
  url: string
  /** Name of this replica. */
  name: string
  /** The messages that are left to be sent. `oldestAgeMs`: how much longer the oldest waits than it was meant to. */
  pending(): Promise<{ oldestAgeMs: number }>
  /** Measures spans. */
  clock: Pick<Clock, 'now'>
  log: Log<'info' | 'warn'>
}

/** Shortest time between two calls, in milliseconds. */
const pauseMs = 60_000
/** Ferry is not well if a message waits this much longer than it was meant to, in milliseconds. */
const lateMs = 60_000
/** Longest wait for an answer, in milliseconds. */
const timeoutMs = 10_000

export function createHeartbeat({ url, name, pending, clock, log }: HeartbeatParts): Heartbeat {
  const target = targetOf(url, name)
  const ending = new AbortController()
  const acceptance = createAcceptance(log, {
    refused: 'The heartbeat is not accepted: check HEARTBEAT_URL',
    accepted: 'The heartbeat is accepted again',
  })
  let calledAt = Number.NEGATIVE_INFINITY
  let calling = Promise.resolve()

  async function callIfPunctual(): Promise<void> {
    if (clock.now() - calledAt < pauseMs) return
    // While the messages that are left are unknown, nobody can say that all is well.
    const oldestAgeMs = await pending().then(
      (left) => left.oldestAgeMs,
      () => Number.POSITIVE_INFINITY,
    )
    if (oldestAgeMs > lateMs || ending.signal.aborted) return
    calledAt = clock.now()
    const problem = await callOnce(target, ending.signal)
    if (!ending.signal.aborted) acceptance.note(problem === undefined ? undefined : { reason: problem })
  }

  return {
    noteRound({ unread }) {
      if (unread === 0) calling = calling.then(callIfPunctual)
    },
    async stop() {
      ending.abort()
      await calling
    },
  }
}

function targetOf(url: string, name: string): string {
  if (url.includes('{replica}')) return url.replaceAll('{replica}', encodeURIComponent(name))
  const target = new URL(url)
  target.searchParams.set('replica', name)
  return target.href
}

/** Calls the monitor. Returns what is wrong, without the address. Never rejects. */
async function callOnce(target: string, ending: AbortSignal): Promise<string | undefined> {
  try {
    const answer = await fetch(target, { signal: AbortSignal.any([ending, AbortSignal.timeout(timeoutMs)]) })
    await answer.body?.cancel()
    return answer.ok ? undefined : `HTTP ${answer.status}`
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined
    if (cause instanceof Error && 'code' in cause) return String(cause.code)
    return error instanceof Error && error.name === 'TimeoutError'
      ? `no answer within ${timeoutMs / 1000} s`
      : 'no answer'
  }
}
