import type { Clock } from '../../async/clock.ts'
import type { LaneCall, Made, Place, Urgency } from './calls.ts'
import { createHolds, type Hold } from './holds.ts'

/** Slack's allowance for a workspace, and the part of it that has been used. */
export type Budget = {
  /** When the next call may be made as far as the workspace is concerned, in epoch milliseconds. */
  freeAt(call: Place, urgency: Urgency): number
  /** How calls of one queue are spaced now. */
  spacingOf(call: Place): Spacing
  /** Counts a call that is about to be made. */
  reserve(call: Place): Reserved
  /** Counts calls of a workspace that were made before, by this process or another. */
  remember(workspace: string, calls: readonly Made[]): void
  /** Slack asked to wait: with posts in this channel, or with calls of another method in this workspace. */
  holdOff(call: LaneCall, ms: number): void
  /** Slack has accepted a call like this one. True if others need not wait any longer. */
  accepted(call: LaneCall): boolean
  /** Everything that Slack has asked to wait with. */
  holds(): Hold[]
}
/** A call that is counted. */
export type Reserved = {
  /** It is made at this moment. */
  made(): void
  /** Slack has answered it, so that it has arrived by now. */
  answered(): void
  /** It was not made, or Slack did not count it. */
  giveBack(): void
}
/** Calls follow each other after `intervalMs`; at most `burst` that were saved up may follow at once. */
export type Spacing = { intervalMs: number; burst: number }

/**
 * Slack's published limits: one post a second in a channel; 50 edits, 50 pages of history and 50 openings of direct
 * conversations a minute in a workspace. Edits are spread evenly over the minute instead (see `evenFrom`).
 */
export const spacings = {
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
/**
 * The last posts of a minute are left for what is urgent. Edits keep something for it in another way: see `evenFrom`.
 */
const leftForUrgent = { post: 30, find: 0, open: 0 } as const
/** A little longer than Slack's minute, because calls take different times to arrive. */
const minuteMs = 61_000
/** Edits that can be saved up. They are for changed states and touched cards, which may follow each other at once. */
const savedEdits = 5
/**
 * One more edit can be made each time this has passed: with what was saved up, no minute has more than Slack allows.
 */
const editEveryMs = minuteMs / (perMinute.update - savedEdits)
/** While saved edits are missing, figures are edited at this pace, so that they come back and no pause is long. */
const slowEditEveryMs = 2200

/** Slack answers a call within this time of its arrival, in milliseconds, unless it or this machine is busy. */
const usualAnswerMs = 250

/** When a call that Slack has answered just now arrived there at the latest, as far as anybody can tell. */
export function arrivedBy(clock: Pick<Clock, 'now'>): number {
  return clock.now() - usualAnswerMs
}

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
      const times = recent.map(({ at }) => at).toSorted((a, b) => a - b)
      return Math.max(holds.freeAt(call), freeAfter(times, call.method, urgency))
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
        made() {
          one.at = clock.now()
        },
        answered() {
          one.at = Math.max(one.at, arrivedBy(clock))
        },
        giveBack() {
          one.at = Number.NEGATIVE_INFINITY
        },
      }
    },
    remember(workspace, calls) {
      for (const [method, made] of Map.groupBy(calls, (call) => call.method)) {
        const key = keyOf({ workspace, method })
        const known = (spent.get(key) ?? []).filter(({ at }) => at > clock.now() - minuteMs)
        const times = made.map(({ ageMs }) => ({ at: clock.now() - ageMs })).toSorted((a, b) => a.at - b.at)
        // What this process has made itself is counted already.
        const others = times.slice(0, Math.max(0, times.length - known.length))
        spent.set(
          key,
          [...others, ...known].toSorted((a, b) => a.at - b.at),
        )
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

/** When another call may be made after those of the last minute. */
function freeAfter(times: readonly number[], method: Place['method'], urgency: Urgency): number {
  if (method === 'update') return evenFrom(times, urgency !== 'progress')
  const isUrgent = urgency === 'end' || urgency === 'stall'
  const oldest = times[times.length - perMinute[method] + (isUrgent ? 0 : leftForUrgent[method])]
  return oldest === undefined ? 0 : oldest + minuteMs
}

/**
 * When another edit may be made after those of the last minute. Figures follow each other evenly, and leave what is
 * saved up for what is urgent. Once that has taken some, they go on at a slower pace instead of pausing until it is
 * saved anew.
 */
function evenFrom(times: readonly number[], isUrgent: boolean): number {
  const last = times.at(-1)
  if (last === undefined) return 0
  const saved = savedAfter(times)
  const oneAt = last + (1 - saved) * editEveryMs
  if (isUrgent) return oneAt
  const allAt = last + (savedEdits - saved) * editEveryMs
  return Math.min(allAt, Math.max(oneAt, last + slowEditEveryMs))
}

/** The edits that are left of what was saved up, right after the last of these. */
function savedAfter(times: readonly number[]): number {
  return times.reduce((saved, at, index) => {
    const since = at - (times[index - 1] ?? at)
    return Math.min(savedEdits, saved + since / editEveryMs) - 1
  }, savedEdits)
}

function keyOf({ workspace, method }: Pick<Place, 'workspace' | 'method'>): string {
  return `${method} ${workspace}`
}
