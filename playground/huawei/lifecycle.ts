import { msToPace } from '../cloud/pace.ts'
import { type BandwidthPolicy, limitAt } from './bandwidth.ts'
import { averageWithin, progressAt } from './progress.ts'
import type { Leg, Phase, Task } from './task.ts'
import type { Behaviour } from './world.ts'

const PRIORITIES = ['HIGH', 'MEDIUM', 'LOW']

/** Starts or continues a task. A leg lasts until the task ends or retries, or a bandwidth rule changes. */
export function beginLeg(task: Task, at: number, behaviour: Behaviour): void {
  task.startedAt ||= at
  const limit = limitAt(task.request.bandwidth_policy, at, behaviour.bandwidthZoneOffsetMs)
  const speed = averageWithin(task.plan.bytesPerSecond, limit.bytesPerSecond)
  if (task.doom) {
    const endsAt = at + behaviour.keyCheckMs
    task.phase = { status: 2, leg: { startedAt: at, speed: 0, endsAt, ending: { to: 4, code: task.doom } } }
    return
  }
  const { bytes, ending } = nextMilestone(task)
  const workMs = (Math.max(0, bytes - task.bytesDone) / speed) * 1_000
  const movedAt = at + msToPace(task.activeMs, workMs, task.plan.phase)
  const scannedAt = at + Math.max(0, task.plan.scanMs - task.activeMs)
  const milestoneAt = ending.to === 5 ? Math.max(movedAt, scannedAt) : movedAt
  const leg: Leg = { startedAt: at, speed, endsAt: milestoneAt, ending }
  task.phase = { status: 2, leg: limit.until < milestoneAt ? { ...leg, endsAt: limit.until, ending: { to: 2 } } : leg }
}

/** Leaves state 2 and keeps what was moved. */
export function leave(task: Task, at: number, phase: Exclude<Phase, { status: 2 }>): void {
  settle(task, at)
  task.phase = phase
}

/** Adds what the leg has moved, so that another leg can follow. */
export function settle(task: Task, at: number): void {
  const { bytesDone, activeMs } = progressAt(task, at)
  task.bytesDone = bytesDone
  task.activeMs = activeMs
}

/** Sets new bandwidth rules. A running task changes its speed at once. */
export function limit(
  task: Task,
  policy: BandwidthPolicy,
  { now, behaviour }: { now: number; behaviour: Behaviour },
): void {
  task.request = { ...task.request, bandwidth_policy: policy }
  if (task.phase.status !== 2) return
  settle(task, now)
  beginLeg(task, now, behaviour)
}

/** Has a running task copy nothing more, although it still counts as running, until it is moved on. */
export function stall(task: Task, at: number): void {
  settle(task, at)
  task.phase = { status: 2, leg: { startedAt: at, speed: 0, endsAt: Number.POSITIVE_INFINITY, ending: { to: 2 } } }
}

/** When the next thing happens to a task by itself. A waiting task starts when there is room. */
export function taskDueAt({ phase }: Task, roomAt: number): number {
  if (phase.status === 1) return Math.max(phase.readyAt, roomAt)
  if (phase.status === 2) return phase.leg.endsAt
  if (phase.status === 6 || phase.status === 7) return phase.until
  return Number.POSITIVE_INFINITY
}

/** Carries out what happens to a task by itself. */
export function stepTask(task: Task, at: number, behaviour: Behaviour): void {
  const { phase } = task
  if (phase.status === 7) task.phase = { status: 3, since: at }
  else if (phase.status === 2) endLeg(task, phase.leg, behaviour)
  else beginLeg(task, at, behaviour)
}

/** Rank of a task: of two events at the same time, the one with the lower rank comes first. */
export function rankOf({ request }: Task): number {
  return PRIORITIES.indexOf(request.task_priority)
}

export function hasEnded({ phase }: Task): boolean {
  return phase.status === 4 || phase.status === 5
}

/** Makes a task fail at once, from outside. */
export function fail(task: Task, at: number, code: string): void {
  leave(task, at, { status: 4, code, endedAt: at })
}

/** Completes a task at once, from outside. */
export function finish(task: Task, at: number): void {
  leave(task, at, { status: 5, endedAt: at })
  delete task.doom
  task.startedAt ||= at
  task.bytesDone = task.plan.bytes
  task.activeMs = Math.max(task.activeMs, task.plan.scanMs)
}

function endLeg(task: Task, leg: Leg, behaviour: Behaviour): void {
  const at = leg.endsAt
  settle(task, at)
  const { failure, ...plan } = task.plan
  switch (leg.ending.to) {
    case 2:
      beginLeg(task, at, behaviour)
      return
    case 4:
      task.phase = { status: 4, code: leg.ending.code, endedAt: at }
      if (failure && !task.doom) task.plan = { ...plan, failure: { ...failure, times: failure.times - 1 } }
      return
    case 5:
      task.phase = plan.failedObjects > 0 ? { status: 4, code: 'TRF.0004', endedAt: at } : { status: 5, endedAt: at }
      return
    case 6:
      delete task.plan.retryAfterFraction
      task.phase = { status: 6, until: at + behaviour.retryMs }
  }
}

function nextMilestone({ plan }: Task): { bytes: number; ending: Leg['ending'] } {
  const { failure, retryAfterFraction } = plan
  const failing = failure && failure.times > 0 ? failure : undefined
  if (retryAfterFraction !== undefined && retryAfterFraction < (failing?.afterFraction ?? 1)) {
    return { bytes: plan.bytes * retryAfterFraction, ending: { to: 6 } }
  }
  if (failing) return { bytes: plan.bytes * failing.afterFraction, ending: { to: 4, code: failing.code } }
  return { bytes: plan.bytes, ending: { to: 5 } }
}
