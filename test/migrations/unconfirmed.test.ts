import { expect, test } from 'vitest'
import { withUnconfirmed } from '../../src/migrations/unconfirmed.ts'
import { sample } from './sample.ts'

const notified = { what: 'notification', code: 'S3M.0158' } as const

test.each([
  [true, undefined, ['encryption unconfirmed']],
  [true, false, ['encryption missing']],
  [true, true, []],
  [false, undefined, []],
  [undefined, undefined, []],
] as const)('encryption requested: %s, and confirmed: %s', (asked, told, doubts) => {
  const migration = sample({ mishaps: [notified], copying: told === undefined ? {} : { encrypts: told } })
  const { mishaps } = withUnconfirmed(migration, asked === undefined ? {} : { encrypts: asked })
  expect(mishaps?.map(({ what }) => what)).toEqual(['notification', ...doubts])
})

test('nothing is unconfirmed if Ferry did not create the migration', () => {
  const migration = sample()
  expect(withUnconfirmed(migration, undefined)).toBe(migration)
})
