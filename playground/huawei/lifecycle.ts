import { limitAt } from './bandwidth.ts'
import { msToPace } from './pace.ts'
import { averageWithin, progressAt } from './progress.ts'
import type { Leg, Phase, Task } from './task.ts'
import type { Behaviour, Project } from './world.ts'

const PRIORITIES = ['HIGH', 'MEDIUM', 'LOW']

/** Lets everything happen that was due until now, in order: a finished task makes room for a waiting one. */
export function advance(project: Project, now: number, behaviour: Behaviour): void {
  for (let next = nextDue(project, behaviour); next && next.at <= now; next = nextDue(project, behaviour)) {
    project.advancedTo = next.at
    step(next.task, next.at, behaviour)
  }
  project.advancedTo = now
}

/** Begins or continues migrating; a leg lasts until the task ends, retries, or a traffic rule changes. */
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

/** Leaves state 2, keeping what was moved until then. */
export function leave(task: Task, at: number, phase: Exclude<Phase, { status: 2 }>): void {
  settle(task, at)
  task.phase = phase
}

/** Books what the leg has moved, so that another may follow. */
export function settle(task: Task, at: number): void {
  const { bytesDone, activeMs } = progressAt(task, at)
  task.bytesDone = bytesDone
  task.activeMs = activeMs
}

type Due = { task: Task; at: number }

function nextDue(project: Project, behaviour: Behaviour): Due | undefined {
  const tasks = [...project.tasks.values()]
  const busy = tasks.filter(({ phase }) => phase.status === 2 || phase.status === 6 || phase.status === 7).length
  const roomAt = busy < behaviour.runningLimit ? project.advancedTo : Number.POSITIVE_INFINITY
  let first: Due | undefined
  for (const task of tasks) {
    const due = { task, at: dueAt(task.phase, roomAt) }
    if (!first || goesFirst(due, first)) first = due
  }
  return first
}

function dueAt(phase: Phase, roomAt: number): number {
  if (phase.status === 1) return Math.max(phase.readyAt, roomAt)
  if (phase.status === 2) return phase.leg.endsAt
  if (phase.status === 6 || phase.status === 7) return phase.until
  return Number.POSITIVE_INFINITY
}

function goesFirst(due: Due, other: Due): boolean {
  return due.at < other.at || (due.at === other.at && rank(due.task) < rank(other.task))
}

function rank(task: Task): number {
  return PRIORITIES.indexOf(task.request.task_priority)
}

function step(task: Task, at: number, behaviour: Behaviour): void {
  const { phase } = task
  if (phase.status === 7) task.phase = { status: 3, since: at }
  else if (phase.status === 2) endLeg(task, phase.leg, behaviour)
  else beginLeg(task, at, behaviour)
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
