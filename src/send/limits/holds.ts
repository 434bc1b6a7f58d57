import type { Clock } from '../../async/clock.ts'
import type { Place } from './calls.ts'

/** Waits that Slack has asked for. Times are by the clock that measures spans, in milliseconds. */
export type Holds = {
  /** When a call may be made, as far as Slack has asked to wait. */
  freeAt(call: Place): number
  /** Slack has answered such a call with 429 and asked to wait. */
  begin(call: Place, ms: number): void
  /** Such a call is about to be made. If Slack has asked to wait, it is the only one for a while. */
  note(call: Place): void
  /** Slack has accepted such a call. True if that ends a wait. */
  end(call: Place): boolean
  /** Everything that waits now. */
  all(): Hold[]
}
export type Hold = { method: Place['method']; scope: 'channel' | 'workspace'; leftMs: number }

/** Scope of a limit: calls of one method in a workspace, or in one of its channels. */
type Limited = Omit<Place, 'channel'> & { channel?: string }
type Held = Limited & { until: number; probeAt: number }

/**
 * A wait that lasts longer than this, in milliseconds, is probed as often: one call goes out, and if Slack accepts it,
 * the wait is over. A limit that Slack lifts early would otherwise keep people waiting for all of it.
 */
export const probeEveryMs = 60_000

/**
 * Slack limits posts in each channel, edits and history in the whole workspace. If it refuses posts in two channels at
 * a time, the limit is the workspace's.
 */
export function createHolds(clock: Pick<Clock, 'now'>): Holds {
  const holds = new Map<string, Held>()

  const isOn = ({ until }: Held) => until > clock.now()
  const onNow = () => [...holds.values()].filter(isOn)
  const of = (call: Place) => keysOf(call).flatMap((key) => holds.get(key) ?? [])

  function put(held: Limited, ms: number): void {
    const now = clock.now()
    holds.set(keyOf(held), { ...held, until: now + ms, probeAt: now + probeEveryMs })
  }

  return {
    freeAt: (call) => Math.max(0, ...of(call).map(({ until, probeAt }) => Math.min(until, probeAt))),
    begin(call, ms) {
      const { workspace, method, channel } = call
      const own = method === 'post' ? { workspace, method, channel } : { workspace, method }
      const isElsewhere = onNow().some((one) => isAlike(one, call) && one.channel !== own.channel)
      put(own, ms)
      if (isElsewhere) put({ workspace, method }, ms)
    },
    note(call) {
      for (const held of of(call).filter(isOn)) held.probeAt = clock.now() + probeEveryMs
    },
    end: (call) => keysOf(call).filter((key) => holds.delete(key)).length > 0,
    all: () =>
      onNow().map(({ method, channel, until }) => ({
        method,
        scope: channel === undefined ? 'workspace' : 'channel',
        leftMs: until - clock.now(),
      })),
  }
}

function isAlike(one: Limited, other: Limited): boolean {
  return one.workspace === other.workspace && one.method === other.method
}

/** Keys of the limits that a call falls under. */
function keysOf({ channel, ...call }: Place): string[] {
  return [keyOf({ ...call, channel }), keyOf(call)]
}

function keyOf({ workspace, method, channel = '' }: Limited): string {
  return `${method} ${workspace} ${channel}`
}
