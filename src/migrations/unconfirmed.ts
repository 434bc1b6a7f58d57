import type { Migration, Mishap } from './migration.ts'
import type { SpecOptions } from './spec/spec.ts'

/** Adds to a migration a mishap for encryption that was requested and that the cloud does not confirm. */
export function withUnconfirmed(migration: Migration, requested: Pick<SpecOptions, 'encrypts'> | undefined): Migration {
  const encrypts = migration.copying?.encrypts
  if (!requested?.encrypts || encrypts === true) return migration
  const mishap: Mishap = { what: encrypts === undefined ? 'encryption unconfirmed' : 'encryption missing' }
  return { ...migration, mishaps: [...(migration.mishaps ?? []), mishap] }
}
