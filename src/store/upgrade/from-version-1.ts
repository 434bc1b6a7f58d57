import { defined } from '../../defined.ts'
import { watchedIds } from '../../migrations/typed/ref.ts'
import type { AccountHealth, Checkpoint, KnownRecord, Watch } from '../store.ts'
import type { QuietTime, Sighting } from './version-1.ts'
import type { Receipt } from './version-2.ts'

/*
 * Version 1 kept one record for each watch; version 2 keeps one for each migration. Pure functions from the records of
 * the one to those of the other.
 */

/**
 * The identity of migrations of version 1, which did not note it. Their leader gives them the one that the account has.
 */
export const unknownIdentity = ''

/** A watch of version 1 with what was stored of it. */
export type Followed = { watch: Watch; sighting: Sighting; receipt: Receipt | undefined }

/**
 * Watches with what was stored of them. What an earlier watch of the same name left to be said, or had said, is not the
 * later one's; what it saw of the migration counts.
 */
export function followedIn(
  watches: readonly Watch[],
  { sightings, receipts }: { sightings: ReadonlyMap<string, Sighting>; receipts: ReadonlyMap<string, Receipt> },
): Followed[] {
  return watches.flatMap((watch) => {
    const sighting = sightings.get(watch.id)
    const receipt = receipts.get(watch.id)
    if (sighting === undefined) return []
    const own = sighting.nextSeq < watch.createdAt ? { ...sighting, outbox: [] } : sighting
    return [{ watch, sighting: own, receipt: isOwn(receipt, watch) ? receipt : undefined }]
  })
}

function isOwn(receipt: Receipt | undefined, { createdAt }: Watch): boolean {
  return receipt !== undefined && receipt.deliveredSeq >= createdAt - 1
}

/** Known migrations, made from the last sightings of their watches. */
export function knownFrom(followed: readonly Followed[]): { known: KnownRecord; samples: Sighting['samples'] }[] {
  const byMigration = Map.groupBy(followed, ({ watch, sighting }) => {
    const id = sighting.migration?.id ?? watchedIds(watch)[0]
    return `${watch.account}/${watch.kind}/${id}`
  })
  return [...byMigration.values()].flatMap((those) => {
    const seen = those.filter(({ sighting }) => sighting.migration !== undefined)
    const [newest] = seen.toSorted((a, b) => (b.sighting.migration?.readAt ?? 0) - (a.sighting.migration?.readAt ?? 0))
    const migration = newest?.sighting.migration
    if (newest === undefined || migration === undefined) return []
    const { movedAt, stalledAt, samples } = newest.sighting
    const known: KnownRecord = {
      identity: unknownIdentity,
      migration: withoutDoubts(migration),
      firstSeenAt: Math.min(...those.map(({ watch }) => watch.createdAt)),
      movedAt,
      ...defined({ stalledAt }),
      events: [],
      lastSeq: Math.max(0, ...those.map(({ sighting }) => sighting.nextSeq - 1)),
    }
    return [{ known, samples }]
  })
}

/** Version 1 stored with a migration what a watch doubted. Version 2 adds that when it draws the card. */
function withoutDoubts(migration: KnownRecord['migration']): KnownRecord['migration'] {
  const { mishaps, ...rest } = migration
  const own = mishaps?.filter(({ what }) => what !== 'encryption unconfirmed' && what !== 'encryption missing')
  return own === undefined || own.length === 0 ? rest : { ...rest, mishaps: own }
}

/** The samples of an account's migrations, with which speeds were measured. */
export function checkpointFrom(
  account: string,
  all: readonly { known: KnownRecord; samples: Sighting['samples'] }[],
): Checkpoint {
  const rows = all.flatMap(({ known: { migration, movedAt }, samples = [] }) => {
    const { id, progress, readAt } = migration
    return samples.length === 0 ? [] : [{ id, movedAt, figures: { progress, readAt }, samples }]
  })
  return { account, identity: unknownIdentity, savedAt: 0, rows }
}

/** A receipt that holds what was decided and not delivered yet, under the same delivery keys. */
export function receiptFrom({ watch, sighting, receipt }: Followed): Receipt | undefined {
  const deliveredSeq = receipt?.deliveredSeq ?? watch.createdAt - 1
  const carried = sighting.outbox.filter(({ seq }) => seq > deliveredSeq)
  if (carried.length === 0) return undefined
  return { ...(receipt ?? { watchId: watch.id, deliveredSeq }), carried }
}

/** How an account answers, if its cloud refused it not long ago. */
export function healthFrom({ account, connectedAt, since, durationMs, refusals }: QuietTime): AccountHealth {
  return { account, connectedAt, refusals, askAgainAt: since + durationMs }
}
