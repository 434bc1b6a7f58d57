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
    'same migration: pass',
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

test('a migration that has ended does not count as the same', async () => {
  const { world, connection } = await openConnection()
  const { id } = (await operationsOf(connection).create(order, {})) ?? { id: '' }
  const outcome = async () =>
    (await operationsOf(connection).preflight({ ...order, token: 'k3x10' }, {}))?.find(
      ({ name }) => name === 'same migration',
    )?.outcome
  expect(await outcome()).toBe('warn')
  world.simulator.finishJob(id)
  expect(await outcome()).toBe('pass')
})

test('a list that breaks off leaves open whether the same migration is running', async () => {
  const { world, connection } = await openConnection()
  for (let count = 0; count < 3; count += 1) world.breakNext('garbage', 'limit=100')
  const found = await operationsOf(connection).preflight(order, {})
  expect(found).toContainEqual(expect.objectContaining({ name: 'same migration', outcome: 'unknown' }))
})
