import type { KeyPair } from '../cloud/sources.ts'
import { timesAfterUpdate } from './job-changes.ts'
import { advance } from './lifecycle.ts'
import type { Tenant, World } from './world.ts'

/** Acts of people in NAVER's console, and of an outage, beside the calls of the API. */
export function createConsole(world: World) {
  return {
    renameJob(title: string, to: string) {
      const { jobs } = upToDate(holderOf(title, 'jobs', world), world)
      const job = jobs.get(title)
      if (!job) return
      if (jobs.has(to)) throw new RangeError(`There is a job with the title ${to}`)
      jobs.delete(title)
      jobs.set(to, { ...job, title: to, ...timesAfterUpdate(job, { now: world.clock.now(), world }) })
    },
    hideJob(title: string) {
      const { jobs, hidden } = upToDate(holderOf(title, 'jobs', world), world)
      move(title, jobs, hidden)
    },
    showJob(title: string) {
      const { jobs, hidden } = holderOf(title, 'hidden', world)
      move(title, hidden, jobs)
    },
    addKey(account: string, key: KeyPair) {
      const tenant = world.tenants.get(account)
      if (!tenant) throw new RangeError(`No such account: ${account}`)
      tenant.keys.push(key)
    },
    deleteKey(accessKey: string) {
      for (const tenant of world.tenants.values()) {
        tenant.keys = tenant.keys.filter((key) => key.accessKey !== accessKey)
      }
    },
  }
}

type Jobs = Tenant['jobs']

/** The account whose jobs, hidden or not, include this title. */
function holderOf(title: string, where: 'jobs' | 'hidden', { tenants }: World): Tenant {
  const tenant = [...tenants.values()].find((one) => one[where].has(title))
  if (!tenant) throw new RangeError(`No such job: ${title}`)
  return tenant
}

function upToDate(tenant: Tenant, { clock }: World): Tenant {
  advance(tenant, clock.now())
  return tenant
}

function move(title: string, from: Jobs, to: Jobs): void {
  const job = from.get(title)
  from.delete(title)
  if (job) to.set(title, job)
}
