import { expect, test } from 'vitest'
import type { Migration } from '../../src/migrations/migration.ts'
import { sameMigrationWarning } from '../../src/migrations/spec/same-way.ts'
import type { Spec } from '../../src/migrations/spec/spec.ts'
import { sample } from './sample.ts'

const wanted: Spec = {
  account: 'prod-hw',
  kind: 'task',
  source: { cloud: 'AWS', region: 'us-east-1', bucket: 'photos', selection: 'prefixes', names: ['2026/', '2025/'] },
  target: { bucket: 'archive' },
  options: {},
}
const photos = { cloud: 'aws', bucket: 'photos' }

function found(...active: Partial<Migration>[]) {
  return sameMigrationWarning(
    wanted,
    active.map((one) => sample({ target: { bucket: 'archive' }, ...one })),
  )
}

test.each<[string, Migration['source'], string]>([
  ['the same prefixes', { ...photos, selection: 'prefixes', names: ['2025/', '2026/'] }, 'moves the same objects'],
  ['the whole bucket', { ...photos, selection: 'everything' }, 'moves all of this, and more'],
  ['one of them', { ...photos, selection: 'prefixes', names: ['2026/'] }, 'moves part of this'],
  [
    'one of them and another',
    { ...photos, selection: 'prefixes', names: ['2026/', '2024/'] },
    'moves some of the same',
  ],
  ['a number of prefixes', { ...photos, selection: 'prefixes' }, 'the cloud does not say which'],
])('a migration that moves %s causes a warning', (_, source, words) => {
  expect(found({ source })).toMatchObject({ outcome: 'warn', what: expect.stringContaining(words) })
})

test.each<[Migration['state'], string]>([
  ['running', 'wait until it has ended'],
  ['pausing', 'wait until it has ended'],
  ['paused', 'start that one instead, or cancel it first'],
])('what to do depends on the state of the other: %s', (state, words) => {
  const next = found({ state, source: { ...photos, selection: 'everything' } })?.next
  expect(next).toBe(`Both would write the same objects: ${words}.`)
})

test.each<[string, Partial<Migration>]>([
  ['other prefixes', { source: { ...photos, selection: 'prefixes', names: ['2024/', '2023/'] } }],
  ['another bucket', { source: { ...photos, bucket: 'videos', selection: 'everything' } }],
  ['a bucket of another cloud', { source: { ...photos, cloud: 'Azure', selection: 'everything' } }],
  ['things elsewhere', { source: { ...photos, selection: 'everything' }, target: { bucket: 'attic' } }],
  ['things beside them', { source: photos, target: { bucket: 'archive', prefix: 'old/' } }],
])('a migration that moves %s causes no warning', (_, other) => {
  expect(found(other)).toBeUndefined()
})

test('of several migrations, the one that moves most of the objects is named', () => {
  const part = { id: '1', source: { ...photos, selection: 'prefixes', names: ['2026/'] } } as const
  const same = { id: '2', source: { ...photos, selection: 'prefixes', names: ['2026/', '2025/'] } } as const
  expect(found(part, same)?.what).toContain('/2 ')
})
