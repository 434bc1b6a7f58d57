import type { Migration, NotMigrated, Progress, ProviderName, State } from './migration.ts'

/** The meaning of the objects that a cloud counts as skipped. */
export type SkippedMeaning = 'already there' | 'not migrated' | 'not documented'

/**
 * The meaning of skipped objects in each cloud, and the page that says so. Objects that were not migrated
 * are never counted as moved.
 */
export const skippedObjects: Readonly<Record<ProviderName, { means: SkippedMeaning; source: string }>> = {
  huawei: {
    means: 'already there',
    source:
      'OMS API reference, ShowTask, `skipped_num`: objects “last modified before the specified migration time and those already present in the destination bucket”',
  },
  naver: {
    means: 'not migrated',
    source:
      'Object Migration API, PauseMigrationJob, `skippedObjectNum`: “Unmigrated object count”, `skippedSize`: “Unmigrated data capacity”; an older Korean version of StartMigrationJob gives a locked bucket as the reason',
  },
  upcloud: { means: 'not documented', source: 'No document describes `skipped_objects`' },
}

/** Whether a cloud has reported objects that it did not migrate. */
export function hasNotMigrated({
  notMigrated: { objects = 0, bytes = 0 } = {},
}: Pick<Progress, 'notMigrated'>): boolean {
  return objects > 0 || bytes > 0
}

/** Whether a cloud calls a migration done although it did not migrate all objects. */
export function isIncomplete({ state, progress }: Pick<Migration, 'state' | 'progress'>): boolean {
  return state === 'succeeded' && hasNotMigrated(progress)
}

/** The state under which lists, subscriptions and digests count a migration. One that is incomplete has failed. */
export function countedAs(migration: Pick<Migration, 'state' | 'progress'>): State {
  return isIncomplete(migration) ? 'failed' : migration.state
}

/** Objects and bytes that an incomplete migration has not migrated. Undefined for any other. */
export function missedAtEnd(migration: Pick<Migration, 'state' | 'progress'>): NotMigrated | undefined {
  return isIncomplete(migration) ? migration.progress.notMigrated : undefined
}
