import type { SimulatedClock } from '../clock.ts'
import { createEndpoint, type Endpoint } from '../cloud/endpoint.ts'
import { createRandom, type Random } from '../cloud/random.ts'
import type { Job } from './job.ts'
import { answerJob, type JobAnswer } from './job-answer.ts'
import { type JobSeed, plantJob } from './job-seed.ts'
import { advance, finish, stop } from './lifecycle.ts'
import type { Quirks } from './quirks.ts'
import { serviceOf } from './service.ts'
import type { StorageService } from './storage-service.ts'
import { type Behaviour, createTenants, defaultBehaviour, type UpcloudAccount, type World } from './world.ts'

export type UpcloudOptions = {
  clock: SimulatedClock
  accounts: readonly UpcloudAccount[]
  /** Generator of the simulator's random values. By default, it always gives the same sequence. */
  random?: Random
  behaviour?: Partial<Behaviour>
  quirks?: Quirks
}

export type UpcloudSimulator = Endpoint & {
  /** All services of all accounts. */
  services(): readonly { uuid: string; name: string; username: string }[]
  /** Adds a job in any state. Returns its UUID. */
  addJob(serviceUuid: string, seed?: JobSeed): string
  /** The jobs as they are now, with figures and without any other quirk, oldest first. */
  jobs(serviceUuid: string): readonly JobAnswer[]
  failJob(uuid: string): void
  finishJob(uuid: string): void
  setQuirks(quirks: Quirks): void
  /** Restores the start: no jobs, no faults, no calls. */
  reset(): void
}

/** Creates UpCloud's account, Managed Object Storage and its jobs, for some accounts, in simulated time. */
export function createUpcloud(options: UpcloudOptions): UpcloudSimulator {
  const world = createWorld(options)
  const { clear, ...endpoint } = createEndpoint(serviceOf(world))
  return {
    ...endpoint,
    ...worldControls(world),
    reset() {
      world.tenants = createTenants(options.accounts, options.clock.now())
      world.random = options.random ?? createRandom()
      clear()
    },
  }
}

function createWorld({ clock, accounts, random, behaviour, quirks }: UpcloudOptions): World {
  return {
    clock,
    random: random ?? createRandom(),
    behaviour: { ...defaultBehaviour, ...behaviour },
    quirks: quirks ?? {},
    tenants: createTenants(accounts, clock.now()),
  }
}

function worldControls(world: World) {
  const { clock, behaviour } = world
  return {
    services: () =>
      world.tenants.flatMap(({ account: { username }, services }) =>
        [...services.values()].map(({ uuid, name }) => ({ uuid, name, username })),
      ),
    addJob: (serviceUuid: string, seed: JobSeed = {}) => plantJob(serviceOfUuid(world, serviceUuid), seed, world).uuid,
    jobs(serviceUuid: string) {
      const now = clock.now()
      const service = serviceOfUuid(world, serviceUuid)
      advance(service, now, behaviour)
      return [...service.jobs.values()].map((job) => answerJob(job, now, { hasProgress: true }))
    },
    failJob: (uuid: string) => stop(jobNow(world, uuid), clock.now(), 'failed'),
    finishJob: (uuid: string) => finish(jobNow(world, uuid), clock.now()),
    setQuirks(quirks: Quirks) {
      world.quirks = quirks
    },
  }
}

function allServices(world: World): readonly StorageService[] {
  return world.tenants.flatMap(({ services }) => [...services.values()])
}

function serviceOfUuid(world: World, uuid: string): StorageService {
  const service = allServices(world).find((candidate) => candidate.uuid === uuid)
  if (!service) throw new RangeError(`No such service: ${uuid}`)
  return service
}

/** The service with the job, up to date. */
function jobNow(world: World, uuid: string): Job {
  const service = allServices(world).find(({ jobs }) => jobs.has(uuid))
  const job = service?.jobs.get(uuid)
  if (!service || !job) throw new RangeError(`No such job: ${uuid}`)
  advance(service, world.clock.now(), world.behaviour)
  return job
}
