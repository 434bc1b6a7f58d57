import type { Clock } from '../../async/clock.ts'
import { arrivedBy, type Budget, createBudget, type Spacing, spacings } from './budget.ts'
import { type LaneCall, type Place, type Urgency, urgencies } from './calls.ts'

export type Lanes = Pick<Budget, 'remember' | 'holdOff' | 'holds'> & {
  /** A place in the queue: within Slack's limits, the most urgent of those waiting goes first. */
  queue(call: LaneCall): Turn
  /** Notes a call that is made outside the queue. */
  spend(call: Place): void
  /** Slack has accepted a call, so those like it that it had asked to wait may go. */
  accepted(call: LaneCall): void
  /** Nobody gets a turn any more. */
  stop(): void
}
export type Turn = {
  /** Resolves to true when the call may be made, to false when it was withdrawn or the lanes were stopped. */
  isOurs: Promise<boolean>
  /** The call is made at this moment. */
  use(): void
  /** The turn is over: Slack has answered, or the call was not made. */
  end(): void
  /** The turn is over: Slack refused the call because of its limits, and so does not count it. */
  refused(): void
  /** Leaves the queue. */
  withdraw(): void
}

/** How long an answer may keep a channel waiting, in milliseconds: as long as Ferry waits for one. */
const longestAnswerMs = 10_000

type Waiting = {
  urgency: Urgency
  settle(isOurs: boolean): void
  isUsed: Promise<boolean>
  /** Resolves when the turn is over, to whether Slack counts the call. */
  isCounted: Promise<boolean>
}
type LaneQueue = {
  waiting: Waiting[]
  freeAt: number
  isRunning: boolean
  /** Ends a pause, because somebody more urgent may have come. */
  wake(): void
}

/**
 * Paces what Ferry sends, so that Slack seldom has to say no and never delays an end behind progress. `clock` measures
 * spans: nobody can set it.
 */
export function createLanes(clock: Clock): Lanes {
  const queues = new Map<string, LaneQueue>()
  const budget = createBudget(clock)
  const ending = new AbortController()

  function queueOf(call: Place): LaneQueue {
    const key = queueKey(call)
    const queue = queues.get(key) ?? { waiting: [], freeAt: Number.NEGATIVE_INFINITY, isRunning: false, wake() {} }
    queues.set(key, queue)
    return queue
  }

  async function run(queue: LaneQueue, call: LaneCall): Promise<void> {
    queue.isRunning = true
    while (queue.waiting.length > 0 && !ending.signal.aborted) {
      const waitMs = Math.max(queue.freeAt, budget.freeAt(call, mostUrgent(queue.waiting))) - clock.now()
      if (waitMs > 0) {
        await pause(queue, waitMs, { clock, signal: ending.signal })
        continue
      }
      const next = takeMostUrgent(queue.waiting)
      if (next !== undefined) await give(next, queue, { call, budget, clock })
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
      queue.freeAt = nextFreeAt(queue.freeAt, clock.now(), budget.spacingOf(call))
      budget.reserve(call)
    },
    remember(workspace, calls) {
      budget.remember(workspace, calls)
      for (const call of calls) if (call.method === 'post') keepDistance(queueOf(call), clock.now() - call.ageMs)
    },
    holdOff: budget.holdOff,
    accepted(call) {
      if (budget.accepted(call)) for (const queue of queues.values()) queue.wake()
    },
    holds: budget.holds,
    stop() {
      ending.abort()
      for (const { waiting } of queues.values()) for (const { settle } of waiting.splice(0)) settle(false)
    },
  }
}

/** Gives somebody the turn, and resolves when the call is made, or will not be. */
async function give(
  { settle, isUsed, isCounted }: Waiting,
  queue: LaneQueue,
  { call, budget, clock }: { call: LaneCall; budget: Budget; clock: Clock },
): Promise<void> {
  const reserved = budget.reserve(call)
  settle(true)
  // Something may still have to be stored before the call is made.
  if (!(await isUsed)) return reserved.giveBack()
  reserved.made()
  queue.freeAt = nextFreeAt(queue.freeAt, clock.now(), budget.spacingOf(call))
  const answered = call.method === 'post' ? holdUntilAnswered(queue, clock) : () => {}
  void isCounted.then((is) => {
    if (is) reserved.answered()
    else reserved.giveBack()
    answered()
  })
}

/**
 * A post counts from its arrival at Slack, and only the answer shows that it has arrived. So long the next one in the
 * channel waits. Returns what is to be called when Slack has answered.
 */
function holdUntilAnswered(queue: LaneQueue, clock: Clock): () => void {
  const earliest = queue.freeAt
  const latest = Math.max(earliest, clock.now() + longestAnswerMs)
  queue.freeAt = latest
  return () => {
    // Another post in the channel has been made or heard of since.
    if (queue.freeAt !== latest) return
    queue.freeAt = Math.max(earliest, arrivedBy(clock) + spacings.post.intervalMs)
    queue.wake()
  }
}

/** Waits for so long, or until somebody joins the queue who may be more urgent. */
function pause(queue: LaneQueue, ms: number, { clock, signal }: { clock: Clock; signal: AbortSignal }): Promise<void> {
  const woken = new AbortController()
  queue.wake = () => woken.abort()
  return clock.sleep(ms, AbortSignal.any([signal, woken.signal]))
}

function joinQueue(waiting: Waiting[], urgency: Urgency): Turn {
  const given = Promise.withResolvers<boolean>()
  const used = Promise.withResolvers<boolean>()
  const over = Promise.withResolvers<boolean>()
  const place = { urgency, settle: given.resolve, isUsed: used.promise, isCounted: over.promise }
  const end = (isCounted: boolean) => {
    used.resolve(false)
    over.resolve(isCounted)
  }
  waiting.push(place)
  return {
    isOurs: given.promise,
    use: () => used.resolve(true),
    end: () => end(true),
    refused: () => end(false),
    withdraw() {
      const index = waiting.indexOf(place)
      if (index >= 0) waiting.splice(index, 1)
      given.resolve(false)
      end(false)
    },
  }
}

/** The next post of a channel comes a second after one that was made then. */
function keepDistance(queue: LaneQueue, at: number): void {
  queue.freeAt = Math.max(queue.freeAt, at + spacings.post.intervalMs)
}

/** Posts are limited in each channel, edits and look-ups in the whole workspace. */
function queueKey({ workspace, channel, method }: Place): string {
  return method === 'post' ? `post ${workspace} ${channel}` : `${method} ${workspace}`
}

/** Calls saved up while nothing was sent, at most `burst`, may follow each other at once. */
function nextFreeAt(freeAt: number, now: number, { intervalMs, burst }: Spacing): number {
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
