import type { Clock } from '../clock.ts'
import type { Lane } from '../store/store.ts'

/** Most urgent first; a new card goes before the edits of old ones. */
export const urgencies = ['end', 'stall', 'card', 'progress'] as const
export type Urgency = Lane | 'card'

export type Lanes = {
  /** A place in the queue: within Slack's limits, the most urgent of those waiting goes first. */
  queue(call: LaneCall): Turn
  /** Notes a call that is made outside the queue. */
  spend(call: Place): void
  /** Slack asked to wait: no turn for this method in this workspace until then. */
  holdOff(call: LaneCall, ms: number): void
  /** Nobody gets a turn any more. */
  stop(): void
}
export type LaneCall = { workspace: string; channel: string; method: 'post' | 'update' | 'find'; urgency: Urgency }
type Place = Omit<LaneCall, 'urgency'>
export type Turn = {
  /** Resolves to true when the call may be made, to false when it was withdrawn or the lanes were stopped. */
  isOurs: Promise<boolean>
  /** The call is made at this moment, from which the next one is spaced. */
  use(): void
  /** The turn is over, whether it was used or not. */
  end(): void
  /** Leaves the queue. */
  withdraw(): void
}

/** Slack's published limits: one post a second in a channel; 50 edits and 50 pages of history a minute in a workspace. */
const spacings = {
  post: { intervalMs: 1000, burst: 1 },
  update: { intervalMs: 1200, burst: 5 },
  find: { intervalMs: 1200, burst: 5 },
} as const
/** Calls that a workspace may make in a minute, in all channels. */
const perMinute = { post: 300, update: 50, find: 50 } as const
/**
 * Some apps get one page of history a minute. Where Slack said so, pages are asked for at that pace for so long, in
 * milliseconds, since each call that is refused is one lost.
 */
const slowedForMs = 30 * 60_000
/** The last posts of a minute are left for what is urgent. */
const leftForUrgent = 30
/** A little longer than Slack's minute, because calls take different times to arrive. */
const minuteMs = 61_000

type Waiting = { urgency: Urgency; settle(isOurs: boolean): void; isUsed: Promise<boolean> }
type LaneQueue = {
  waiting: Waiting[]
  freeAt: number
  isRunning: boolean
  /** Ends a pause, because somebody more urgent may have come. */
  wake(): void
}

/** Paces what Ferry sends, so that Slack seldom has to say no and never delays an end behind progress. */
export function createLanes(clock: Clock): Lanes {
  const queues = new Map<string, LaneQueue>()
  const heldUntil = new Map<string, number>()
  const slowed = new Map<string, { intervalMs: number; until: number }>()
  const budget = createBudget(clock)
  const ending = new AbortController()

  function queueOf(call: Place): LaneQueue {
    const key = queueKey(call)
    const queue = queues.get(key) ?? { waiting: [], freeAt: 0, isRunning: false, wake() {} }
    queues.set(key, queue)
    return queue
  }

  function spacingOf(call: Place): { intervalMs: number; burst: number } {
    const slow = slowed.get(holdKey(call))
    return slow !== undefined && slow.until > clock.now() ? { ...slow, burst: 1 } : spacings[call.method]
  }

  async function run(queue: LaneQueue, call: LaneCall): Promise<void> {
    queue.isRunning = true
    while (queue.waiting.length > 0 && !ending.signal.aborted) {
      const budgetAt = budget.freeAt(call, mostUrgent(queue.waiting))
      const waitMs = Math.max(queue.freeAt, heldUntil.get(holdKey(call)) ?? 0, budgetAt) - clock.now()
      if (waitMs > 0) {
        const woken = new AbortController()
        queue.wake = () => woken.abort()
        await clock.sleep(waitMs, AbortSignal.any([ending.signal, woken.signal]))
        continue
      }
      const next = takeMostUrgent(queue.waiting)
      const reserved = budget.reserve(call)
      next?.settle(true)
      // Something may still have to be stored before the call is made.
      const isUsed = await next?.isUsed
      reserved.settle(isUsed === true)
      if (isUsed) queue.freeAt = nextFreeAt(queue.freeAt, clock.now(), spacingOf(call))
    }
    queue.isRunning = false
  }

  return {
    queue(call) {
      const queue = queueOf(call)
      const turn = joinQueue(queue.waiting, call.urgency)
      if (ending.signal.aborted) turn.withdraw()
      else if (!queue.isRunning) void run(queue, call)
      else queue.wake()
      return turn
    },
    spend(call) {
      const queue = queueOf(call)
      queue.freeAt = nextFreeAt(queue.freeAt, clock.now(), spacingOf(call))
      budget.reserve(call)
    },
    holdOff(call, ms) {
      heldUntil.set(holdKey(call), clock.now() + ms)
      if (call.method === 'find') slowed.set(holdKey(call), { intervalMs: ms, until: clock.now() + slowedForMs })
    },
    stop() {
      ending.abort()
      for (const { waiting } of queues.values()) for (const { settle } of waiting.splice(0)) settle(false)
    },
  }
}

/** Counts the calls of the last minute in each workspace. */
function createBudget(clock: Clock) {
  const spent = new Map<string, { at: number }[]>()
  return {
    /** When the next call of this urgency may be made, in epoch milliseconds. */
    freeAt(call: LaneCall, urgency: Urgency): number {
      const recent = (spent.get(holdKey(call)) ?? []).filter(({ at }) => at > clock.now() - minuteMs)
      spent.set(holdKey(call), recent)
      const isLimited = call.method === 'post' && !isUrgent(urgency)
      const oldest = recent[recent.length - (perMinute[call.method] - (isLimited ? leftForUrgent : 0))]
      return oldest === undefined ? 0 : oldest.at + minuteMs
    },
    /** Counts a call that is about to be made, and given back if it is not. */
    reserve(call: Place) {
      const one = { at: clock.now() }
      spent.set(holdKey(call), [...(spent.get(holdKey(call)) ?? []), one])
      return {
        settle(isMade: boolean) {
          one.at = isMade ? clock.now() : Number.NEGATIVE_INFINITY
        },
      }
    },
  }
}

function isUrgent(urgency: Urgency): boolean {
  return urgency === 'end' || urgency === 'stall'
}

function joinQueue(waiting: Waiting[], urgency: Urgency): Turn {
  const given = Promise.withResolvers<boolean>()
  const over = Promise.withResolvers<boolean>()
  const place = { urgency, settle: given.resolve, isUsed: over.promise }
  waiting.push(place)
  return {
    isOurs: given.promise,
    use: () => over.resolve(true),
    end: () => over.resolve(false),
    withdraw() {
      const index = waiting.indexOf(place)
      if (index >= 0) waiting.splice(index, 1)
      given.resolve(false)
      over.resolve(false)
    },
  }
}

/** Posts are limited in each channel, edits and look-ups in the whole workspace. */
function queueKey({ workspace, channel, method }: Place): string {
  return method === 'post' ? `post ${workspace} ${channel}` : `${method} ${workspace}`
}

function holdKey({ workspace, method }: Place): string {
  return `${method} ${workspace}`
}

/** Calls saved up while nothing was sent, at most `burst`, may follow each other at once. */
function nextFreeAt(freeAt: number, now: number, { intervalMs, burst }: { intervalMs: number; burst: number }): number {
  return Math.max(freeAt, now - (burst - 1) * intervalMs) + intervalMs
}

function mostUrgent(waiting: readonly Waiting[]): Urgency {
  return urgencies.find((one) => waiting.some((each) => each.urgency === one)) ?? 'progress'
}

function takeMostUrgent(waiting: Waiting[]): Waiting | undefined {
  const urgency = mostUrgent(waiting)
  const index = waiting.findIndex((each) => each.urgency === urgency)
  return index < 0 ? undefined : waiting.splice(index, 1)[0]
}
