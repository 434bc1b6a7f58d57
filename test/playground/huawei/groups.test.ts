import { describe, expect, test } from 'vitest'
import { otherProject, project, startCloud } from './cloud.ts'

const minutes = 60_000
const hours = 60 * minutes
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('a running group', () => {
  test('creates its tasks one after the other, watches them, and completes with the last', async () => {
    const { clock, simulator, showGroup } = await startCloud()
    const id = simulator.addGroup(project, { status: 0, taskCount: 3, bytes: 9e9, objects: 900 })
    const statusAfter = async (ms: number) => {
      clock.jump(ms)
      return [(await showGroup(id)).status, simulator.tasks(project).length]
    }
    expect(await statusAfter(0)).toEqual([0, 0])
    expect(await statusAfter(2_000)).toEqual([1, 0])
    expect(await statusAfter(3_000)).toEqual([1, 1])
    expect(await statusAfter(3_000)).toEqual([1, 2])
    expect(await statusAfter(3_000)).toEqual([2, 3])
    expect(await statusAfter(1 * hours)).toEqual([6, 3])
    expect(await showGroup(id)).toMatchObject({
      ...{ total_num: 900, success_num: 900, fail_num: 0, skip_num: 0, total_size: 9e9, complete_size: 9e9 },
      ...{ migrate_speed: 0, error_reason: null },
    })
  })

  test('adds its tasks to the task list, with its id and their type', async () => {
    const { call, clock, simulator, tasks } = await startCloud()
    const id = simulator.addGroup(project, { taskCount: 4, objectKey: ['2025/'], notificationTopic: 'urn:smn:done' })
    simulator.addTask(project)
    const { body } = await call('GET', tasks, { query: { group_id: id } })
    expect(body).toMatchObject({ count: 4 })
    const inGroup = { group_id: id, group_type: 'GROUP_TASK', task_type: 'prefix', src_node: { object_key: ['2025/'] } }
    expect(body?.tasks).toMatchObject([inGroup, inGroup, inGroup, inGroup])
    clock.jump(10 * hours)
    const ended = simulator.tasks(project).filter(({ group_id: groupId }) => groupId === id)
    expect(ended).toMatchObject([...'four'].map(() => ({ status: 5, smn_info: null })))
    expect(simulator.groups(project)).toMatchObject([{ status: 6, smn_config: { notify_result: true } }])
  })

  test('adds its tasks up, and reports the time that it ran', async () => {
    const { clock, simulator, showGroup } = await startCloud()
    const id = simulator.addGroup(project, { objects: 1_000, skippedObjects: 100, failedObjects: 40 })
    let last = 0
    for (let step = 0; step < 20; step++) {
      clock.jump(1 * minutes)
      const [group] = simulator.groups(project)
      if (group?.status !== 2) continue
      const tasks = simulator.tasks(project)
      const sum = (name: 'complete_size' | 'migrate_speed' | 'successful_num') =>
        tasks.reduce((total, task) => total + task[name], 0)
      expect(group.complete_size).toBe(sum('complete_size'))
      expect(group.migrate_speed).toBe(sum('migrate_speed'))
      expect(group.success_num).toBe(sum('successful_num'))
      expect(group.success_num + group.fail_num + group.skip_num).toBeLessThanOrEqual(group.total_num)
      expect(group.complete_size).toBeGreaterThanOrEqual(last)
      last = group.complete_size
    }
    clock.jump(10 * hours)
    const ended = await showGroup(id)
    expect(ended).toMatchObject({ status: 5, success_num: 860, fail_num: 40, skip_num: 100 })
    expect(ended.total_time).toBeGreaterThan(20 * minutes)
    clock.jump(10 * hours)
    expect((await showGroup(id)).total_time).toBe(ended.total_time)
  })

  test('does not depend on how often it is read', async () => {
    const [often, once] = [await startCloud(), await startCloud()]
    for (const { simulator } of [often, once]) {
      simulator.addGroup(project, { status: 0, bytes: 20e9, taskFailures: [{ task: 1, code: 'TRF.0157' }] })
    }
    for (let step = 0; step < 300; step++) {
      often.clock.jump(2_000)
      await often.call('GET', often.groups)
    }
    once.clock.jump(600_000)
    expect(often.simulator.tasks(project)).toEqual(once.simulator.tasks(project))
    expect(often.simulator.groups(project)).toEqual(once.simulator.groups(project))
  })

  test('waits if the maximum number of groups is running', async () => {
    const { clock, simulator } = await startCloud({ behaviour: { runningGroupsLimit: 1 } })
    for (let group = 0; group < 2; group++) simulator.addGroup(project, { status: 0, bytes: 4e9 })
    clock.jump(20_000)
    expect(simulator.groups(project).map(({ status }) => status)).toEqual([2, 0])
    clock.jump(1 * hours)
    expect(simulator.groups(project).map(({ status }) => status)).toEqual([6, 6])
  })
})

describe('a failed group', () => {
  test('has no reason if its tasks failed for different ones, which the tasks have', async () => {
    const { call, clock, simulator, showGroup, tasks } = await startCloud()
    const taskFailures = [
      { task: 1, code: 'TRF.0055' },
      { task: 2, code: 'TRF.0157' },
    ]
    const id = simulator.addGroup(project, { status: 0, taskFailures })
    clock.jump(10 * hours)
    expect(await showGroup(id)).toMatchObject({ status: 5, error_reason: null })
    const { body } = await call('GET', tasks, { query: { group_id: id, status: '4' } })
    expect(body?.tasks).toMatchObject([
      { error_reason: { error_code: 'TRF.0157' } },
      { error_reason: { error_code: 'TRF.0055' } },
    ])
  })

  test('has the reason that its failed tasks share, unless groups have no reasons', async () => {
    const shared = { taskFailures: [{ task: 0, code: 'TRF.0055' }], fractionDone: 0 }
    const { clock, simulator } = await startCloud()
    simulator.addGroup(project, shared)
    clock.jump(10 * hours)
    expect(simulator.groups(project)).toMatchObject([{ status: 5, error_reason: { error_code: 'TRF.0055' } }])
    const silent = await startCloud({ behaviour: { groupFailureReason: 'none' } })
    silent.simulator.addGroup(project, shared)
    silent.clock.jump(10 * hours)
    expect(silent.simulator.groups(project)).toMatchObject([{ status: 5, error_reason: null }])
  })

  test('can be seeded with failed objects as its reason', async () => {
    const { simulator } = await startCloud()
    simulator.addGroup(project, { status: 5, failedObjects: 8 })
    expect(simulator.groups(project)).toMatchObject([
      { status: 5, fail_num: 8, error_reason: { error_code: 'TRF.0004' }, failed_object_record: { result: true } },
    ])
  })

  test('names the folder with its lists of failed objects, unless they are not recorded', async () => {
    const { clock, simulator, showGroup } = await startCloud()
    const id = simulator.addGroup(project, { failedObjects: 8 })
    const silent = simulator.addGroup(project, { failedObjects: 8, recordFailedObjects: false })
    expect(await showGroup(id)).toMatchObject({ failed_object_record: { result: null, list_file_key: null } })
    clock.jump(20 * hours)
    expect(await showGroup(id)).toMatchObject({
      status: 5,
      fail_num: 8,
      failed_object_record: { result: true, list_file_key: `oms/task_group/${id}/failed_object_lists/` },
    })
    expect(await showGroup(silent)).toMatchObject({ fail_num: 8, failed_object_record: { result: null } })
  })

  test('whose creation failed has a reason, and sends a notification', async () => {
    const { clock, simulator, showGroup } = await startCloud()
    const topic = { notificationTopic: 'urn:smn:cn-north-4:0:moves' }
    const id = simulator.addGroup(project, { status: 0, taskCount: 4, creationFailure: 'TRF.0155', ...topic })
    clock.jump(1 * minutes)
    expect(await showGroup(id)).toMatchObject({
      status: 4,
      error_reason: { error_code: 'TRF.0155', error_msg: 'The source bucket does not exist.' },
      smn_config: { notify_result: true, topic_name: '' },
    })
    expect(simulator.tasks(project)).toHaveLength(2)
  })
})

describe('a response', () => {
  test('has types and clouds in capitals, and counters that are null', async () => {
    const { simulator, showGroup } = await startCloud()
    const id = simulator.addGroup(project, { cloudType: 'HuaweiCloud' })
    const group = await showGroup(id)
    expect(group).toMatchObject({
      group_id: id,
      task_type: 'PREFIX',
      src_node: { cloud_type: 'HUAWEICLOUD', app_id: '', object_key: [''], list_file: null },
      ...{ total_task_num: null, create_task_num: null, failed_task_num: null, complete_task_num: null },
      ...{ paused_task_num: null, executing_task_num: null, waiting_task_num: null },
      ...{ create_complete_num: null, create_complete_size: null, smn_config: null, source_cdn: null },
    })
    expect(id).toMatch(uuid)
    expect(JSON.stringify(group)).not.toMatch(/"ak"|"sk"|task_priority/)
  })

  test('has counters if the simulator is set so', async () => {
    const { simulator } = await startCloud({ behaviour: { groupCounters: 'counted' } })
    simulator.addGroup(project, { taskCount: 4, fractionDone: 0.3, objects: 100 })
    expect(simulator.groups(project)).toMatchObject([
      {
        ...{ total_task_num: 4, create_task_num: 4, complete_task_num: 1, executing_task_num: 1, waiting_task_num: 2 },
        ...{ failed_task_num: 0, paused_task_num: 0, create_complete_num: 100, create_complete_size: 400e9 },
      },
    ])
  })

  test('can deviate: other numbers for states, seconds, text instead of no reason, missing fields', async () => {
    const { simulator, showGroup } = await startCloud()
    const id = simulator.addGroup(project)
    simulator.setQuirks({ groupStatusShownAs: { 2: 12 }, noErrorReason: '', omittedFields: ['task_type'] })
    const group = await showGroup(id)
    expect(group).toMatchObject({ status: 12, error_reason: '' })
    expect(group).not.toHaveProperty('task_type')
    simulator.setQuirks({ statusShownAs: { 2: 42 } })
    expect(await showGroup(id)).toMatchObject({ status: 2 })
  })
})

describe('the list', () => {
  async function startFilled() {
    const cloud = await startCloud()
    const statuses = [6, 6, 5, 4, 3, 6, 6, 6, 6, 6, 6, 6] as const
    const ids = statuses.map((status) => cloud.simulator.addGroup(project, { status }))
    cloud.simulator.addGroup(otherProject)
    const list = async (query: Record<string, string> = {}) =>
      (await cloud.call('GET', cloud.groups, { query })).body ?? {}
    return { ...cloud, ids, list }
  }

  test('shows ten groups of the project, newest first, in pages by record, with the total', async () => {
    const { ids, list } = await startFilled()
    const newestFirst = ids.toReversed().map((id) => ({ group_id: id }))
    expect(await list()).toMatchObject({ count: 12, taskgroups: newestFirst.slice(0, 10) })
    expect(await list({ limit: '5', offset: '10' })).toMatchObject({ count: 12, taskgroups: newestFirst.slice(10) })
  })

  test('filters by every state', async () => {
    const { ids, list } = await startFilled()
    expect(await list({ status: '4' })).toMatchObject({ count: 1, taskgroups: [{ group_id: ids[3] }] })
    expect(await list({ status: '9' })).toMatchObject({ count: 0, taskgroups: [] })
  })

  test.each([
    ['limit', '101'],
    ['offset', '-1'],
    ['status', '10'],
  ])('refuses %s=%s', async (name, value) => {
    const { list } = await startFilled()
    expect(await list({ [name]: value })).toMatchObject({ error_detail: `request parameter [${name}] invalid.` })
  })
})

test('reading an unknown group is a real 404', async () => {
  const { call, groups, simulator } = await startCloud()
  const elsewhere = simulator.addGroup(otherProject)
  for (const id of ['9ad15f51-778f-4684-b47b-4c5109c0e105', elsewhere]) {
    expect(await call('GET', `${groups}/${id}`)).toMatchObject({ status: 404, body: { error_code: 'OMS.1009' } })
  }
})
