import { defined } from '../defined.ts'
import type { Migration } from './migration.ts'
import type { SpecPart } from './spec.ts'

/** As much of what a migration was made of as its record tells; keys are never told. */
export function specTold(migration: Migration): SpecPart {
  const { account, kind, name, priority, copying, limits = [] } = migration
  const { listFile, since, ...source } = migration.source
  const { bucket, prefix } = migration.target
  return {
    account,
    kind,
    ...defined({ name }),
    source: defined({
      ...source,
      // Where a source goes by its address, that is its cloud.
      endpoint: source.cloud?.includes('.') ? source.cloud : undefined,
      listFile: listFile && { bucket: '', ...listFile },
    }),
    target: defined({ bucket, prefix }),
    options: defined({ ...copying, priority, since, limits: limits.length === 0 ? undefined : limits }),
  }
}
