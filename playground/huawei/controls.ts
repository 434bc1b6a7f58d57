import { answerGroup, type GroupAnswer } from './groups/answer.ts'
import { enter, type Group } from './groups/group.ts'
import { type GroupSeed, plantGroup } from './groups/seed.ts'
import { createNextTask, tasksOf } from './groups/tasks.ts'
import { beginLeg, fail, finish, hasEnded, leave, settle, stall } from './lifecycle.ts'
import { answerSync, type SyncAnswer } from './syncs/answer.ts'
import { plantSync, type SyncSeed } from './syncs/seed.ts'
import { currentRun } from './syncs/sync.ts'
import { answerTask, type TaskAnswer } from './task-answer.ts'
import { plantTask, type SeedContext, type TaskSeed } from './task-seed.ts'
import { advance } from './timeline.ts'
import type { Project, World } from './world.ts'

/** Changes to the simulator from outside. Throws a RangeError for an unknown id. */
export type Controls = TaskControls & GroupControls & SyncControls

type TaskControls = {
  /** Adds a task in any state. Returns its id. */
  addTask(projectId: string, seed?: TaskSeed): string
  /** The tasks as OMS would return them now without quirks, oldest first. */
  tasks(projectId: string): readonly TaskAnswer[]
  failTask(id: string, code: string): void
  finishTask(id: string): void
  /** Pauses a running task at once. */
  pauseTask(id: string): void
  /** Has a paused task run again. */
  resumeTask(id: string): void
  /** Has a running task copy nothing more until it is moved on. */
  stallTask(id: string): void
  /** Has a stalled task copy again. */
  moveTask(id: string): void
  /** Ends a pause in progress. */
  finishPause(id: string): void
  /** Deletes an object of a bucket, as a person could, for example a list that OMS wrote. */
  deleteObject(projectId: string, key: string): void
}

type GroupControls = {
  /** Adds a task group in any state, with the tasks that it has created by then. Returns its id. */
  addGroup(projectId: string, seed?: GroupSeed): string
  /** The groups as OMS would return them now without quirks, oldest first. */
  groups(projectId: string): readonly GroupAnswer[]
  /** Makes a group fail: during the creation of its tasks, or because all its active tasks fail. */
  failGroup(id: string, code: string): void
  finishGroup(id: string): void
}

type SyncControls = {
  /** Adds a synchronization task. Returns its id. */
  addSync(projectId: string, seed?: SyncSeed): string
  /** The synchronization tasks as OMS would list them now without quirks, oldest first. */
  syncs(projectId: string): readonly SyncAnswer[]
  /** Makes a synchronization task copy nothing more until it is stopped and started. */
  failSync(id: string): void
}

export function createControls(world: World): Controls {
  return { ...taskControls(world), ...groupControls(world), ...syncControls(world) }
}

function taskControls(world: World): TaskControls {
  const { behaviour } = world
  const taskNow = (id: string) => find(world, { kind: 'task', id, among: ({ tasks }) => tasks })
  return {
    addTask: (projectId, seed = {}) => plantTask(projectOf(world, projectId), seed, contextOf(world)).id,
    tasks(projectId) {
      const { project, now } = projectNow(world, projectId)
      return [...project.tasks.values()].map((task) => answerTask(task, now, world.behaviour))
    },
    deleteObject: (projectId, key) => void projectOf(world, projectId).deletedObjects.add(key),
    failTask(id, code) {
      const { found: task, now } = taskNow(id)
      fail(task, now, code)
    },
    finishTask(id) {
      const { found: task, now } = taskNow(id)
      finish(task, now)
    },
    pauseTask(id) {
      const { found: task, now } = taskNow(id)
      if (task.phase.status !== 2) throw new RangeError(`Task ${id} is not running`)
      leave(task, now, { status: 3, since: now })
    },
    resumeTask(id) {
      const { found: task, now } = taskNow(id)
      if (task.phase.status !== 3) throw new RangeError(`Task ${id} is not paused`)
      beginLeg(task, now, behaviour)
    },
    stallTask(id) {
      const { found: task, now } = taskNow(id)
      if (task.phase.status !== 2) throw new RangeError(`Task ${id} is not running`)
      stall(task, now)
    },
    moveTask(id) {
      const { found: task, now } = taskNow(id)
      if (task.phase.status !== 2) throw new RangeError(`Task ${id} is not running`)
      settle(task, now)
      beginLeg(task, now, behaviour)
    },
    finishPause(id) {
      const { found: task, now } = taskNow(id)
      if (task.phase.status !== 7) throw new RangeError(`Task ${id} is not pausing`)
      leave(task, now, { status: 3, since: now })
    },
  }
}

/** The states from which a group can still end. */
const GOING: readonly number[] = [0, 1, 2, 3, 7]

function groupControls(world: World): GroupControls {
  const { behaviour } = world
  const groupNow = (id: string) => find(world, { kind: 'task group', id, among: ({ groups }) => groups })
  return {
    addGroup: (projectId, seed = {}) => plantGroup(projectOf(world, projectId), seed, contextOf(world)).id,
    groups(projectId) {
      const { project, now } = projectNow(world, projectId)
      const view = (group: Group) => ({ tasks: tasksOf(project, group), now, behaviour })
      return [...project.groups.values()].map((group) => answerGroup(group, view(group)))
    },
    failGroup(id, code) {
      const { project, found: group, now } = groupNow(id)
      if (!GOING.includes(group.phase.status)) throw new RangeError(`Task group ${id} has ended`)
      const isComplete = group.created === group.plan.taskCount
      enter(group, now, isComplete ? { status: 2 } : { status: 4, code })
      const open = tasksOf(project, group).filter((task) => !hasEnded(task))
      if (isComplete) for (const task of open) fail(task, now, code)
    },
    finishGroup(id) {
      const { project, found: group, now } = groupNow(id)
      const birth = { at: now, queueMs: behaviour.queueMs }
      while (group.created < group.plan.taskCount) createNextTask(project, group, birth)
      for (const task of tasksOf(project, group)) finish(task, now)
      enter(group, now, { status: 6 })
    },
  }
}

function syncControls(world: World): SyncControls {
  return {
    addSync: (projectId, seed = {}) => plantSync(projectOf(world, projectId), seed, contextOf(world)).id,
    syncs: (projectId) => [...projectOf(world, projectId).syncs.values()].map(answerSync),
    failSync(id) {
      const { found: sync, now } = find(world, { kind: 'synchronization task', id, among: ({ syncs }) => syncs })
      const run = currentRun(sync)
      if (!run) throw new RangeError(`Synchronization task ${id} is stopped`)
      run.to = now
      sync.runs.push({ from: now, isFailing: true })
    },
  }
}

function contextOf({ clock, random, behaviour }: World): SeedContext {
  return { now: clock.now(), random, behaviour }
}

function projectOf(world: World, projectId: string): Project {
  const project = world.projects.get(projectId)
  if (!project) throw new RangeError(`No such project: ${projectId}`)
  return project
}

/** The project with the id, up to date. */
function projectNow(world: World, projectId: string): { project: Project; now: number } {
  const project = projectOf(world, projectId)
  const now = world.clock.now()
  advance(project, now, world.behaviour)
  return { project, now }
}

type Search<Item> = { kind: string; id: string; among: (project: Project) => ReadonlyMap<string, Item> }

/** An item up to date, from the project that has it. */
function find<Item>(world: World, { kind, id, among }: Search<Item>) {
  for (const projectId of world.projects.keys()) {
    const { project, now } = projectNow(world, projectId)
    const found = among(project).get(id)
    if (found) return { project, found, now }
  }
  throw new RangeError(`No such ${kind}: ${id}`)
}
