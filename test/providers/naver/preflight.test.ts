import { expect, test } from 'vitest'
import { operationsOf } from '../operations.ts'
import { openConnection } from './simulated.ts'
import { keys, spec } from './specs.ts'

const order = { spec, keys, token: 'k3x9' }

test('what NAVER looks into only later is said to be unknown, not to be right', async () => {
  const { connection } = await openConnection()
  const found = await operationsOf(connection).preflight(order, {})
  expect(found?.map(({ name, outcome }) => `${name}: ${outcome}`)).toEqual([
    'credentials: pass',
    'source bucket: unknown',
    'target bucket: unknown',
    'same migration: pass',
  ])
})

// Its documents want it first, and creating would be refused without saying so.
test('an account without Object Storage is told that it has no place to write to', async () => {
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

test('one that has ended is not in the way', async () => {
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

test('a list that breaks off leaves open whether the same is moving', async () => {
  const { world, connection } = await openConnection()
  for (let count = 0; count < 3; count += 1) world.breakNext('garbage', 'limit=100')
  const found = await operationsOf(connection).preflight(order, {})
  expect(found).toContainEqual(expect.objectContaining({ name: 'same migration', outcome: 'unknown' }))
})
