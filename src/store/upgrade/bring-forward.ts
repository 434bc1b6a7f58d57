import type { z } from 'zod'
import type { Clock } from '../../clock.ts'
import { type Backend, entriesIn, storeVersion } from '../backend.ts'
import { createCollection } from '../collection.ts'
import type { StoreLog } from '../log.ts'
import { nameIn, namespaceOf } from '../namespace.ts'
import type { Change, Collection, Store, WorkspaceStore } from '../store.ts'
import { checkpointFrom, followedIn, healthFrom, knownFrom, receiptFrom, unknownIdentity } from './from-version-1.ts'
import { quietTimeSchema, sightingSchema } from './version-1.ts'

type Upgrade = { backend: Backend; store: Pick<Store, 'in' | 'workspaces'>; clock: Clock; log?: StoreLog }

/** Longest that one replica upgrades before another one tries, and how often the others look, in milliseconds. */
const claimMs = 120_000
const lookEveryMs = 250

/**
 * Brings a store of an older version forward, once, before anything else reads it. The old records are deleted last, so
 * an upgrade that was interrupted is repeated from the start and comes to the same result. What can't be read is logged
 * and left as it is. Replicas that start at the same time wait for the one that upgrades.
 */
export async function bringForward(upgrade: Upgrade): Promise<void> {
  const { backend, clock, store, log } = upgrade
  while ((await backend.version()) < storeVersion) {
    const claim = await backend.claim('upgrade', claimMs)
    if (claim === undefined) {
      await clock.sleep(lookEveryMs)
      continue
    }
    try {
      if ((await backend.version()) >= storeVersion) return
      for (const workspace of await store.workspaces()) await bringWorkspaceForward(workspace, upgrade)
      await backend.raiseVersion(storeVersion)
      log?.info({ version: storeVersion }, 'Brought the store forward')
    } finally {
      await claim.release()
    }
  }
}

async function bringWorkspaceForward(workspace: string, { backend, store, log }: Upgrade): Promise<void> {
  const own = store.in(workspace)
  const openOld = <Item>(name: string, schema: z.ZodType<Item>) =>
    createCollection({ backend, namespace: namespaceOf(workspace, name), name, schema, ...(log && { log }) })
  const old = { sightings: openOld('sightings', sightingSchema), quietTimes: openOld('quietTimes', quietTimeSchema) }
  await commitInParts(await changesFor(own, old), own)
  for (const [name, collection] of Object.entries(old)) await clearReadable(name, collection, { workspace, backend })
}

type Old = {
  sightings: Collection<z.infer<typeof sightingSchema>>
  quietTimes: Collection<z.infer<typeof quietTimeSchema>>
}

async function changesFor(own: WorkspaceStore, { sightings, quietTimes }: Old): Promise<Change[]> {
  const [watches, seen, received, quiet] = await Promise.all([
    own.watches.list(),
    sightings.list(),
    own.receipts.list(),
    quietTimes.list(),
  ])
  const followed = followedIn(watches.items, {
    sightings: new Map(seen.items.map((sighting) => [sighting.watchId, sighting])),
    receipts: new Map(received.items.map((receipt) => [receipt.watchId, receipt])),
  })
  const all = knownFrom(followed)
  return [
    ...all.map(({ known }) => own.known.putting(keyIn(known.migration.account, known.migration.id), known)),
    ...[...Map.groupBy(all, ({ known }) => known.migration.account)].map(([account, those]) =>
      own.checkpoints.putting(keyIn(account, '0'), checkpointFrom(account, those)),
    ),
    ...followed.flatMap((one) => {
      const receipt = receiptFrom(one)
      return receipt === undefined ? [] : [own.receipts.putting(receipt.watchId, receipt)]
    }),
    ...quiet.items.map((one) => own.health.putting(one.account, healthFrom(one))),
  ]
}

/** Key of what belongs to an account whose project is not known yet. */
function keyIn(account: string, rest: string): string {
  return `${account}#${unknownIdentity}/${rest}`
}

/** Changes in one write. Each part can be repeated. */
const partSize = 500

async function commitInParts(changes: readonly Change[], { commit }: Pick<WorkspaceStore, 'commit'>): Promise<void> {
  for (let start = 0; start < changes.length; start += partSize) await commit(changes.slice(start, start + partSize))
}

/** Deletes old records. If some can't be read, deletes the others one by one. */
async function clearReadable(
  name: string,
  { list, delete: remove }: Pick<Collection<unknown>, 'list' | 'delete'>,
  { workspace, backend }: { workspace: string; backend: Backend },
): Promise<void> {
  const { unreadable } = await list()
  const namespace = namespaceOf(workspace, name)
  if (unreadable.length === 0) return backend.clear(namespace)
  for await (const [key] of entriesIn(backend, namespace)) {
    const own = nameIn(namespace, key)
    if (!unreadable.includes(own)) await remove(own)
  }
}
