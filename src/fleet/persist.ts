import { defined } from '../defined.ts'
import type { Log } from '../log.ts'
import type { Change, Checkpoint, Claim, KnownRecord, WorkspaceStore } from '../store/store.ts'
import { type AccountFleet, createAccountFleet, listedIn } from './account-fleet.ts'
import { ackKey } from './acks.ts'
import { isEndConfirmed, type Known } from './judge/known.ts'
import { readToday } from './judge/misread.ts'
import { createWorkspaceFleet, keyOf, unknownIdentity, type WorkspaceFleet } from './workspace-fleet.ts'

/* How the fleet is stored: one record a migration, written when something of meaning changes, and checkpoints of figures. */

type Stored = Pick<
  WorkspaceStore,
  'known' | 'checkpoints' | 'health' | 'watches' | 'subscriptions' | 'patience' | 'acks'
>

/** Reads everything that is stored of a workspace's fleet. What can't be read is logged and left as it is. */
export async function loadFleet(store: Stored, log: Log<'error'>): Promise<WorkspaceFleet> {
  const fleet = createWorkspaceFleet()
  const [known, checkpoints, health, watches, subscriptions, patience, acks] = await Promise.all([
    store.known.list(),
    store.checkpoints.list(),
    store.health.list(),
    store.watches.list(),
    store.subscriptions.list(),
    store.patience.list(),
    store.acks.list(),
  ])
  for (const [collection, { unreadable }] of Object.entries({
    ...{ known, checkpoints, health, watches, subscriptions, patience, acks },
  })) {
    for (const key of unreadable) log.error({ collection, key }, 'A record cannot be read and is left as it is')
  }
  for (const record of known.items) remember(fleet, record)
  for (const key of known.unreadable) leaveAlone(fleet, key)
  for (const checkpoint of checkpoints.items) restore(fleet, checkpoint)
  for (const { known: own } of fleet.accounts.values()) for (const [id, one] of own) own.set(id, readToday(one))
  for (const one of health.items) fleet.health.set(one.account, one)
  for (const watch of watches.items) fleet.watches.set(watch.id, watch)
  for (const one of subscriptions.items) fleet.subscriptions.set(one.id, one)
  for (const one of patience.items) fleet.patience.set(one.of, one)
  for (const one of acks.items) fleet.acks.set(ackKey(one), one)
  return fleet
}

function remember({ accounts }: WorkspaceFleet, record: KnownRecord): void {
  const { account } = record.migration
  const key = keyOf(account, record.identity)
  const fleet = accounts.get(key) ?? createAccountFleet(account, record.identity)
  accounts.set(key, fleet)
  fleet.known.set(record.migration.id, { ...record, samples: [], endReadings: 1 })
}

/** A record that can't be read is not replaced by what a reading shows. */
function leaveAlone({ accounts }: WorkspaceFleet, key: string): void {
  const owner = key.slice(0, key.indexOf('/'))
  const [account = '', identity = ''] = owner.split('#')
  const fleet = accounts.get(owner) ?? createAccountFleet(account, identity)
  accounts.set(owner, fleet)
  fleet.unreadable.add(key.slice(owner.length + 1))
}

/** Figures of a checkpoint count if nothing newer was stored with a change of meaning. */
function restore({ accounts }: WorkspaceFleet, { account, identity, savedAt, rows, listed }: Checkpoint): void {
  const key = keyOf(account, identity)
  const fleet = accounts.get(key) ?? (listed && createAccountFleet(account, identity))
  if (fleet === undefined) return
  accounts.set(key, fleet)
  if (listed !== undefined) fleet.listed = listed
  fleet.savedAt = Math.max(fleet.savedAt, savedAt)
  for (const { id, movedAt, figures, samples } of rows) {
    const known = fleet.known.get(id)
    if (known === undefined || known.migration.readAt > figures.readAt) continue
    fleet.known.set(id, { ...known, movedAt, samples, migration: { ...known.migration, ...figures } })
  }
}

/** The change that stores what is known of a migration. */
export function putKnown(known: Known, fleet: AccountFleet, { known: records }: Pick<WorkspaceStore, 'known'>): Change {
  const { samples: _, endReadings: __, trouble: ___, missing: ____, ...record } = known
  return records.putting(knownKey(fleet, known.migration.id), record)
}

export function dropKnown(id: string, fleet: AccountFleet, { known: records }: Pick<WorkspaceStore, 'known'>): Change {
  return records.dropping(knownKey(fleet, id))
}

function knownKey({ account, identity }: AccountFleet, id: string): string {
  return `${keyOf(account, identity)}/${id}`
}

/**
 * Gives what an older version stored of an account the identity that the account has now, in one write. Does nothing if
 * there is none.
 */
export async function adoptUnknown(
  { accounts }: Pick<WorkspaceFleet, 'accounts'>,
  { account, identity }: Pick<AccountFleet, 'account' | 'identity'>,
  { store, fence }: { store: Pick<WorkspaceStore, 'known' | 'checkpoints' | 'commit'>; fence: Claim },
): Promise<void> {
  const oldKey = keyOf(account, unknownIdentity)
  const old = accounts.get(oldKey)
  if (old === undefined) return
  const fleet = createAccountFleet(account, identity)
  for (const [id, known] of old.known) fleet.known.set(id, { ...known, identity })
  const changes = [...fleet.known.values()].map((known) => putKnown(known, fleet, store))
  await store.commit([...changes, ...droppingAll(old, store)], fence)
  accounts.delete(oldKey)
  accounts.set(keyOf(account, identity), fleet)
}

/** The changes that drop everything that is stored of a fleet. What can't be read is left as it is. */
export function droppingAll(fleet: AccountFleet, store: Pick<WorkspaceStore, 'known' | 'checkpoints'>): Change[] {
  const { account, identity, known, checkpointParts } = fleet
  const parts = Math.max(1, checkpointParts, Math.ceil(known.size / rowsAtOnce))
  return [
    ...[...known.keys()].map((id) => dropKnown(id, fleet, store)),
    ...Array.from({ length: parts }, (_, part) => store.checkpoints.dropping(`${keyOf(account, identity)}/${part}`)),
  ]
}

/** How often the figures of an account are stored, in milliseconds. */
export const checkpointEveryMs = 5 * 60_000
/** Migrations in one record of a checkpoint. */
const rowsAtOnce = 200

/**
 * The changes that store the figures of everything that moves in an account, in place of those stored before, and that
 * the account was listed to its end.
 */
export function checkpointOf(
  fleet: AccountFleet,
  now: number,
  { checkpoints }: Pick<WorkspaceStore, 'checkpoints'>,
): Change[] {
  const { account, identity } = fleet
  const rows = [...fleet.known.values()].filter((known) => !isEndConfirmed(known)).map(rowOf)
  const listed = listedIn(fleet)
  const needed = Math.max(Math.ceil(rows.length / rowsAtOnce), listed === undefined ? 0 : 1)
  const parts = Math.max(needed, fleet.checkpointParts)
  fleet.checkpointParts = needed
  return Array.from({ length: parts }, (_, part) => {
    const key = `${keyOf(account, identity)}/${part}`
    const some = rows.slice(part * rowsAtOnce, (part + 1) * rowsAtOnce)
    const told = part === 0 && listed !== undefined ? { listed: { isCut: listed.isCut } } : {}
    return part >= needed
      ? checkpoints.dropping(key)
      : checkpoints.putting(key, { account, identity, savedAt: now, rows: some, ...told })
  })
}

function rowOf({ migration, movedAt, samples }: Known): Checkpoint['rows'][number] {
  const { id, progress, speedBytesPerSecond, elapsedMs, remainingMs, readAt } = migration
  const figures = { progress, readAt, ...defined({ speedBytesPerSecond, elapsedMs, remainingMs }) }
  return { id, movedAt, figures, samples }
}
