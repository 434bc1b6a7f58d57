import { createHash } from 'node:crypto'
import { type Clock, steadyBeside } from '../../async/clock.ts'
import { AppError } from '../../errors/errors.ts'
import type { Log } from '../../log.ts'
import { type Backend, entriesIn, storeVersion } from '../backend.ts'
import { namespaceOf } from '../keyv/namespace.ts'
import type { Store } from '../store.ts'

type Looking = { backend: Backend; store: Pick<Store, 'in' | 'workspaces'>; clock: Clock; log?: Log<'info' | 'warn'> }

/** How often and how long it is looked whether an older replica works, in milliseconds. */
const lookEveryMs = 250
const longestWaitMs = 60_000
/**
 * How long nothing of it may be seen, by the version of the store. Version 1 held a lease only while it read an account,
 * which it did every 30 seconds; version 2 held its leases all the time.
 */
const quietMs: Readonly<Record<number, number>> = { 1: 35_000 }

/**
 * Waits until no replica of an older version works with a shared store that has to be brought forward: it would go on
 * with the old records, and post everything a second time. Throws store_in_older_use after a minute.
 */
export async function waitForOlderReplicas({ backend, store, clock, log }: Looking): Promise<void> {
  const version = await backend.version()
  if (version >= storeVersion) return
  const time = steadyBeside(clock)
  const enoughMs = quietMs[version] ?? 0
  log?.info({ version }, 'Looking whether an older Ferry still works with this store')
  const look = await createLook({ backend, store })
  const startedAt = time.now()
  let quietSince = startedAt
  // Another new replica may bring it forward meanwhile.
  while ((await backend.version()) < storeVersion) {
    const isLongEnough = time.now() - quietSince >= enoughMs
    const { isSeen, leases } = await look(isLongEnough)
    if (isSeen) quietSince = time.now()
    else if (isLongEnough) return
    if (quietSince - startedAt >= longestWaitMs) throw new AppError('store_in_older_use', { version, leases })
    await clock.sleep(lookEveryMs)
  }
}

type Look = (isThorough: boolean) => Promise<{ isSeen: boolean; leases: number }>

/** Makes the look for leases that are held. A thorough one also sees what was written since the last lease was seen. */
async function createLook({ backend, store }: Pick<Looking, 'backend' | 'store'>): Promise<Look> {
  const keys = await leaseKeys(store)
  let written: string | undefined
  return async (isThorough) => {
    const leases = (await backend.holdersOf(keys)).filter((holder) => holder !== undefined).length
    const before = written
    if (leases > 0) written = undefined
    else if (written === undefined || isThorough) written = await traceOf({ backend, store })
    return { isSeen: leases > 0 || (before !== undefined && before !== written), leases }
  }
}

/** Keys of the leases by which an older replica owns workspaces, is present, or reads accounts. */
async function leaseKeys(store: Looking['store']): Promise<string[]> {
  const places = Array.from({ length: 64 }, (_, index) => `replica:${index}`)
  const own = (await store.workspaces()).map(async (workspace) => {
    const { items, unreadable } = await store.in(workspace).accounts.list()
    const names = [...items.map(({ name }) => name), ...unreadable]
    return [`owner:${workspace}`, ...names.map((name) => `poll:${workspace}:${name}`)]
  })
  return [...places, ...(await Promise.all(own)).flat()]
}

/** Changes when a replica of version 1 writes down what it has read. */
async function traceOf({ backend, store }: Pick<Looking, 'backend' | 'store'>): Promise<string> {
  const hash = createHash('sha256')
  for (const workspace of await store.workspaces()) {
    const texts: string[] = []
    for await (const entry of entriesIn(backend, namespaceOf(workspace, 'sightings'))) texts.push(entry.join(' '))
    for (const text of texts.toSorted()) hash.update(`${text}\n`)
  }
  return hash.digest('base64')
}
