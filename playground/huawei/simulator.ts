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
  /** Default: the same world every time. */
  random?: Random
  behaviour?: Partial<Behaviour>
  quirks?: Quirks
  /** The clock against which signatures and tokens are checked and that answers are dated with; default `clock`. */
  gatewayClock?: Clock
}

export type HuaweiSimulator = Endpoint &
  Controls & {
    accounts(): readonly { projectId: string; region: string }[]
    setQuirks(quirks: Quirks): void
    /** Every token is answered APIGW.0307 from now on, as after a change to its user. */
    revokeTokens(): void
    /** Empties the world: tasks, groups, synchronization tasks, tokens, locks, faults, calls. */
    reset(): void
  }

/** Huawei Cloud as Ferry sees it: IAM and OMS v2 for some accounts, alive in simulated time. */
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
