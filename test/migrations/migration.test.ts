import fc from 'fast-check'
import { expect, test } from 'vitest'
import { migrationSchema } from '../../src/migrations/migration.ts'
import { aMigration } from '../store/samples.ts'
import { anyMigration } from '../views/migrations.ts'

test('a migration is stored with everything that was read', () => {
  fc.assert(
    fc.property(anyMigration, (migration) => {
      const stored: unknown = JSON.parse(JSON.stringify(migration))
      expect(migrationSchema.parse(stored)).toEqual(stored)
    }),
  )
})

test.each<[string, object, object]>([
  ['a source', { source: { bucket: 'photos', scope: 'prefix logs/' } }, { selection: 'prefixes', names: ['logs/'] }],
  ['a source of many names', { source: { bucket: 'photos', scope: '12 prefixes' } }, { selection: 'prefixes' }],
])('a description stored by an earlier version is read: %s', (_, fields, selected) => {
  const read = migrationSchema.parse({ ...aMigration(), ...fields })
  expect(read.source).toEqual({ bucket: 'photos', ...selected })
})

test('a destination prefix stored by an earlier version is read, too', () => {
  const read = migrationSchema.parse({ ...aMigration(), target: { bucket: 'archive', scope: 'prefix old/' } })
  expect(read.target).toEqual({ bucket: 'archive', prefix: 'old/' })
})
