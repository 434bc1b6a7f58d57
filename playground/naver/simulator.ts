import type { Clock, SimulatedClock } from '../clock.ts'
import { createEndpoint, type Endpoint } from '../cloud/endpoint.ts'
import { createRandom, type Random } from '../cloud/random.ts'
import type { KeyPair } from '../cloud/sources.ts'
import { createConsole } from './console.ts'
import type { Job } from './job.ts'
import { answerJob, type JobAnswer } from './job-answer.ts'
import { type JobSeed, plantJob } from './job-seed.ts'
import { advance, finish, lock, stop, unlock } from './lifecycle.ts'
import type { Quirks } from './quirks.ts'
import { serviceOf } from './service.ts'
import { type Behaviour, createTenants, defaultBehaviour, type NaverAccount, type Tenant, type World } from './world.ts'

export type NaverOptions = {
  clock: SimulatedClock
  accounts: readonly NaverAccount[]
  /** Generator of the simulator's random values. By default, it always gives the same sequence. */
  random?: Random
  behaviour?: Partial<Behaviour>
  quirks?: Quirks
  /** The clock for signatures and dates in responses. By default `clock`. */
  gatewayClock?: Clock
}

export type NaverSimulator = Endpoint & {
  /** Names of the accounts. */
  accounts(): readonly string[]
  /** Adds a job in any state. Returns its title. */
  addJob(account: string, seed?: JobSeed): string
  /** The jobs as Object Migration would return them now without quirks, oldest first. */
  jobs(account: string): readonly JobAnswer[]
  failJob(title: string): void
  finishJob(title: string): void
  /** Locks a target bucket: what is not migrated by now is skipped, and the jobs end DONE all the same. */
  lockBucket(name: string): void
  unlockBucket(name: string): void
  /** Removes a job, as somebody in the console does. */
  removeJob(title: string): void
  /** Renames a job as the console does. */
  renameJob(title: string, to: string): void
  /** Hides a job from every call, as an outage of the cloud does. */
  hideJob(title: string): void
  /** Shows a hidden job again. */
  showJob(title: string): void
  /** Issues one more access key for an account. */
  addKey(account: string, key: KeyPair): void
  /** Deletes an access key. Calls that it signs are refused. */
  deleteKey(accessKey: string): void
  setQuirks(quirks: Quirks): void
  /** Removes everything: jobs, faults and calls. */
  reset(): void
}

/** Creates NAVER Cloud's Object Migration behind its API gateway, for some accounts, in simulated time. */
export function createNaver(options: NaverOptions): NaverSimulator {
  const world = createWorld(options)
  const { clear, ...endpoint } = createEndpoint(serviceOf(world))
  return {
    ...endpoint,
    ...worldControls(world),
    ...createConsole(world),
    reset() {
      world.tenants = createTenants(options.accounts)
      world.random = options.random ?? createRandom()
      clear()
    },
  }
}

function createWorld(options: NaverOptions): World {
  return {
    clock: options.clock,
    gatewayClock: options.gatewayClock ?? options.clock,
    random: options.random ?? createRandom(),
    behaviour: { ...defaultBehaviour, ...options.behaviour },
    quirks: options.quirks ?? {},
    tenants: createTenants(options.accounts),
  }
}

function worldControls(world: World) {
  const { clock } = world
  return {
    accounts: () => [...world.tenants.keys()],
    addJob: (account: string, seed: JobSeed = {}) => plantJob(tenantOf(world, account), seed, world).title,
    jobs(account: string) {
      const now = clock.now()
      const tenant = tenantOf(world, account)
      advance(tenant, now)
      return [...tenant.jobs.values()].map((job) => answerJob(job, now))
    },
    failJob: (title: string) => stop(jobNow(world, title), clock.now(), 'ERROR'),
    finishJob: (title: string) => finish(jobNow(world, title), clock.now()),
    lockBucket: (name: string) => eachInto(world, name, 'lock'),
    unlockBucket: (name: string) => eachInto(world, name, 'unlock'),
    removeJob: (title: string) => {
      for (const { jobs } of world.tenants.values()) jobs.delete(title)
    },
    setQuirks(quirks: Quirks) {
      world.quirks = quirks
    },
  }
}

/** Locks or unlocks a target bucket for all accounts and their jobs. */
function eachInto({ tenants, clock }: World, name: string, what: 'lock' | 'unlock'): void {
  const now = clock.now()
  for (const tenant of tenants.values()) {
    advance(tenant, now)
    if (what === 'lock') tenant.lockedBuckets.add(name)
    else tenant.lockedBuckets.delete(name)
    for (const job of tenant.jobs.values()) {
      if (job.target.bucketName === name) (what === 'lock' ? lock : unlock)(job, now)
    }
  }
}

function tenantOf(world: World, account: string): Tenant {
  const tenant = world.tenants.get(account)
  if (!tenant) throw new RangeError(`No such account: ${account}`)
  return tenant
}

/** The first job with that title, up to date. */
function jobNow(world: World, title: string): Job {
  const tenant = [...world.tenants.values()].find(({ jobs }) => jobs.has(title))
  const job = tenant?.jobs.get(title)
  if (!tenant || !job) throw new RangeError(`No such job: ${title}`)
  advance(tenant, world.clock.now())
  return job
}
