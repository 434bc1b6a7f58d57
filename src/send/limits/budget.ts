import type { Clock } from '../../async/clock.ts'
import type { LaneCall, Place, Urgency } from './calls.ts'
import { createHolds, type Hold } from './holds.ts'

/** What Slack allows a workspace, and what of it has been used. */
export type Budget = {
  /** When the next call may be made as far as the workspace is concerned, in epoch milliseconds. */
  freeAt(call: Place, urgency: Urgency): number
  /** How calls of one queue are spaced now. */
  spacingOf(call: Place): Spacing
  /** Counts a call that is about to be made. `settle(false)` gives it back, because it was not made. */
  reserve(call: Place): { settle(isMade: boolean): void }
  /** Counts calls that were made so many milliseconds ago, by this process or another. */
  remember(call: Place, agesMs: readonly number[]): void
  /** Slack asked to wait with calls like this one. */
  holdOff(call: LaneCall, ms: number): void
  /** Slack has accepted a call like this one. True if others need not wait any longer. */
  accepted(call: LaneCall): boolean
  /** Everything that Slack has asked to wait with. */
  holds(): Hold[]
}
/** Calls follow each other after `intervalMs`; at most `burst` that were saved up may follow at once. */
export type Spacing = { intervalMs: number; burst: number }

/**
 * Slack's published limits: one post a second in a channel; 50 edits, 50 pages of history and 50 openings of direct
 * conversations a minute in a workspace. Edits are spread over the minute instead (see `spreadFrom`).
 */
const spacings = {
  post: { intervalMs: 1000, burst: 1 },
  update: { intervalMs: 0, burst: 1 },
  find: { intervalMs: 1200, burst: 5 },
  open: { intervalMs: 1200, burst: 5 },
} as const
/** Calls that a workspace may make in a minute, in all channels. */
const perMinute = { post: 300, update: 50, find: 50, open: 50 } as const
/**
 * Some apps get one page of history a minute. Where Slack said so, pages are asked for at that pace for so long, in
 * milliseconds, since each call that is refused is one lost.
 */
const slowedForMs = 30 * 60_000
/** The last calls of a minute are left for what is urgent: ends among posts, changed states and touched cards among edits. */
const leftForUrgent = { post: 30, update: 5, find: 0, open: 0 } as const
/** Edits that follow each other at once after a quiet minute. */
const editsAtOnce = 5
/** A little longer than Slack's minute, because calls take different times to arrive. */
const minuteMs = 61_000

/** Counts what has been used. `clock` measures spans: nobody can set it. */
export function createBudget(clock: Clock): Budget {
  const spent = new Map<string, { at: number }[]>()
  const holds = createHolds(clock)
  const slowed = new Map<string, { intervalMs: number; until: number }>()
  return {
    freeAt(call, urgency) {
      const key = keyOf(call)
      const recent = (spent.get(key) ?? []).filter(({ at }) => at > clock.now() - minuteMs)
      spent.set(key, recent)
      const most = perMinute[call.method] - (isUrgent(call, urgency) ? 0 : leftForUrgent[call.method])
      const times = recent.map(({ at }) => at)
      const freeAt = call.method === 'update' ? spreadFrom(times, most) : fullUntil(times, most)
      return Math.max(holds.freeAt(call), freeAt)
    },
    spacingOf(call) {
      const slow = slowed.get(keyOf(call))
      if (slow === undefined || slow.until <= clock.now()) return spacings[call.method]
      return { intervalMs: slow.intervalMs, burst: 1 }
    },
    reserve(call) {
      holds.note(call)
      const one = { at: clock.now() }
      spent.set(keyOf(call), [...(spent.get(keyOf(call)) ?? []), one])
      return {
        settle(isMade) {
          one.at = isMade ? clock.now() : Number.NEGATIVE_INFINITY
        },
      }
    },
    remember(call, agesMs) {
      const known = (spent.get(keyOf(call)) ?? []).filter(({ at }) => at > clock.now() - minuteMs)
      // What this process has made itself is counted already.
      const others = agesMs.toSorted((a, b) => b - a).slice(0, Math.max(0, agesMs.length - known.length))
      const times = [...others.map((ageMs) => ({ at: clock.now() - ageMs })), ...known]
      spent.set(
        keyOf(call),
        times.toSorted((a, b) => a.at - b.at),
      )
    },
    holdOff(call, ms) {
      holds.begin(call, ms)
      if (call.method === 'find') slowed.set(keyOf(call), { intervalMs: ms, until: clock.now() + slowedForMs })
    },
    accepted: holds.end,
    holds: holds.all,
  }
}

/** When another call may be made after those of the last minute. */
function fullUntil(times: readonly number[], most: number): number {
  const oldest = times[times.length - most]
  return oldest === undefined ? 0 : oldest + minuteMs
}

/**
 * The same for calls that are spread: what is left of the minute is shared out over the time until more is free. So a
 * burst after a quiet time slows down those that follow a little, instead of stopping them all at the end of the minute.
 */
function spreadFrom(times: readonly number[], most: number): number {
  const [oldest, last] = [times[0], times.at(-1)]
  if (oldest === undefined || last === undefined || times.length < editsAtOnce) return 0
  if (times.length >= most) return fullUntil(times, most)
  return last + (oldest + minuteMs - last) / (most - times.length + 1)
}

function isUrgent({ method }: Place, urgency: Urgency): boolean {
  return method === 'update' ? urgency !== 'progress' : urgency === 'end' || urgency === 'stall'
}

function keyOf({ workspace, method }: Place): string {
  return `${method} ${workspace}`
}
