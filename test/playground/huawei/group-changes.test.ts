import { describe, expect, test } from 'vitest'
import { project, startCloud, startKeys } from './cloud.ts'
import { startWithGroup, statesWithout } from './with-group.ts'

const minutes = 60_000
const hours = 60 * minutes
const slow = { bandwidth_policy: [{ start: '00:00', end: '23:59', max_bandwidth: 1_048_576 }] }

describe('stop', () => {
  test('is asynchronous: pausing (7) at once, soon after paused (3) with all its tasks', async () => {
    const { change, clock, show, statuses } = await startWithGroup({ taskCount: 4, fractionDone: 0.3 })
    clock.jump(5_000)
    expect(statuses()).toEqual([5, 2, 2, 2])
    expect(await change('stop')).toMatchObject({ status: 200, body: undefined })
    expect(await show()).toMatchObject({ status: 7, migrate_speed: 0 })
    expect(statuses()).toEqual([5, 7, 7, 7])
    const { complete_size: done } = await show()
    clock.jump(4_000)
    expect(await show()).toMatchObject({ status: 3, complete_size: done })
    expect(statuses()).toEqual([5, 3, 3, 3])
    clock.jump(5 * hours)
    expect(await show()).toMatchObject({ status: 3, complete_size: done })
  })

  test('also pauses waiting tasks', async () => {
    const { change, statuses } = await startWithGroup({ taskCount: 4 })
    expect(statuses()).toEqual([5, 2, 1, 1])
    await change('stop')
    expect(statuses()).toEqual([5, 7, 3, 3])
  })

  test('also pauses tasks that were retrying', async () => {
    const { change, clock, id, simulator, show, statuses } = await startWithGroup({ taskCount: 1 })
    simulator.addTask(project, { groupId: id, status: 6 })
    await change('stop')
    expect(statuses()).toEqual([7, 7])
    clock.jump(4_000)
    expect(statuses()).toEqual([3, 3])
    expect(await show()).toMatchObject({ status: 3 })
  })

  test('of a group that is nearly done ends in completed (6)', async () => {
    const { change, clock, show, statuses } = await startWithGroup({ taskCount: 1, bytes: 40e9, fractionDone: 0.998 })
    await change('stop')
    expect(await show()).toMatchObject({ status: 7 })
    clock.jump(4_000)
    expect(await show()).toMatchObject({ status: 6 })
    expect(statuses()).toEqual([5])
  })

  test.each(statesWithout(1, 2))('in state %d is OMS.1038', async (status) => {
    const { change } = await startWithGroup({ status })
    expect(await change('stop')).toMatchObject({ status: 400, body: { error_code: 'OMS.1038' } })
  })

  test('can be allowed during the creation of tasks, and the others are created after the group continues', async () => {
    const groupStates = { stop: [1, 2], start: [3], retry: [4], delete: [3] }
    const { change, clock, show, statuses } = await startWithGroup({ status: 1 }, { behaviour: { groupStates } })
    expect(await change('stop')).toMatchObject({ status: 200 })
    clock.jump(10 * minutes)
    expect(await show()).toMatchObject({ status: 3 })
    expect(statuses()).toHaveLength(2)
    await change('start', startKeys)
    expect(await show()).toMatchObject({ status: 1 })
    clock.jump(10 * minutes)
    expect(await show()).toMatchObject({ status: 2 })
    expect(statuses()).toHaveLength(4)
  })
})

describe('delete', () => {
  test.each([0, 3, 4, 5, 6] as const)(
    'in state %d waits (8), deletes (9), and then the group and its tasks are gone',
    async (status) => {
      const { clock, call, groups, id, remove, show, simulator } = await startWithGroup({ status })
      const bystander = simulator.addTask(project, { status: 5 })
      expect(await remove()).toMatchObject({ status: 200, body: undefined })
      expect(await show()).toMatchObject({ status: 8 })
      clock.jump(3_000)
      expect(await show()).toMatchObject({ status: 9 })
      expect(await remove()).toMatchObject({ body: { error_code: 'OMS.1047' } })
      clock.jump(3_000)
      expect(await call('GET', `${groups}/${id}`)).toMatchObject({ status: 404 })
      expect(simulator.tasks(project).map(({ id: taskId }) => String(taskId))).toEqual([bystander])
    },
  )

  test.each(statesWithout(0, 3, 4, 5, 6))('in state %d is OMS.1047', async (status) => {
    const { remove, simulator } = await startWithGroup({ status })
    expect(await remove()).toMatchObject({ status: 400, body: { error_code: 'OMS.1047' } })
    expect(simulator.groups(project)).toHaveLength(1)
  })
})

describe('new bandwidth rules', () => {
  test('slow all its active tasks down at once, and apply to new ones', async () => {
    const { change, clock, show, simulator } = await startWithGroup({ taskCount: 4, fractionDone: 0.3 })
    clock.jump(5_000)
    expect(await change('update', slow)).toMatchObject({ status: 200, body: undefined })
    expect(await show()).toMatchObject(slow)
    const open = simulator.tasks(project).filter(({ status }) => status === 2)
    expect(open).toHaveLength(3)
    for (const task of open) expect(task).toMatchObject(slow)
    for (const task of open) expect(task.migrate_speed).toBeLessThanOrEqual(1_048_576)
    const creating = await startWithGroup({ status: 1 })
    await creating.change('update', slow)
    creating.clock.jump(1 * minutes)
    expect(creating.simulator.tasks(project)).toMatchObject([slow, slow, slow, slow])
  })

  test.each([6, 8, 9] as const)('are refused in state %d', async (status) => {
    const { change } = await startWithGroup({ status })
    expect(await change('update', slow)).toMatchObject({ status: 400, body: { error_code: 'OMS.1036' } })
  })

  test('are checked', async () => {
    const { change } = await startWithGroup()
    const tooFast = { bandwidth_policy: [{ start: '00:00', end: '12:00', max_bandwidth: 300_000_000 }] }
    expect(await change('update', tooFast)).toMatchObject({ body: { error_code: 'OMS.0084' } })
    expect(await change('update', {})).toMatchObject({ body: { error_code: 'OMS.0064' } })
  })

  test('can come through the batch update of its tasks', async () => {
    const { call, id, show, tasks } = await startWithGroup()
    await call('POST', `${tasks}/batch-update`, { body: { group_id: id, ...slow } })
    expect(await show()).toMatchObject(slow)
  })
})

test.each([
  ['PUT', '/stop'],
  ['PUT', '/start'],
  ['PUT', '/retry'],
  ['PUT', '/update'],
  ['DELETE', ''],
])('%s …%s of an unknown group is 400 OMS.1009', async (method, action) => {
  const { call, groups } = await startCloud()
  const answer = await call(method, `${groups}/9ad15f51-778f-4684-b47b-4c5109c0e105${action}`, { body: startKeys })
  expect(answer).toMatchObject({ status: 400, body: { error_code: 'OMS.1009' } })
})

describe('a test', () => {
  test('can make a group fail that creates or watches its tasks', async () => {
    const creating = await startWithGroup({ status: 1 })
    creating.simulator.failGroup(creating.id, 'TRF.0012')
    expect(await creating.show()).toMatchObject({ status: 4, error_reason: { error_code: 'TRF.0012' } })
    const watching = await startWithGroup({ taskCount: 4 })
    watching.simulator.failGroup(watching.id, 'TRF.0055')
    expect(await watching.show()).toMatchObject({ status: 5, error_reason: { error_code: 'TRF.0055' } })
    expect(watching.statuses()).toEqual([5, 4, 4, 4])
  })

  test('cannot make a group fail that has ended', async () => {
    const { id, simulator } = await startWithGroup({ status: 6 })
    expect(() => simulator.failGroup(id, 'TRF.0055')).toThrow(RangeError)
  })

  test.each([1, 2, 3, 5] as const)('can finish a group in state %d', async (status) => {
    const { id, show, simulator, statuses } = await startWithGroup({ status })
    simulator.finishGroup(id)
    expect(await show()).toMatchObject({ status: 6, complete_size: 400e9, success_num: 96_000 })
    expect(statuses()).toEqual([5, 5, 5, 5])
  })
})
