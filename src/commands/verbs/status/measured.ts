import type { Migration } from '../../../migrations/migration.ts'
import { refOf } from '../../../migrations/typed/ref.ts'
import type { Tools } from '../../machine/command.ts'

/**
 * How old a measured speed may be, in milliseconds. Ferry reads what is watched at least once a minute, unless the cloud
 * does not answer.
 */
const freshMs = 5 * 60_000

/** Adds the speed that Ferry has measured between its own readings, so that all cards agree. */
export async function withMeasured(migration: Migration, { fleet }: Pick<Tools, 'fleet'>): Promise<Migration> {
  if (migration.state !== 'running') return migration
  const { account, id } = migration
  const { sighted } = await fleet.ask({ type: 'find', ref: { account, text: id, isPrefix: false } })
  const known = sighted.find((one) => refOf(one.migration) === refOf(migration))?.migration
  const isFresh = known !== undefined && migration.readAt - known.readAt <= freshMs
  return isFresh && known.measured !== undefined ? { ...migration, measured: known.measured } : migration
}
