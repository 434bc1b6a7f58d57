import fc from 'fast-check'
import { expect, test } from 'vitest'
import { operationsOf } from '../operations.ts'
import { serviceUuid } from './open-account.ts'
import { openConnection } from './simulated.ts'
import { anyOrder, keys, spec } from './specs.ts'

test('UpCloud has exactly what was ordered', async () => {
  const { world, connection } = await openConnection()
  await fc.assert(
    fc.asyncProperty(anyOrder, async (order) => {
      const id = (await operationsOf(connection).create(order, {}))?.id ?? ''
      const { name, source, target } = order.spec
      const { endpoint, region, bucket } = source
      const sourcePrefix = source.names === undefined ? {} : { prefix: source.names[0] }
      const targetPrefix = target.prefix === undefined ? {} : { prefix: target.prefix }
      expect(world.simulator.jobs(serviceUuid).find(({ uuid }) => uuid === id)).toMatchObject({
        name: `${name}-ferry-${order.token}`,
        source: { endpoint, region, bucket, ...sourcePrefix },
        target: { bucket: target.bucket, ...targetPrefix },
      })
    }),
    { numRuns: 40 },
  )
})

const order = { spec, keys, token: 'k3x9' }

// No document says which characters a name can have.
test('a mark contains no character that any cloud forbids in a name', async () => {
  const { world, connection } = await openConnection()
  const { id = '' } =
    (await operationsOf(connection).create({ ...order, spec: { ...spec, name: 'nightly' } }, {})) ?? {}
  expect(world.simulator.jobs(serviceUuid).find(({ uuid }) => uuid === id)?.name).toMatch(/^[a-z0-9-]+$/)
})

test('a migration with a mark of an earlier version is found', async () => {
  const { world, connection } = await openConnection()
  const since = world.clock.now()
  const uuid = world.simulator.addJob(serviceUuid, { name: 'nightly [ferry k3x9]' })
  world.simulator.addJob(serviceUuid, { name: 'nightly-ferry-k3x91' })
  expect((await operationsOf(connection).findCreated({ ...order, since }, {}))?.id).toBe(uuid)
})

test('a migration without a name in the list is read on its own', async () => {
  const { world, connection } = await openConnection()
  const since = world.clock.now()
  await operationsOf(connection).create({ ...order, token: 'other' }, {})
  const made = await operationsOf(connection).create(order, {})
  world.simulator.faults.add({ kind: 'missing-fields', fields: ['name'], method: 'GET', path: '/jobs?' })
  expect((await operationsOf(connection).findCreated({ ...order, since }, {}))?.id).toBe(made?.id)
})

test.each([{ jobListAs: 'jobs' }, { jobPaging: 'none' }] as const)(
  'a migration is found among 250 jobs, however they are paged: %j',
  async (behaviour) => {
    const { world, connection } = await openConnection({ behaviour })
    for (let count = 0; count < 249; count += 1) world.add('succeeded')
    const made = await operationsOf(connection).create(order, {})
    expect((await operationsOf(connection).findCreated({ ...order, since: world.clock.now() }, {}))?.id).toBe(made?.id)
  },
)

// Otherwise Ferry could never say that a long list lacks something, and would create no lost migration again.
test('a list that repeats more jobs than a page holds is complete, and a missing job was not created', async () => {
  const { world, connection } = await openConnection({ behaviour: { jobPaging: 'none' } })
  for (let count = 0; count < 101; count += 1) world.add('running')
  const before = world.callCount()
  expect(await operationsOf(connection).findCreated({ spec, keys, token: 'k3x9', since: 0 }, {})).toBeUndefined()
  expect(world.callCount() - before).toBe(2)
})
