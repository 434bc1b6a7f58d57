import type { AccountFleet } from '../../fleet/account-fleet.ts'
import type { Folded, Known, Missing } from '../../fleet/judge/known.ts'
import { goneAloneAfterMs } from '../../fleet/judge/missing.ts'
import { joined, newTitleOf } from '../../fleet/judge/same.ts'
import type { Provider } from '../../providers/provider.ts'
import type { Followed } from './due.ts'

/** Readings that must not find the old title, while a list shows the new one. One reading alone renames nothing. */
const confirmedReadings = 2

type Titled = { provider: Pick<Provider, 'kinds'> }
type Seen = Titled & {
  fleet: Pick<AccountFleet, 'known'>
  /** What this round has read, by id. */
  folded: ReadonlyMap<string, Folded>
  followed: readonly Followed[]
}

/** For each followed migration that is missing, by id: the one that is probably the same under another title. */
export function twinsOf(
  { provider, fleet, folded, followed }: Seen,
  lost: readonly Known[],
): ReadonlyMap<string, Known> {
  const now = new Map(lost.map((one) => [one.migration.id, one]))
  for (const [id, { known }] of folded) now.set(id, known)
  const known = [...fleet.known].map(([id, one]) => now.get(id) ?? one)
  const titled = followed.filter(({ kind }) => provider.kinds[kind]?.hasTitleAsId)
  const ids = new Set(titled.flatMap((one) => one.ids))
  const missing = known.filter(({ migration, missing: since }) => since !== undefined && ids.has(migration.id))
  if (missing.length === 0) return new Map()
  const shown = new Map([...known.map((one) => [one.migration.id, one] as const), ...now])
  const twins = missing.flatMap((one): [string, Known][] => {
    const twin = newTitleOf(one, shown.values())
    return twin === undefined ? [] : [[one.migration.id, twin]]
  })
  const claims = Map.groupBy(twins, ([, twin]) => twin.migration.id)
  return new Map(twins.filter(([, twin]) => claims.get(twin.migration.id)?.length === 1))
}

/** Notes of a missing migration whether it probably has another title. */
export function withTwin<Lost extends Known & { missing: Missing }>(
  known: Lost,
  twins: ReadonlyMap<string, Known>,
): Lost {
  return twins.has(known.migration.id) ? { ...known, missing: { ...known.missing, hasTwin: true } } : known
}

/** The missing migrations that were certainly renamed, by their old ids, as they are known from now on. Pure. */
export function renamesIn(
  lost: readonly Known[],
  twins: ReadonlyMap<string, Known>,
  now: number,
): ReadonlyMap<string, Folded> {
  return new Map(
    lost.flatMap(({ missing, trouble: _, ...known }): [string, Folded][] => {
      const twin = twins.get(known.migration.id)
      const isCertain = twin !== undefined && missing !== undefined && missing.readings >= confirmedReadings
      return isCertain ? [[known.migration.id, joined(known, twin, now)]] : []
    }),
  )
}

/** Ids that migrations had before they were renamed. */
export function renamedFrom(folded: Iterable<Folded>): string[] {
  return [...folded].flatMap(({ events }) =>
    events.flatMap(({ details }) => (details.type === 'renamed' ? [details.from] : [])),
  )
}

/**
 * Whether a missing migration may be there under another title that Ferry has not seen: nothing was listed completely
 * since it is missing. Not for ever: an account that can't be listed does not keep it.
 */
export function mayBeRenamed(
  { migration: { kind }, missing }: Known,
  { provider, fleet: { listing } }: Titled & { fleet: Pick<AccountFleet, 'listing'> },
  now: number,
): boolean {
  if (!provider.kinds[kind]?.hasTitleAsId || missing === undefined) return false
  const isListed = listing.whole !== undefined && listing.whole.began >= missing.since
  return !isListed && now - missing.since < goneAloneAfterMs
}
