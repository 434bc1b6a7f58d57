import type { Random } from '../../cloud/random.ts'
import { newUuid } from '../uuid.ts'
import type { SyncRequest } from './request.ts'

/** What reaches the synchronization task besides the events that clients create. */
export type SyncPlan = {
  requestsPerHour: number
  /** Of all requests, 0 to 1. */
  failureShare: number
  skipShare: number
  bytesPerObject: number
  /** How far the requests of an afternoon (UTC) are above the average, and those of a night below it, 0 to 1. */
  dailySwing: number
  /** A time in which more fails than usual. */
  trouble?: { from: number; to: number; failureShare: number } | undefined
  /** Makes its figures differ from others'; the same at every look. */
  seed: number
}

/** A stretch of synchronizing; the last one has no end while the task is SYNCHRONIZING. Nothing gets through a failing one. */
export type Run = { from: number; to?: number; isFailing: boolean }

/** Objects that a client asked for, booked at that moment. */
export type SyncEvent = { at: number; objects: number; failed: number }

export type Sync = {
  id: string
  /** What was asked for, without its secrets. */
  request: SyncRequest
  plan: SyncPlan
  createdAt: number
  startedAt: number
  runs: Run[]
  events: SyncEvent[]
}

/** A synchronization task that has only just been accepted; it runs at once. */
export function newSync(
  request: SyncRequest,
  plan: SyncPlan,
  { at, random, isFailing }: { at: number; random: Random; isFailing: boolean },
): Sync {
  return {
    id: newUuid(random),
    ...{ request, plan },
    ...{ createdAt: at, startedAt: at },
    runs: [{ from: at, isFailing }],
    events: [],
  }
}

/** The stretch that goes on; undefined for a stopped task. */
export function currentRun({ runs }: Sync): Run | undefined {
  const last = runs.at(-1)
  return last && last.to === undefined ? last : undefined
}
