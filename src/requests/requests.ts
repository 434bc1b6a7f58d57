import type { Clock } from '../clock.ts'
import type { Delivery } from '../delivery/outbox.ts'
import { isAppError } from '../errors.ts'
import type { Connection, Provider } from '../providers/provider.ts'
import type { Account, Store } from '../store/store.ts'
import { leaseMs, whileFree } from './lease.ts'
import { dueOf, momentOf, tendOne } from './tend.ts'

export type Requests = {
  /** Something has become of a request: it is shown, and what follows is done. Returns at once. */
  attend(workspace: string, id: string): void
  /** Everything that is due anywhere: expires, reminds, and goes on with what was begun. Never rejects. */
  tend(): Promise<void>
  /** Lets what was begun come to its end. */
  stop(): Promise<void>
}

export type RequestParts = {
  store: Pick<Store, 'in' | 'workspaces' | 'claim'>
  providers: readonly Provider[]
  connect(workspace: string, account: Account): Connection
  delivery: Pick<Delivery, 'nudge'>
  lookNow(workspace: string, account: string, migrationId: string): void
  clock: Clock
  log: { warn(details: object, message: string): void; error(details: object, message: string): void }
}

/** A cloud that takes longer is cut off, so that nothing is written after the lease. */
const longestMs = leaseMs - 30_000
const concurrency = 4

/** Carries out what people have decided. All of it is in the store: whichever replica comes first goes on. */
export function createRequests(parts: RequestParts): Requests {
  const running = new Map<string, Promise<void>>()
  const ending = new AbortController()

  function work(workspace: string, id: string): Promise<void> {
    const key = `${workspace} ${id}`
    const current = running.get(key)
    if (current !== undefined || ending.signal.aborted) return current ?? Promise.resolve()
    const begun = tendFor(parts, { workspace, id, signal: ending.signal }).finally(() => running.delete(key))
    running.set(key, begun)
    return begun
  }

  return {
    attend(workspace, id) {
      parts.delivery.nudge(workspace, id)
      void work(workspace, id)
    },
    async tend() {
      for (const { workspace, ids } of await dueEverywhere(parts)) {
        for (let start = 0; start < ids.length; start += concurrency) {
          await Promise.all(ids.slice(start, start + concurrency).map((id) => work(workspace, id)))
        }
      }
    },
    async stop() {
      ending.abort()
      await Promise.all(running.values())
    },
  }
}

type Job = { workspace: string; id: string; signal: AbortSignal }

/** Never rejects. */
async function tendFor(parts: RequestParts, { workspace, id, signal: ending }: Job): Promise<void> {
  const { claim, in: storeOf } = parts.store
  const store = storeOf(workspace)
  const over = new AbortController()
  const cutOff = new AbortController()
  void parts.clock.sleep(longestMs, over.signal).then(() => cutOff.abort())
  const executing = {
    ...parts,
    store,
    connect: (account: Account) => parts.connect(workspace, account),
    lookNow: (account: string, migrationId: string) => parts.lookNow(workspace, account, migrationId),
    // A creation that was begun is let come to its end: cut off, nobody would know what became of it.
    signal: cutOff.signal,
  }
  try {
    if (ending.aborted) return
    await whileFree(id, { workspace, store, claim, clock: parts.clock }, (held) => tendOne(held, executing))
    parts.delivery.nudge(workspace, id)
  } catch (error) {
    parts.log.error({ workspace, request: id, err: error }, 'A request could not be tended')
  } finally {
    over.abort()
  }
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
