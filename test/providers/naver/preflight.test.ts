import { expect, test } from 'vitest'
import { operationsOf } from '../operations.ts'
import { openConnection } from './simulated.ts'
import { keys, spec } from './specs.ts'

const order = { spec, keys, token: 'k3x9' }

test('checks that NAVER makes only later are unknown, not passed', async () => {
  const { connection } = await openConnection()
  const found = await operationsOf(connection).preflight(order, {})
  expect(found?.map(({ name, outcome }) => `${name}: ${outcome}`)).toEqual([
    'credentials: pass',
    'source bucket: unknown',
    'target bucket: unknown',
  ])
})

// The documents require it, and a creation would fail without saying so.
test('an account without Object Storage has no place to write to, and the check says so', async () => {
  const { connection } = await openConnection({ account: { hasObjectStorage: false } })
  const found = await operationsOf(connection).preflight(order, {})
  expect(found).toContainEqual(
    expect.objectContaining({
      name: 'target bucket',
      outcome: 'fail',
      what: expect.stringContaining('not subscribed'),
    }),
  )
})
