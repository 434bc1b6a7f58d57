import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock, SimulatedClock } from '../clock.ts'
import { createFaults, type Faults } from './faults.ts'
import { listenLocally } from './http.ts'
import { advance, leave } from './lifecycle.ts'
import type { Quirks } from './quirks.ts'
import { createRandom, type Random } from './random.ts'
import { type LoggedCall, serve } from './service.ts'
import type { Task } from './task.ts'
import { answerTask, type TaskAnswer } from './task-answer.ts'
import { plantTask, type TaskSeed } from './task-seed.ts'
import {
  type Behaviour,
  createProjects,
  defaultBehaviour,
  type HuaweiAccount,
  type Project,
  type World,
} from './world.ts'

export type { Fault } from './faults.ts'
export type { Quirks } from './quirks.ts'
export type { LoggedCall } from './service.ts'
export type { TaskAnswer } from './task-answer.ts'
export type { TaskSeed } from './task-seed.ts'
export type { Behaviour, Bucket, HuaweiAccount, StorageKey } from './world.ts'

export type HuaweiOptions = {
  clock: SimulatedClock
  accounts: readonly HuaweiAccount[]
  /** Default: the same world every time. */
  random?: Random
  behaviour?: Partial<Behaviour>
  quirks?: Quirks
  /** The clock against which signatures and tokens are checked; default `clock`. */
  gatewayClock?: Clock
}

export type HuaweiSimulator = {
  listen(options?: { port?: number }): Promise<{ url: string; stop(): Promise<void> }>
  /** A node:http listener, to be mounted elsewhere. */
  handle(request: IncomingMessage, response: ServerResponse): void
  accounts(): readonly { projectId: string; region: string }[]
  /** Puts a task into the world in any state; returns its id. */
  addTask(projectId: string, seed?: TaskSeed): string
  /** As OMS would answer them now without quirks, oldest first. */
  tasks(projectId: string): readonly TaskAnswer[]
  failTask(id: string, code: string): void
  finishTask(id: string): void
  setQuirks(quirks: Quirks): void
  /** Every token is answered APIGW.0307 from now on, as after a change to its user. */
  revokeTokens(): void
  faults: Faults
  /** The last calls, oldest first. */
  calls(): readonly LoggedCall[]
  /** Empties the world: tasks, tokens, locks, faults, calls. */
  reset(): void
}

/** Huawei Cloud as Ferry sees it: IAM and OMS v2 for some accounts, alive in simulated time. */
export function createHuawei(options: HuaweiOptions): HuaweiSimulator {
  const world = createWorld(options)
  const faults = createFaults()
  const journal = createJournal()
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    const service = { world, takeFault: faults.take, log: journal.add }
    serve(service, request, response).catch(() => response.destroy())
  }
  return {
    listen: ({ port } = {}) => listenLocally(handle, port),
    handle,
    ...worldControls(world),
    faults,
    calls: journal.calls,
    reset() {
      world.projects = createProjects(options.accounts)
      world.random = options.random ?? createRandom()
      world.tokens.clear()
      world.locks.clear()
      faults.clear()
      journal.clear()
    },
  }
}

function createWorld(options: HuaweiOptions): World {
  return {
    clock: options.clock,
    gatewayClock: options.gatewayClock ?? options.clock,
    random: options.random ?? createRandom(),
    behaviour: { ...defaultBehaviour, ...options.behaviour },
    quirks: options.quirks ?? {},
    projects: createProjects(options.accounts),
    tokens: new Map(),
    locks: new Map(),
  }
}

function worldControls(world: World) {
  const { clock, behaviour } = world
  return {
    accounts: () => [...world.projects.values()].map(({ account: { projectId, region } }) => ({ projectId, region })),
    addTask(projectId: string, seed: TaskSeed = {}) {
      const context = { now: clock.now(), random: world.random, behaviour }
      return plantTask(projectOf(world, projectId), seed, context).id
    },
    tasks(projectId: string) {
      const now = clock.now()
      const project = projectOf(world, projectId)
      advance(project, now, behaviour)
      return [...project.tasks.values()].map((task) => answerTask(task, now))
    },
    failTask(id: string, code: string) {
      const now = clock.now()
      leave(taskNow(world, id, now), now, { status: 4, code, endedAt: now })
    },
    finishTask(id: string) {
      const now = clock.now()
      const task = taskNow(world, id, now)
      leave(task, now, { status: 5, endedAt: now })
      delete task.doom
      task.startedAt ||= now
      task.bytesDone = task.plan.bytes
      task.activeMs = Math.max(task.activeMs, task.plan.scanMs)
    },
    setQuirks(quirks: Quirks) {
      world.quirks = quirks
    },
    revokeTokens: () => world.tokens.clear(),
  }
}

function projectOf(world: World, projectId: string): Project {
  const project = world.projects.get(projectId)
  if (!project) throw new RangeError(`No such project: ${projectId}`)
  return project
}

function taskNow(world: World, id: string, now: number): Task {
  const project = [...world.projects.values()].find(({ tasks }) => tasks.has(id))
  const task = project?.tasks.get(id)
  if (!project || !task) throw new RangeError(`No such task: ${id}`)
  advance(project, now, world.behaviour)
  return task
}

const JOURNAL_LENGTH = 10_000

function createJournal() {
  let calls: LoggedCall[] = []
  return {
    calls: () => [...calls],
    add(call: LoggedCall) {
      calls.push(call)
      if (calls.length > 2 * JOURNAL_LENGTH) calls = calls.slice(-JOURNAL_LENGTH)
    },
    clear() {
      calls = []
    },
  }
}
