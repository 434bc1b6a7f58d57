import { expect, test } from 'vitest'
import { failure } from '../cloud.ts'
import { operationsOf } from '../operations.ts'
import { projectId } from './open-account.ts'
import { openConnection } from './simulated.ts'
import { groupSpec, keys, spec, syncSpec } from './specs.ts'

const orders = [spec, groupSpec, syncSpec].map((each) => ({ spec: each, keys, token: 'k3x9' }))

test.each(orders)('a $spec.kind in another region than the account’s is refused before any call', async (order) => {
  const { world, connection } = await openConnection()
  const target = { ...order.spec.target, region: 'cn-east-3' }
  const error = await failure(
    operationsOf(connection).create({ ...order, spec: { ...order.spec, target } }, {}) ?? Promise.resolve(),
  )
  expect(error).toMatchObject({ code: 'form_invalid', details: { problem: expect.stringContaining('cn-north-4') } })
  expect(world.callCount()).toBe(0)
})

test.each(orders)('a $spec.kind without a description in the list is read on its own', async (order) => {
  const { world, connection } = await openConnection()
  const since = world.clock.now()
  await operationsOf(connection).create({ ...order, token: 'other' }, {})
  const made = await operationsOf(connection).create(order, {})
  const path = { task: '/tasks?', group: '/taskgroups?', sync: '/sync-tasks?', policy: '', job: '' }[order.spec.kind]
  world.simulator.faults.add({ kind: 'missing-fields', fields: ['description'], method: 'GET', path })
  expect((await operationsOf(connection).findCreated({ ...order, since }, {}))?.id).toBe(made?.id)
})

test('a task is found behind hundreds of others, and the tasks of a group are not read', async () => {
  const { world, connection } = await openConnection()
  for (let count = 0; count < 250; count += 1) world.simulator.addTask(projectId, { status: 5 })
  world.simulator.addGroup(projectId, { status: 2, taskCount: 30 })
  const before = world.callCount()
  const query = { spec, keys, token: 'k3x9', since: world.clock.now() }
  expect(await operationsOf(connection).findCreated(query, {})).toBeUndefined()
  expect(world.callCount()).toBe(before + 3)
  const made = await operationsOf(connection).create(query, {})
  expect((await operationsOf(connection).findCreated(query, {}))?.id).toBe(made?.id)
})

test('an order of another kind is refused before any call', async () => {
  const { world, connection } = await openConnection()
  const order = { spec: { ...spec, kind: 'policy' }, keys, token: 'k3x9' } as const
  const creator = connection.operation('creation', 'task')
  expect((await failure(creator?.create(order, {}) ?? Promise.resolve())).code).toBe('form_invalid')
  expect(world.callCount()).toBe(0)
})
