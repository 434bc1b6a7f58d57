import { describe, expect, test } from 'vitest'
import { limitAt } from '../../../playground/huawei/bandwidth.ts'
import { project, startCloud } from './cloud.ts'

const slow = { start: '00:00', end: '23:59', max_bandwidth: 2_000_000 }
const limits = { bandwidth_policy: [slow] }

describe('the bandwidth rules of one task', () => {
  test('slow a migrating task down at once, and stay below their limit', async () => {
    const { call, clock, tasks, simulator, show } = await startCloud()
    const id = simulator.addTask(project, { bytesPerSecond: 40_000_000 })
    expect(await call('PUT', `${tasks}/${id}/bandwidth-policy`, { body: limits })).toMatchObject({
      status: 200,
      body: undefined,
    })
    for (let step = 0; step < 20; step++) {
      clock.jump(7_000)
      const { migrate_speed: speed, status } = await show(id)
      expect(status).toBe(2)
      expect(speed).toBeLessThanOrEqual(2_000_000)
    }
    await call('PUT', `${tasks}/${id}/bandwidth-policy`, { body: { bandwidth_policy: [] } })
    expect((await show(id)).migrate_speed).toBeGreaterThan(20_000_000)
  })

  test('begin and end at their times', async () => {
    const { clock, simulator, show } = await startCloud()
    // 02:00 UTC is 10:00 in China.
    const rule = { start: '10:30', end: '11:00', max_bandwidth: 1_048_576 }
    const id = simulator.addTask(project, { bytes: 1e12, fractionDone: 0, bandwidthPolicy: [rule] })
    const speedAfter = async (minutes: number) => {
      clock.jump(minutes * 60_000)
      return Number((await show(id)).migrate_speed)
    }
    expect(await speedAfter(29)).toBeGreaterThan(20_000_000)
    expect(await speedAfter(1)).toBeLessThanOrEqual(1_048_576)
    expect(await speedAfter(29)).toBeLessThanOrEqual(1_048_576)
    expect(await speedAfter(1)).toBeGreaterThan(20_000_000)
  })

  test('can no longer be changed when the task is complete', async () => {
    const { call, tasks, simulator } = await startCloud()
    const id = simulator.addTask(project, { status: 5 })
    const answer = await call('PUT', `${tasks}/${id}/bandwidth-policy`, { body: limits })
    expect(answer).toMatchObject({ status: 400, body: { error_code: 'OMS.0086' } })
  })

  test('are checked, and the task has to exist', async () => {
    const { call, tasks, simulator } = await startCloud()
    const id = simulator.addTask(project)
    const put = async (path: string, body: object) =>
      (await call('PUT', `${tasks}/${path}/bandwidth-policy`, { body })).body
    expect(await put(id, { bandwidth_policy: [slow, slow] })).toMatchObject({ error_code: 'OMS.0085' })
    expect(await put(id, {})).toMatchObject({ error_detail: 'request parameter [bandwidth_policy] invalid.' })
    expect(await put('1', limits)).toMatchObject({ error_code: 'OMS.1009' })
    expect(simulator.tasks(project)).toMatchObject([{ bandwidth_policy: [] }])
  })
})

describe('a batch update', () => {
  test('changes tasks by id or the tasks of a group', async () => {
    const { call, tasks, simulator } = await startCloud()
    const ids = [simulator.addTask(project), simulator.addTask(project, { status: 3 })].map(Number)
    simulator.addTask(project, { groupId: 'group-1', status: 3 })
    const policies = () => simulator.tasks(project).map(({ bandwidth_policy: policy }) => policy.length)
    expect(await call('POST', `${tasks}/batch-update`, { body: { ids, ...limits } })).toMatchObject({ status: 200 })
    expect(policies()).toEqual([1, 1, 0])
    const byGroup = { group_id: 'group-1', ...limits, task_priority: 'HIGH' }
    expect(await call('POST', `${tasks}/batch-update`, { body: byGroup })).toMatchObject({ status: 200 })
    expect(policies()).toEqual([1, 1, 1])
    expect(simulator.tasks(project)[2]).toMatchObject({ task_priority: 'HIGH', group_type: 'GROUP_TASK' })
  })

  test.each([
    ['neither ids nor a group', {}, 'OMS.0064'],
    ['both', { ids: [1], group_id: 'group-1' }, 'OMS.0064'],
    ['more than 20 ids', { ids: Array.from({ length: 21 }, (_, id) => id) }, 'OMS.0064'],
    ['an unknown id', { ids: [1] }, 'OMS.1009'],
    ['an unknown group', { group_id: 'nobody' }, 'OMS.1009'],
    ['no rules', { group_id: 'group-1', bandwidth_policy: undefined }, 'OMS.0064'],
    ['the priority of a migrating task', { group_id: 'group-1', task_priority: 'LOW' }, 'OMS.0064'],
  ])('with %s is refused as a whole', async (_what, change, code) => {
    const { call, tasks, simulator } = await startCloud()
    simulator.addTask(project, { groupId: 'group-1' })
    const answer = await call('POST', `${tasks}/batch-update`, { body: { ...limits, ...change } })
    expect(answer).toMatchObject({ status: 400, body: { error_code: code } })
    expect(simulator.tasks(project)).toMatchObject([{ bandwidth_policy: [], task_priority: 'MEDIUM' }])
  })
})

test('a limit applies from its first minute to its last, then not until the next day', () => {
  const policy = [{ start: '08:00', end: '12:00', max_bandwidth: 5_000_000 }]
  const at = (hour: number, minute = 0) => limitAt(policy, Date.UTC(2026, 0, 5, hour, minute), 0)
  expect(at(8)).toEqual({ bytesPerSecond: 5_000_000, until: Date.UTC(2026, 0, 5, 12) })
  expect(at(12)).toEqual({ bytesPerSecond: Number.POSITIVE_INFINITY, until: Date.UTC(2026, 0, 6, 8) })
  expect(at(7, 59)).toEqual({ bytesPerSecond: Number.POSITIVE_INFINITY, until: Date.UTC(2026, 0, 5, 8) })
})
