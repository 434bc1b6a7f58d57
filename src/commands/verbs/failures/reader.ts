import { explain } from '../../../catalogue/explain.ts'
import { AppError } from '../../../errors/errors.ts'
import type { FailedObject, ListLimits, ListReading } from '../../../migrations/failed-objects.ts'
import { isEnded, type Migration } from '../../../migrations/migration.ts'
import { refOf } from '../../../migrations/typed/ref.ts'
import type { StorageKey } from '../../../store/store.ts'
import type { Found } from '../../find/found.ts'
import type { Origin } from '../../machine/command.ts'

/** Reads the lists of failed objects of one migration with a stored key. */
export type ReadFailures = (key: StorageKey, onObject: (object: FailedObject) => void) => Promise<ListReading>
/** The migration whose failed objects are read, the key that opens the list, and the person who asks. */
export type Reading = { found: Found; key: StorageKey; read: ReadFailures; origin: Origin }

/** Limits for reading lists. A cloud lists at most 100,000 objects for a task, and nobody reads more in Slack. */
export const listLimits: ListLimits = { objects: 100_000, bytes: 64_000_000, files: 100, forMs: 60_000 }

/**
 * The function that reads a migration's lists. Throws AppError failed_list_none, with the reason, if there is no list.
 * Asks no cloud.
 */
export function readerOf({ migration, provider, connection }: Found): ReadFailures {
  const readFailures = connection.operation('failures', migration.kind)
  if (readFailures === undefined) {
    const noun = provider.kinds[migration.kind]?.noun ?? migration.kind
    const why = `${provider.label} does not keep such a list for a ${noun}.`
    throw noList(migration, { why, next: statusHint(migration) })
  }
  if (migration.failedObjects?.listKey === undefined) throw noList(migration, whyNone(migration))
  return (key, onObject) => readFailures({ migration, secret: key.secret, limits: listLimits, onObject }, {})
}

type Why = { why: string; next: string }

function noList(migration: Migration, why: Why): AppError {
  return new AppError('failed_list_none', { ref: refOf(migration), ...why })
}

function whyNone(migration: Migration): Why {
  const { failedObjects, copying, progress, state } = migration
  const next = statusHint(migration)
  if (failedObjects?.errorCode !== undefined) {
    const { what, fix, isKnown } = explain({ code: failedObjects.errorCode })
    return { why: `${what}${isKnown ? ` (\`${failedObjects.errorCode}\`)` : ''}`, next: fix }
  }
  if (copying?.recordsFailures === false) {
    return {
      why: 'It does not record which objects fail.',
      next: 'To record them, create a new migration with “Record failed objects”.',
    }
  }
  if (!progress.objects.failed) return { why: 'No object has failed so far.', next }
  if (!isEnded(state)) return { why: 'The cloud writes the list when the migration ends.', next }
  return {
    why: 'The cloud reports no list, although objects failed.',
    next: 'Look under `oms/` in the destination bucket.',
  }
}

function statusHint(migration: Migration): string {
  return `Type \`/migrate status ${refOf(migration)}\` to see its progress.`
}
