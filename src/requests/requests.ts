import type { Nameable, PeopleIn } from '../access/people.ts'
import type { Clock } from '../async/clock.ts'
import { cutOffAfter } from '../async/in-time.ts'
import { createSingleFlight } from '../async/single-flight.ts'
import { isAppError } from '../errors/errors.ts'
import type { Log } from '../log.ts'
import type { Connection, Provider } from '../providers/provider.ts'
import type { Account, Store } from '../store/store.ts'
import { leaseMs, whileFree } from './lease.ts'
import { dueOf, momentOf, tendOne } from './tend.ts'

export type Requests = {
  /** Shows what has become of a request and does what follows from it. Returns at once. */
  attend(workspace: string, id: string): void
  /** Does everything that is due in any workspace: expires, reminds and continues creations. Never rejects. */
  tend(): Promise<void>
  /** Waits until work in progress is done, and starts no more. */
  stop(): Promise<void>
}

export type RequestParts = {
  store: Pick<Store, 'in' | 'workspaces' | 'claim'>
  providers: readonly Provider[]
  connect(workspace: string, account: Account): Connection
  /** Shows what has become of a request. Returns at once. */
  show(workspace: string, id: string): void
  lookNow(workspace: string, account: string, migrationId: string): void
  people: PeopleIn<Nameable>
  clock: Clock
  log: Log<'warn' | 'error'>
}

/**
 * Longest time for one request, in milliseconds. A cloud that takes longer is cut off, so that nothing is written after
 * the lease.
 */
const longestMs = leaseMs - 30_000
const concurrency = 4

/** When to try again for a request that another replica has, in milliseconds. */
const askAgainMs = 1000

/**
 * Carries out what people have decided. Everything is in the store, so any replica can continue. A decision that
 * arrives while its request is in work is handled right afterwards, not at the next tick.
 */
export function createRequests(parts: RequestParts): Requests {
  const wanted = new Map<string, Job>()
  const ending = new AbortController()
  const works = createSingleFlight((key) => {
    const next = wanted.get(key)
    wanted.delete(key)
    if (next !== undefined) void work(next)
  })

  async function work(job: Job): Promise<void> {
    const key = `${job.workspace} ${job.id}`
    if (job.isAsked && works.current(key) !== undefined) wanted.set(key, job)
    if (ending.signal.aborted) return works.current(key)
    return works.run(key, () => tendFor(parts, { ...job, ending: ending.signal }))
  }

  return {
    attend(workspace, id) {
      parts.show(workspace, id)
      void work({ workspace, id, isAsked: true })
    },
    async tend() {
      for (const { workspace, ids } of await dueEverywhere(parts)) {
        for (let start = 0; start < ids.length; start += concurrency) {
          const part = ids.slice(start, start + concurrency)
          await Promise.all(part.map((id) => work({ workspace, id, isAsked: false })))
        }
      }
    },
    async stop() {
      ending.abort()
      await works.idle()
    },
  }
}

type Job = {
  workspace: string
  id: string
  /** Whether somebody has decided something, so that the work does not wait for the next tick. */
  isAsked: boolean
}
type Tending = Job & { ending: AbortSignal }

/** Tends one request, and tries again while another replica has it if somebody waits for it. Never rejects. */
async function tendFor(parts: RequestParts, job: Tending): Promise<void> {
  const { workspace, id, isAsked, ending } = job
  try {
    while (!ending.aborted) {
      const isDone = await tendOnce(parts, job)
      if (isDone || !isAsked) break
      await parts.clock.sleep(askAgainMs, ending)
    }
    parts.show(workspace, id)
  } catch (error) {
    parts.log.error({ workspace, request: id, err: error }, 'A request could not be tended')
  }
}

/** Tends one request once. False if another replica has it. */
async function tendOnce(parts: RequestParts, { workspace, id }: Job): Promise<boolean> {
  const { claim, in: storeOf } = parts.store
  const store = storeOf(workspace)
  const executing = {
    ...parts,
    ...parts.people.in(workspace),
    store,
    connect: (account: Account) => parts.connect(workspace, account),
    lookNow: (account: string, migrationId: string) => parts.lookNow(workspace, account, migrationId),
  }
  const leasing = { workspace, store, claim, clock: parts.clock }
  // Stopping does not cut off a creation that has begun, since nobody would know what became of it.
  const tended = await cutOffAfter(
    (signal) => whileFree(id, leasing, (held) => tendOne(held, { ...executing, signal })),
    { ms: longestMs, clock: parts.clock },
  )
  return tended !== undefined
}

async function dueEverywhere({ store, clock, log }: RequestParts): Promise<{ workspace: string; ids: string[] }[]> {
  try {
    const all = []
    for (const workspace of await store.workspaces()) {
      const own = store.in(workspace)
      const requests = (await own.requests.list()).items.map(({ request }) => request)
      const moment = await momentOf(requests, { store: own, clock, log })
      const due = requests.filter((request) => dueOf(request, moment) !== undefined)
      all.push({ workspace, ids: due.map(({ id }) => id) })
    }
    return all
  } catch (error) {
    if (!isAppError(error)) throw error
    log.error({ err: error }, 'Requests could not be read')
    return []
  }
}
