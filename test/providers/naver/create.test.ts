import { expect, test } from 'vitest'
import { failure } from '../cloud.ts'
import { operationsOf } from '../operations.ts'
import { openConnection } from './simulated.ts'
import { keys, spec } from './specs.ts'

const order = { spec, keys, token: 'k3x9' }
const title = 'nightly-copy-ferry-k3x9'

test.each([
  ['lost', 'running'],
  ['cut', 'queued'],
  ['refused', 'queued'],
] as const)('a start whose response is %s does not look like a policy that was not created', async (how, state) => {
  const { world, connection } = await openConnection()
  world.breakNext(how, '/start')
  const error = await failure(operationsOf(connection).create(order, {}) ?? Promise.resolve())
  expect(error).toMatchObject({ code: 'provider_outcome_unknown', details: { ref: `prod/${title}` } })
  const found = await operationsOf(connection).findCreated({ ...order, since: world.clock.now() }, {})
  expect(found).toMatchObject({ id: title, state })
  if (state === 'queued') await operationsOf(connection).start({ kind: 'policy', id: title }, {})
  expect(await connection.show({ kind: 'policy', id: title }, {})).toMatchObject({ state: 'running' })
})

test('a title in use is refused, and nothing is started', async () => {
  const { world, connection } = await openConnection()
  world.simulator.addJob('prod', { title, state: 'PAUSED' })
  expect((await failure(operationsOf(connection).create(order, {}) ?? Promise.resolve())).code).toBe('provider_refused')
  expect(await connection.show({ kind: 'policy', id: title }, {})).toMatchObject({ state: 'paused' })
})

test('a policy that was deleted meanwhile is found if NAVER still lists it', async () => {
  const { world, connection } = await openConnection({ behaviour: { deletedJobs: 'listed' } })
  const since = world.clock.now()
  await operationsOf(connection).create(order, {})
  await operationsOf(connection).pause({ kind: 'policy', id: title }, {})
  await operationsOf(connection).delete({ kind: 'policy', id: title }, {})
  expect(await operationsOf(connection).findCreated({ ...order, since }, {})).toMatchObject({
    id: title,
    state: 'deleted',
  })
})
