import type { Migration } from '../../../migrations/migration.ts'
import { watchedIds } from '../../../migrations/ref.ts'
import type { Tools } from '../../command.ts'

/**
 * How old a measured speed may be, in milliseconds. The poller reads at least once a minute, unless the cloud does not
 * answer.
 */
const freshMs = 5 * 60_000

/** Adds the speed that the poller has measured if any channel watches the migration, so that all cards agree. */
export async function withMeasured(migration: Migration, { store }: Pick<Tools, 'store'>): Promise<Migration> {
  if (migration.state !== 'running') return migration
  const { items } = await store.watches.list()
  const watches = items.filter(
    (watch) => watch.account === migration.account && watchedIds(watch).includes(migration.id),
  )
  const sightings =
    watches.length === 0 ? [] : [...(await store.sightings.getMany(watches.map(({ id }) => id))).items.values()]
  const seen = sightings.map((sighting) => sighting.migration).filter((one) => one?.measured !== undefined)
  const [newest] = seen.toSorted((a, b) => (b?.readAt ?? 0) - (a?.readAt ?? 0))
  const isFresh = newest !== undefined && migration.readAt - newest.readAt <= freshMs
  return isFresh && newest.measured !== undefined ? { ...migration, measured: newest.measured } : migration
}
