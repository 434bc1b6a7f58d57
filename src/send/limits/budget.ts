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
  /** Slack asked to wait with calls like this one. */
  holdOff(call: LaneCall, ms: number): void
  /** Slack has accepted a call like this one. True if others need not wait any longer. */
  accepted(call: LaneCall): boolean
  /** Everything that Slack has asked to wait with. */
  holds(): Hold[]
}
/** Calls follow each other after `intervalMs`; at most `burst` that were saved up may follow at once. */
export type Spacing = { intervalMs: number; burst: number }

/** Slack's published limits: one post a second in a channel; 50 edits, 50 pages of history
 * and 50 openings of direct conversations a minute in a workspace. */
const spacings = {
  post: { intervalMs: 1000, burst: 1 },
  update: { intervalMs: 1200, burst: 5 },
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
/** The last posts of a minute are left for what is urgent. */
const leftForUrgent = 30
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
      const isLimited = call.method === 'post' && !isUrgent(urgency)
      const oldest = recent[recent.length - (perMinute[call.method] - (isLimited ? leftForUrgent : 0))]
      return Math.max(holds.freeAt(call), oldest === undefined ? 0 : oldest.at + minuteMs)
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
    holdOff(call, ms) {
      holds.begin(call, ms)
      if (call.method === 'find') slowed.set(keyOf(call), { intervalMs: ms, until: clock.now() + slowedForMs })
    },
    accepted: holds.end,
    holds: holds.all,
  }
}

function isUrgent(urgency: Urgency): boolean {
  return urgency === 'end' || urgency === 'stall'
}

function keyOf({ workspace, method }: Place): string {
  return `${method} ${workspace}`
}
