import { expect, test } from 'vitest'
import type { Migration } from '../../src/migrations/migration.ts'
import type { Sighting } from '../../src/store/store.ts'
import { judge } from '../../src/watch/judge.ts'
import { aMigration, aWatch, inState, provider, startAt } from './samples.ts'

const watch = { ...aWatch(), encrypts: true }
const doubt = 'the cloud does not confirm it'

function judged(before: Sighting | undefined, migration: Migration): Sighting | undefined {
  return judge({ watch, provider, before, receipt: undefined, now: migration.readAt }, migration)
}

test('encryption that the cloud does not confirm is doubted on the card, once, and at the end', () => {
  const first = judged(undefined, aMigration())
  expect(JSON.stringify(first?.card)).toContain(doubt)
  expect(judged(first, aMigration({ readAt: startAt + 1 }))).toBeUndefined()
  expect(JSON.stringify(judged(first, inState('succeeded'))?.outbox)).toContain(doubt)
})

test('encryption that the cloud confirms is not doubted', () => {
  const confirmed = judged(undefined, aMigration({ copying: { encrypts: true } }))
  expect(JSON.stringify(confirmed)).not.toContain(doubt)
})
