import type { Clock } from '../clock.ts'
import type { Lane } from '../store/store.ts'

/** Most urgent first; a new card goes before the edits of old ones. */
export const urgencies = ['end', 'stall', 'card', 'progress'] as const
export type Urgency = Lane | 'card'

export type Lanes = {
  /** A place in the queue: within Slack's limits, the most urgent of those waiting goes first. */
  queue(call: LaneCall): Turn
  /** Slack asked to wait: no turn for this method in this workspace until then. */
  holdOff(call: LaneCall, ms: number): void
  /** Nobody gets a turn any more. */
  stop(): void
}
export type LaneCall = { workspace: string; channel: string; method: 'post' | 'update'; urgency: Urgency }
export type Turn = {
  /** Resolves to true when the call may be made, to false when it was withdrawn or the lanes were stopped. */
  isOurs: Promise<boolean>
  /** Leaves the queue. */
  withdraw(): void
}

/** Slack's published limits: one post a second in a channel; 50 edits a minute in a workspace. */
const budgets = {
  post: { intervalMs: 1000, burst: 1 },
  update: { intervalMs: 1200, burst: 5 },
} as const

type Waiting = { urgency: Urgency; settle(isOurs: boolean): void }
type LaneQueue = { waiting: Waiting[]; freeAt: number; isRunning: boolean }

/** Paces what Ferry sends, so that Slack seldom has to say no and never delays an end behind progress. */
export function createLanes(clock: Clock): Lanes {
  const queues = new Map<string, LaneQueue>()
  const heldUntil = new Map<string, number>()
  const ending = new AbortController()

  async function run(queue: LaneQueue, call: LaneCall): Promise<void> {
    queue.isRunning = true
    while (queue.waiting.length > 0 && !ending.signal.aborted) {
      const waitMs = Math.max(queue.freeAt, heldUntil.get(holdKey(call)) ?? 0) - clock.now()
      if (waitMs > 0) {
        await clock.sleep(waitMs, ending.signal)
        continue
      }
      queue.freeAt = nextFreeAt(queue.freeAt, clock.now(), budgets[call.method])
      takeMostUrgent(queue.waiting)?.settle(true)
    }
    queue.isRunning = false
  }

  return {
    queue(call) {
      const key = queueKey(call)
      const queue = queues.get(key) ?? { waiting: [], freeAt: 0, isRunning: false }
      queues.set(key, queue)
      const turn = joinQueue(queue.waiting, call.urgency)
      if (ending.signal.aborted) turn.withdraw()
      else if (!queue.isRunning) void run(queue, call)
      return turn
    },
    holdOff: (call, ms) => heldUntil.set(holdKey(call), clock.now() + ms),
    stop() {
      ending.abort()
      for (const { waiting } of queues.values()) for (const { settle } of waiting.splice(0)) settle(false)
    },
  }
}

function joinQueue(waiting: Waiting[], urgency: Urgency): Turn {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const place = { urgency, settle: resolve }
  waiting.push(place)
  return {
    isOurs: promise,
    withdraw() {
      const index = waiting.indexOf(place)
      if (index >= 0) waiting.splice(index, 1)
      resolve(false)
    },
  }
}

/** Posts are limited in each channel, edits in the whole workspace. */
function queueKey({ workspace, channel, method }: LaneCall): string {
  return method === 'post' ? `post ${workspace} ${channel}` : `update ${workspace}`
}

function holdKey({ workspace, method }: LaneCall): string {
  return `${method} ${workspace}`
}

/** Calls saved up while nothing was sent, at most `burst`, may follow each other at once. */
function nextFreeAt(freeAt: number, now: number, { intervalMs, burst }: { intervalMs: number; burst: number }): number {
  return Math.max(freeAt, now - (burst - 1) * intervalMs) + intervalMs
}

function takeMostUrgent(waiting: Waiting[]): Waiting | undefined {
  const urgency = urgencies.find((one) => waiting.some((each) => each.urgency === one))
  const index = waiting.findIndex((each) => each.urgency === urgency)
  return index < 0 ? undefined : waiting.splice(index, 1)[0]
}
