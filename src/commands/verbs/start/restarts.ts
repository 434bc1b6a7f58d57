import type { AuditRecord } from '../../../access/audit.ts'
import { AppError } from '../../../errors/errors.ts'
import { recentActs, restartActions } from '../../../fleet/actors.ts'
import type { Migration } from '../../../migrations/migration.ts'
import { refOf } from '../../../migrations/typed/ref.ts'
import type { Tools } from '../../machine/command.ts'

/** Throws restarted_meanwhile if somebody has restarted the migration since the guard was set. */
export type Guard = (migration: Pick<Migration, 'account' | 'id'>) => Promise<void>

/**
 * Sets a guard before a migration is read, to be asked once nobody else can act on it: what was read as failed may have
 * been restarted since.
 */
export async function guardRestart({ store }: Pick<Tools, 'store'>): Promise<Guard> {
  const seen = (await store.audit.head())?.seq ?? 0
  return async (migration) => {
    const ref = refOf(migration)
    for await (const act of store.audit.newestFirst()) {
      if (act.seq <= seen) return
      if (isRestart(act) && act.subject === ref) throw new AppError('restarted_meanwhile', { ref })
    }
  }
}

/** Who restarted a migration a moment ago, but not before `since`. */
export type Restarters = (ref: string, since: number) => string | undefined

export async function recentRestarters({ store, clock }: Pick<Tools, 'store' | 'clock'>): Promise<Restarters> {
  const acts = await recentActs(store.audit.newestFirst(), clock.now())
  // The newest act comes first, so that of all acts on a migration it is the one that stays.
  const restarts = new Map(acts.toReversed().flatMap((act) => (isRestart(act) ? [[act.subject, act]] : [])))
  return (ref, since) => {
    const act = restarts.get(ref)
    return act !== undefined && act.at >= since ? act.user : undefined
  }
}

function isRestart({ outcome, verb }: AuditRecord): boolean {
  return outcome === 'done' && restartActions.some((action) => action === verb)
}
