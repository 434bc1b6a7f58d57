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
export type LaneCall = { workspace: string; channel: string; method: 'post' | 'update' | 'find'; urgency: Urgency }
export type Turn = {
  /** Resolves to true when the call may be made, to false when it was withdrawn or the lanes were stopped. */
  isOurs: Promise<boolean>
  /** Leaves the queue. */
  withdraw(): void
}

/**
 * Slack's published limits: one post a second in a channel; 50 edits and 50 pages of history a minute in a workspace.
 * See `postsPerMinute`, too.
 */
const budgets = {
  post: { intervalMs: 1000, burst: 1 },
  update: { intervalMs: 1200, burst: 5 },
  find: { intervalMs: 1200, burst: 5 },
} as const

/** Posts that a workspace takes in a minute, in all channels. The last of them are left for what is urgent. */
const postsPerMinute = 300
const leftForUrgent = 30
const minuteMs = 60_000

type Waiting = { urgency: Urgency; settle(isOurs: boolean): void }
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
  const posts = createPostBudget(clock)
  const ending = new AbortController()

  async function run(queue: LaneQueue, call: LaneCall): Promise<void> {
    queue.isRunning = true
    while (queue.waiting.length > 0 && !ending.signal.aborted) {
      const urgency = mostUrgent(queue.waiting)
      const budgetAt = call.method === 'post' ? posts.freeAt(call.workspace, urgency) : 0
      const waitMs = Math.max(queue.freeAt, heldUntil.get(holdKey(call)) ?? 0, budgetAt) - clock.now()
      if (waitMs > 0) {
        const woken = new AbortController()
        queue.wake = () => woken.abort()
        await clock.sleep(waitMs, AbortSignal.any([ending.signal, woken.signal]))
        continue
      }
      queue.freeAt = nextFreeAt(queue.freeAt, clock.now(), budgets[call.method])
      if (call.method === 'post') posts.spend(call.workspace)
      takeMostUrgent(queue.waiting)?.settle(true)
    }
    queue.isRunning = false
  }

  return {
    queue(call) {
      const key = queueKey(call)
      const queue = queues.get(key) ?? { waiting: [], freeAt: 0, isRunning: false, wake() {} }
      queues.set(key, queue)
      const turn = joinQueue(queue.waiting, call.urgency)
      if (ending.signal.aborted) turn.withdraw()
      else if (!queue.isRunning) void run(queue, call)
      else queue.wake()
      return turn
    },
    holdOff: (call, ms) => heldUntil.set(holdKey(call), clock.now() + ms),
    stop() {
      ending.abort()
      for (const { waiting } of queues.values()) for (const { settle } of waiting.splice(0)) settle(false)
    },
  }
}

/** Counts the posts of the last minute in each workspace. */
function createPostBudget(clock: Clock) {
  const spentAt = new Map<string, number[]>()
  return {
    /** When the next post of this urgency may be sent, in epoch milliseconds. */
    freeAt(workspace: string, urgency: Urgency): number {
      const recent = (spentAt.get(workspace) ?? []).filter((at) => at > clock.now() - minuteMs)
      spentAt.set(workspace, recent)
      const most = isUrgent(urgency) ? postsPerMinute : postsPerMinute - leftForUrgent
      const oldest = recent[recent.length - most]
      return oldest === undefined ? 0 : oldest + minuteMs
    },
    spend: (workspace: string) => void spentAt.get(workspace)?.push(clock.now()),
  }
}

function isUrgent(urgency: Urgency): boolean {
  return urgency === 'end' || urgency === 'stall'
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

/** Posts are limited in each channel, edits and look-ups in the whole workspace. */
function queueKey({ workspace, channel, method }: LaneCall): string {
  return method === 'post' ? `post ${workspace} ${channel}` : `${method} ${workspace}`
}

function holdKey({ workspace, method }: LaneCall): string {
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
