import type { Random } from '../../cloud/random.ts'
import { newUuid } from '../uuid.ts'
import type { SyncRequest } from './request.ts'

/** The requests to the synchronization task, besides the events that clients create. */
export type SyncPlan = {
  requestsPerHour: number
  /** Shares of all requests, from 0 to 1. */
  failureShare: number
  skipShare: number
  bytesPerObject: number
  /** How far the requests in an afternoon (UTC) are above the average, and those in a night below it, from 0 to 1. */
  dailySwing: number
  /** A time in which more objects fail than usual. */
  trouble?: { from: number; to: number; failureShare: number } | undefined
  /** Seed of its figures, which makes them differ from others and stay the same at every read. */
  seed: number
}

/**
 * A stretch of synchronizing. The last one has no end while the task is SYNCHRONIZING. In a failing one nothing is
 * copied.
 */
export type Run = { from: number; to?: number; isFailing: boolean }

/** Objects that a client pushed at that time. */
export type SyncEvent = { at: number; objects: number; failed: number }

export type Sync = {
  id: string
  /** The request without its secrets. */
  request: SyncRequest
  plan: SyncPlan
  createdAt: number
  startedAt: number
  runs: Run[]
  events: SyncEvent[]
}

/** A synchronization task that has just been accepted. It runs at once. */
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

/** The present stretch. Undefined for a stopped task. */
export function currentRun({ runs }: Sync): Run | undefined {
  const last = runs.at(-1)
  return last && last.to === undefined ? last : undefined
}
