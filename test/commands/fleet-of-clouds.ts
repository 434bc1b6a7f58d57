import type { Tools } from '../../src/commands/machine/command.ts'
import { projectOf } from '../../src/fleet/judge/identity.ts'
import { fold } from '../../src/fleet/judge/known.ts'
import { loadFleet } from '../../src/fleet/persist.ts'
import { fleetOf, type WorkspaceFleet } from '../../src/fleet/workspace-fleet.ts'
import type { FakeCloud } from '../fake-cloud/cloud.ts'

/** The memory of a leader that has just listed every account to its end. */
export async function fleetOfClouds(
  { store, providers }: Pick<Tools, 'store' | 'providers'>,
  { cloud, listing }: { cloud: FakeCloud; listing: ReadonlySet<string> },
): Promise<WorkspaceFleet> {
  const fleet = await loadFleet(store, { error: () => undefined })
  for (const { name, provider: kind, credentials } of (await store.accounts.list()).items) {
    const provider = providers.find((one) => one.name === kind)
    if (provider === undefined) continue
    const identity = projectOf({ credentials }, provider)
    const own = fleetOf(fleet, name, identity)
    const migrations = cloud.all(name)
    for (const migration of migrations) {
      const { known } = fold(undefined, { identity, reported: migration, now: migration.readAt })
      own.known.set(migration.id, known)
    }
    if (listing.has(name)) continue
    own.listing.whole = { began: 0, ended: 0, isCut: false, ids: new Set(migrations.map(({ id }) => id)) }
  }
  return fleet
}
