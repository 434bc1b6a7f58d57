import { isIncomplete } from '../migrations/outcome.ts'
import type { Ack } from '../store/store.ts'
import type { Known } from './judge/known.ts'

/** Key of the record of who takes care of a migration. Somebody else who takes it replaces the first. */
export function ackKey({ account, migrationId }: Pick<Ack, 'account' | 'migrationId'>): string {
  return `${account}/${migrationId}`
}

/** Since when a migration has needed somebody, in epoch milliseconds. Undefined if it does not. */
export function needsSince({
  migration,
  stalledAt,
  movedAt,
}: Pick<Known, 'migration' | 'stalledAt' | 'movedAt'>): number | undefined {
  return stalledAt !== undefined || migration.state === 'failed' || isIncomplete(migration) ? movedAt : undefined
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
