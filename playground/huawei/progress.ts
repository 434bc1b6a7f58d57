import { MAX_FACTOR, pacedMs, paceFactor } from '../cloud/pace.ts'
import type { Task } from './task.ts'

export type Progress = ReturnType<typeof progressAt>

/** The progress of a task at a time. It does not depend on when or how often it is read. */
export function progressAt(task: Task, now: number) {
  const { bytesDone, activeMs, speed } = workAt(task, now)
  const { bytes, objects, scanMs, failedObjects, skippedObjects } = task.plan
  const scanned = task.doom ? 0 : Math.min(1, activeMs / scanMs)
  const done = bytes > 0 ? bytesDone / bytes : scanned
  const failed = Math.floor(failedObjects * done)
  const skipped = Math.floor(skippedObjects * done)
  const known = Math.max(scanned, done)
  return {
    bytesDone,
    activeMs,
    speed,
    isScanned: scanned === 1,
    /** The completed share of what the scan has counted so far. */
    fraction: known > 0 ? done / known : 0,
    knownBytes: Math.floor(bytes * known),
    knownObjects: Math.floor(objects * known),
    failed,
    skipped,
    successful: Math.max(0, Math.floor(objects * done) - failed - skipped),
    skippedBytes: objects > 0 ? Math.floor((bytesDone * skippedObjects) / objects) : 0,
  }
}

/** The average speed at which even the fastest moment stays below a limit. */
export function averageWithin(bytesPerSecond: number, limit: number): number {
  return Math.min(bytesPerSecond, limit / MAX_FACTOR)
}

function workAt(task: Task, now: number) {
  if (task.phase.status !== 2) return { bytesDone: task.bytesDone, activeMs: task.activeMs, speed: 0 }
  const { leg } = task.phase
  const { bytes, phase } = task.plan
  const activeMs = task.activeMs + (now - leg.startedAt)
  const moved = (leg.speed * pacedMs(task.activeMs, activeMs, phase)) / 1_000
  const bytesDone = Math.min(bytes, task.bytesDone + Math.round(moved))
  return { bytesDone, activeMs, speed: Math.round(leg.speed * paceFactor(activeMs, phase)) }
}
