import type { Clock } from '../../async/clock.ts'
import type { Metrics } from './metrics.ts'

/**
 * Counts Ferry's calls to Slack, and remembers the last one that Slack answered and the last one that it did not. Over
 * HTTP, nothing else shows that Ferry no longer reaches Slack. `clock` measures the ages, so nobody may set it.
 */
export function watchSlackCalls(
  { slackCalls, slackCallAge }: Pick<Metrics, 'slackCalls' | 'slackCallAge'>,
  clock: Pick<Clock, 'now'>,
): SlackCallWatch {
  let answered: Seen | undefined
  let failed: Seen | undefined
  return {
    onCall({ method, outcome, isAnswered }) {
      slackCalls.add({ method, outcome })
      const call = { method, outcome, at: clock.now() }
      if (isAnswered) answered = call
      else failed = call
    },
    facts: () => ({
      ...(answered && { lastAnswered: factOf(answered, clock) }),
      ...(failed && { lastFailed: factOf(failed, clock) }),
    }),
    show() {
      if (answered) slackCallAge.set({ result: 'answered' }, ageOf(answered, clock))
      if (failed) slackCallAge.set({ result: 'failed' }, ageOf(failed, clock))
    },
  }
}

export type SlackCallWatch = {
  /** Takes note of a call. `isAnswered` tells whether Slack answered, even if it refused. */
  onCall(call: { method: string; outcome: string; isAnswered: boolean }): void
  /** The last calls of both kinds for the details. A kind is absent before its first call. */
  facts(): { lastAnswered?: Fact; lastFailed?: Fact }
  /** Writes the ages into the metrics. */
  show(): void
}
type Fact = { method: string; outcome: string; secondsAgo: number }
type Seen = { method: string; outcome: string; at: number }

function factOf(seen: Seen, clock: Pick<Clock, 'now'>): Fact {
  return { method: seen.method, outcome: seen.outcome, secondsAgo: Math.round(ageOf(seen, clock)) }
}

/** Age of a call, in seconds. */
function ageOf({ at }: Seen, clock: Pick<Clock, 'now'>): number {
  return (clock.now() - at) / 1000
}
