import type { Clock, SimulatedClock } from '../clock.ts'
import { createEndpoint, type Endpoint } from '../cloud/endpoint.ts'
import { createRandom, type Random } from '../cloud/random.ts'
import { type Controls, createControls } from './controls.ts'
import type { Quirks } from './quirks.ts'
import { serviceOf } from './service.ts'
import { type Behaviour, createProjects, defaultBehaviour, type HuaweiAccount, type World } from './world.ts'

export type { GroupSeed } from './groups/seed.ts'
export type { Quirks } from './quirks.ts'
export type { SyncSeed } from './syncs/seed.ts'
export type { TaskAnswer } from './task-answer.ts'
export type { TaskSeed } from './task-seed.ts'
export type { Behaviour, Bucket, HuaweiAccount, StoredObject } from './world.ts'

export type HuaweiOptions = {
  clock: SimulatedClock
  accounts: readonly HuaweiAccount[]
  /** Generator of the simulator's random values. By default, it always gives the same sequence. */
  random?: Random
  behaviour?: Partial<Behaviour>
  quirks?: Quirks
  /** The clock for signatures, tokens and dates in responses. By default `clock`. */
  gatewayClock?: Clock
}

export type HuaweiSimulator = Endpoint &
  Controls & {
    accounts(): readonly { projectId: string; region: string }[]
    setQuirks(quirks: Quirks): void
    /** Makes every present token invalid (APIGW.0307), as after a change to its user. */
    revokeTokens(): void
    /** Removes everything: tasks, groups, synchronization tasks, tokens, locks, faults and calls. */
    reset(): void
  }

/** Creates Huawei Cloud as Ferry sees it: IAM and OMS v2 for some accounts, in simulated time. */
export function createHuawei(options: HuaweiOptions): HuaweiSimulator {
  const world = createWorld(options)
  const { clear, ...endpoint } = createEndpoint(serviceOf(world))
  return {
    ...endpoint,
    ...createControls(world),
    accounts: () => options.accounts.map(({ projectId, region }) => ({ projectId, region })),
    setQuirks(quirks) {
      world.quirks = quirks
    },
    revokeTokens: () => world.tokens.clear(),
    reset() {
      world.projects = createProjects(options.accounts)
      world.random = options.random ?? createRandom()
      world.tokens.clear()
      world.locks.clear()
      clear()
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
