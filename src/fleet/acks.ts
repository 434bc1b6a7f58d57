import { isEnded } from '../migrations/migration.ts'
import { isIncomplete } from '../migrations/outcome.ts'
import type { Ack } from '../store/store.ts'
import type { Known } from './judge/known.ts'

/** Key of the record of who takes care of a migration. Somebody else who takes it replaces the first. */
export function ackKey({ account, migrationId }: Pick<Ack, 'account' | 'migrationId'>): string {
  return `${account}/${migrationId}`
}

/** Since when a migration has needed somebody, in epoch milliseconds. Undefined if it does not. */
export function needsSince(known: Pick<Known, 'migration' | 'stalledAt' | 'movedAt' | 'late'>): number | undefined {
  const { migration, stalledAt, movedAt } = known
  if (stalledAt !== undefined || migration.state === 'failed' || isIncomplete(migration)) return movedAt
  return lateSince(known)
}

/** Since when a migration that goes on has been too late for a deadline, in epoch milliseconds. Undefined if it is not. */
export function lateSince({ migration, late = [] }: Pick<Known, 'migration' | 'late'>): number | undefined {
  return late.length === 0 || isEnded(migration.state) ? undefined : Math.min(...late.map((one) => one.at))
}

/** Who takes care of a migration that has needed somebody since then. Undefined if nobody does. */
export function ackOf(
  acks: ReadonlyMap<string, Ack>,
  { account, id }: Pick<Known['migration'], 'account' | 'id'>,
  since: number | undefined,
): Ack | undefined {
  const ack = acks.get(ackKey({ account, migrationId: id }))
  return since !== undefined && ack !== undefined && ack.at >= since ? ack : undefined
}
