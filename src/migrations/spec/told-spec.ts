import { defined } from '../../defined.ts'
import type { Migration } from '../migration.ts'
import type { SpecPart } from './spec.ts'

/** The part of a migration's spec that its record shows. Clouds never show keys. */
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
      // A cloud with a dot in its name is known by its address, so that is the endpoint.
      endpoint: source.cloud?.includes('.') ? source.cloud : undefined,
      listFile: listFile && { bucket: '', ...listFile },
    }),
    target: defined({ bucket, prefix }),
    options: defined({ ...copying, priority, since, limits: limits.length === 0 ? undefined : limits }),
  }
}
