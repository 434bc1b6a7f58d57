import type { AccountFleet } from '../../fleet/account-fleet.ts'
import type { Known } from '../../fleet/judge/known.ts'
import { comparison, isSameProject, joined } from '../../fleet/judge/same.ts'
import { droppingAll, putKnown } from '../../fleet/persist.ts'
import { fleetOfWatch, fleetsOf, keyOf, type WorkspaceFleet } from '../../fleet/workspace-fleet.ts'
import { isCalledGone } from '../../migrations/gone.ts'
import { watchedIds } from '../../migrations/typed/ref.ts'
import type { Watch } from '../../store/store.ts'
import type { ObserverParts } from '../parts.ts'

type Adopting = Pick<ObserverParts, 'store' | 'fence' | 'fleet'> & { now: number }

/**
 * Takes over what is known of an account's project under earlier keys, with the watches on it, in one write for each
 * key: people go on hearing of their migrations as if the key had never changed. Does nothing unless the migrations
 * themselves prove that the project is the same (ADR 44). Returns the watches that were taken over.
 */
export async function adoptFormer(present: AccountFleet, adopting: Adopting): Promise<Watch[]> {
  if (present.site === undefined || present.listing.whole === undefined) return []
  const formers = fleetsOf(adopting.fleet, present.account).filter((one) => one !== present && one.known.size > 0)
  const adopted: Watch[] = []
  for (const former of formers) {
    const followed = new Set(watchesOf(former, adopting.fleet).flatMap(watchedIds))
    if (!isSameProject(former, present, (id) => followed.has(id))) continue
    adopted.push(...(await adopt(former, present, adopting)))
  }
  return adopted
}

/** Watches of the account that are about a project, whether they follow, rest or have ended. */
function watchesOf(project: AccountFleet, fleet: WorkspaceFleet): Watch[] {
  const isAbout = (watch: Watch) =>
    watch.identity === undefined ? fleetOfWatch(fleet, watch)?.fleet === project : watch.identity === project.identity
  return [...fleet.watches.values()].filter((watch) => watch.account === project.account && isAbout(watch))
}

async function adopt(
  former: AccountFleet,
  present: AccountFleet,
  { store, fence, fleet, now }: Adopting,
): Promise<Watch[]> {
  const known = [...former.known.values()].flatMap((one) => adopted(one, present, now))
  // A command may have changed a watch a moment ago.
  const ids = watchesOf(former, fleet).map(({ id }) => id)
  const { items } = await store.watches.getMany(ids)
  const watches = [...items.values()].map((watch): Watch => ({ ...watch, identity: present.identity }))
  const changes = [
    ...known.map((one) => putKnown(one, present, store)),
    ...droppingAll(former, store),
    ...watches.map((watch) => store.watches.putting(watch.id, watch)),
  ]
  await store.commit(changes, fence)
  fleet.accounts.delete(keyOf(former.account, former.identity))
  for (const one of known) present.known.set(one.migration.id, one)
  for (const id of former.deleted) present.deleted.add(id)
  for (const watch of watches) fleet.watches.set(watch.id, watch)
  present.hasUnsavedFigures = true
  return watches
}

/**
 * The known migration once both records are one. Trouble with its reading belongs to the earlier key.
 * None if the title belongs to another migration now.
 */
function adopted(earlier: Known, { identity, known }: AccountFleet, now: number): Known[] {
  const { missing: _, trouble: __, ...kept } = earlier
  const later = known.get(earlier.migration.id)
  // A list that shows what was called gone is told apart by its own rule, in the next round.
  if (later === undefined || isCalledGone(earlier)) return [{ ...kept, identity }]
  if (comparison(earlier.migration, later.migration) === 'other') return []
  const [first, last] = earlier.migration.readAt <= later.migration.readAt ? [kept, later] : [later, kept]
  return [{ ...joined(first, last, now).known, identity }]
}

/**
 * How long an account may take to be listed before its channels hear that it opens another project, in milliseconds.
 */
const provingMs = 30 * 60_000

/**
 * Whether it is still open if an account with another key opens the same project: it has not been listed completely,
 * and not for long.
 */
export function mayBeProved({ site, listing: { whole, cycleBegan } }: AccountFleet, now: number): boolean {
  return site !== undefined && whole === undefined && now - cycleBegan < provingMs
}
