import type { z } from 'zod'
import type { Clock } from '../../async/clock.ts'
import type { Log } from '../../log.ts'
import { type Backend, entriesIn, storeVersion } from '../backend.ts'
import { createCollection } from '../keyv/collection.ts'
import { nameIn, namespaceOf } from '../keyv/namespace.ts'
import type { Change, Collection, Store, WorkspaceStore } from '../store.ts'
import { checkpointFrom, followedIn, healthFrom, knownFrom, receiptFrom, unknownIdentity } from './from-version-1.ts'
import { channelsFrom, placedIn } from './from-version-2.ts'
import { patienceFrom } from './from-version-3.ts'
import { quietTimeSchema, sightingSchema } from './version-1.ts'
import { type Receipt, receiptSchema } from './version-2.ts'
import { watchSchema } from './version-3.ts'

type Upgrade = { backend: Backend; store: Pick<Store, 'in' | 'workspaces'>; clock: Clock; log?: Log<'info' | 'warn'> }

/** Longest that one replica upgrades before another one tries, and how often the others look, in milliseconds. */
const claimMs = 120_000
const lookEveryMs = 250

/**
 * Brings a store of an older version forward, once, before anything else reads it. The old records are deleted last, so
 * an upgrade that was interrupted is repeated from the start and comes to the same result. What can't be read is logged
 * and left as it is. Replicas that start at the same time wait for the one that upgrades.
 */
export async function bringForward(upgrade: Upgrade): Promise<void> {
  const { backend, clock } = upgrade
  while ((await backend.version()) < storeVersion) {
    const claim = await backend.claim('upgrade', claimMs)
    if (claim === undefined) {
      await clock.sleep(lookEveryMs)
      continue
    }
    try {
      await bringAllForward(upgrade)
    } finally {
      await claim.release()
    }
  }
}

/** Steps from each version to the next. */
const steps: Readonly<Record<number, (workspace: string, upgrade: Upgrade) => Promise<void>>> = {
  1: fromVersion1,
  2: fromVersion2,
  3: fromVersion3,
}

async function bringAllForward(upgrade: Upgrade): Promise<void> {
  const { backend, store, log } = upgrade
  for (let version = await backend.version(); version < storeVersion; version += 1) {
    for (const workspace of await store.workspaces()) await steps[version]?.(workspace, upgrade)
    await backend.raiseVersion(version + 1)
    log?.info({ version: version + 1 }, 'Brought the store forward')
  }
}

/** Opens records that later versions do not have any more. */
function openOld<Item>(
  workspace: string,
  { name, schema }: { name: string; schema: z.ZodType<Item> },
  { backend, log }: Upgrade,
): Collection<Item> {
  return createCollection({ backend, namespace: namespaceOf(workspace, name), name, schema, ...(log && { log }) })
}

async function fromVersion1(workspace: string, upgrade: Upgrade): Promise<void> {
  const own = upgrade.store.in(workspace)
  const old = {
    sightings: openOld(workspace, { name: 'sightings', schema: sightingSchema }, upgrade),
    quietTimes: openOld(workspace, { name: 'quietTimes', schema: quietTimeSchema }, upgrade),
  }
  const receipts = openOld(workspace, { name: 'receipts', schema: receiptSchema }, upgrade)
  await commitInParts(await changesFor(own, { ...old, receipts }), own)
  for (const [name, collection] of Object.entries(old)) await clearReadable(name, collection, { workspace, ...upgrade })
}

async function fromVersion2(workspace: string, upgrade: Upgrade): Promise<void> {
  const own = upgrade.store.in(workspace)
  const receipts = openOld(workspace, { name: 'receipts', schema: receiptSchema }, upgrade)
  const [received, stored, watches, requests, health] = await Promise.all([
    receipts.list(),
    own.channels.list(),
    own.watches.list(),
    own.requests.list(),
    own.health.list(),
  ])
  const placed = placedIn({ watches: watches.items, requests: requests.items, health: health.items })
  const channels = channelsFrom(received.items, { placed, unreadable: received.unreadable, stored: stored.items })
  await commitInParts(
    channels.map((channel) => own.channels.putting(channel.channel, channel)),
    own,
  )
  await clearReadable('receipts', receipts, { workspace, ...upgrade })
}

async function fromVersion3(workspace: string, upgrade: Upgrade): Promise<void> {
  const own = upgrade.store.in(workspace)
  const watches = openOld(workspace, { name: 'watches', schema: watchSchema }, upgrade)
  const [impatient, stored] = await Promise.all([watches.list(), own.patience.list()])
  const now = upgrade.clock.now()
  const patience = patienceFrom(impatient.items, { stored: stored.items, now })
  const changes = impatient.items.map(({ mutedUntil: _, quietHours: __, digest: ___, ...watch }) =>
    own.watches.putting(watch.id, watch),
  )
  await commitInParts([...patience.map((one) => own.patience.putting(one.of, one)), ...changes], own)
}

type Old = {
  sightings: Collection<z.infer<typeof sightingSchema>>
  quietTimes: Collection<z.infer<typeof quietTimeSchema>>
  receipts: Collection<Receipt>
}

async function changesFor(own: WorkspaceStore, { sightings, quietTimes, receipts }: Old): Promise<Change[]> {
  const [watches, seen, received, quiet] = await Promise.all([
    own.watches.list(),
    sightings.list(),
    receipts.list(),
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
      return receipt === undefined ? [] : [receipts.putting(receipt.watchId, receipt)]
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
