import fc from 'fast-check'
import { expect, test } from 'vitest'
import { migrationRecord } from '../../src/store/migration-record.ts'
import { anyMigration } from '../views/migrations.ts'

test('a migration is remembered with everything that was seen of it', () => {
  fc.assert(
    fc.property(anyMigration, (migration) => {
      const stored: unknown = JSON.parse(JSON.stringify(migration))
      expect(migrationRecord.parse(stored)).toEqual(stored)
    }),
  )
})
