import fc from 'fast-check'
import { expect, test } from 'vitest'
import { operationsOf } from '../operations.ts'
import { serviceUuid } from './open-account.ts'
import { openConnection } from './simulated.ts'
import { anyOrder, keys, spec } from './specs.ts'

test('what was ordered is what UpCloud then has', async () => {
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

// No document says which characters a name may have.
test('a mark has no character that any cloud forbids in a name', async () => {
  const { world, connection } = await openConnection()
  const { id = '' } =
    (await operationsOf(connection).create({ ...order, spec: { ...spec, name: 'nightly' } }, {})) ?? {}
  expect(world.simulator.jobs(serviceUuid).find(({ uuid }) => uuid === id)?.name).toMatch(/^[a-z0-9-]+$/)
})

test('one that was made with the mark of before is found', async () => {
  const { world, connection } = await openConnection()
  const since = world.clock.now()
  const uuid = world.simulator.addJob(serviceUuid, { name: 'nightly [ferry k3x9]' })
  world.simulator.addJob(serviceUuid, { name: 'nightly-ferry-k3x91' })
  expect((await operationsOf(connection).findCreated({ ...order, since }, {}))?.id).toBe(uuid)
})

test('one without a name in the list is asked for by itself', async () => {
  const { world, connection } = await openConnection()
  const since = world.clock.now()
  await operationsOf(connection).create({ ...order, token: 'other' }, {})
  const made = await operationsOf(connection).create(order, {})
  world.simulator.faults.add({ kind: 'missing-fields', fields: ['name'], method: 'GET', path: '/jobs?' })
  expect((await operationsOf(connection).findCreated({ ...order, since }, {}))?.id).toBe(made?.id)
})

test.each([{ jobListAs: 'jobs' }, { jobPaging: 'none' }] as const)(
  'is found among 250 jobs, however they are paged: %j',
  async (behaviour) => {
    const { world, connection } = await openConnection({ behaviour })
    for (let count = 0; count < 249; count += 1) world.add('succeeded')
    const made = await operationsOf(connection).create(order, {})
    expect((await operationsOf(connection).findCreated({ ...order, since: world.clock.now() }, {}))?.id).toBe(made?.id)
  },
)

// Otherwise nobody could say of a long list that something is not in it, and nothing lost would be made again.
test('a list of more jobs than were asked for that comes twice is whole, and what is not in it was not made', async () => {
  const { world, connection } = await openConnection({ behaviour: { jobPaging: 'none' } })
  for (let count = 0; count < 101; count += 1) world.add('running')
  const before = world.callCount()
  expect(await operationsOf(connection).findCreated({ spec, keys, token: 'k3x9', since: 0 }, {})).toBeUndefined()
  expect(world.callCount() - before).toBe(2)
})
