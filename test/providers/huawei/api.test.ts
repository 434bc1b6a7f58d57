import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { oms } from '../../../src/providers/huawei/oms.ts'
import type { newTask } from '../../../src/providers/huawei/requests/creation.ts'
import { failure } from '../cloud.ts'
import { callsOf, openApi } from './open-account.ts'

type TaskCreation = z.input<typeof newTask.schema>

const wholeBucket: TaskCreation = {
  task_type: 'object',
  src_node: {
    cloud_type: 'HuaweiCloud',
    region: 'cn-north-1',
    bucket: 'src',
    ak: 'SRCAK',
    sk: 'SRCSK',
    object_key: [''],
  },
  dst_node: { region: 'cn-north-4', bucket: 'dst', ak: 'DSTAK', sk: 'DSTSK' },
}
const daytime = { start: '08:00', end: '18:00', max_bandwidth: 1_048_576 }

describe('creating', () => {
  test('sends the order, with the empty key of a whole bucket, and returns the id', async () => {
    const { call, server } = await openApi(() => ({ status: 201, body: { id: 200429548242937, task_name: 'src-dst' } }))
    const task: TaskCreation = {
      ...wholeBucket,
      description: 'Nightly copy',
      bandwidth_policy: [daytime],
      task_priority: 'HIGH',
    }
    expect(await call(oms.CreateTask, task)).toEqual({ id: '200429548242937', task_name: 'src-dst' })
    expect(callsOf(server)).toEqual(['POST /tasks'])
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual(task)
  })

  // A second task would copy everything twice.
  test('is not repeated if the response is lost', async () => {
    const { call, server } = await openApi(() => ({ status: 504, body: '<html>' }))
    expect((await failure(call(oms.CreateTask, wholeBucket))).code).toBe('provider_outcome_unknown')
    expect(server.received).toHaveLength(1)
  })

  test.each<[string, TaskCreation]>([
    ['a description with an arrow', { ...wholeBucket, description: 'a -> b' }],
    ['a long description', { ...wholeBucket, description: 'x'.repeat(256) }],
    ['nothing to copy', { ...wholeBucket, src_node: { ...wholeBucket.src_node, object_key: [] } }],
    ['a list without its file', { ...wholeBucket, task_type: 'list' }],
    [
      'URLs from a bucket',
      {
        ...wholeBucket,
        task_type: 'url_list',
        src_node: { cloud_type: 'AWS', list_file: { list_file_key: 'a', obs_bucket: 'b' } },
      },
    ],
    ['a bucket of URLs', { ...wholeBucket, src_node: { ...wholeBucket.src_node, cloud_type: 'URLSource' } }],
    [
      'no keys for the source',
      { ...wholeBucket, src_node: { cloud_type: 'AWS', region: 'a', bucket: 'b', object_key: [''] } },
    ],
    ['Tencent without app id', { ...wholeBucket, src_node: { ...wholeBucket.src_node, cloud_type: 'Tencent' } }],
    [
      'periods that overlap',
      { ...wholeBucket, bandwidth_policy: [daytime, { ...daytime, start: '17:59', end: '20:00' }] },
    ],
  ])('is refused before any call: %s', async (_, task) => {
    const { call, server } = await openApi(() => ({ body: {} }))
    expect((await failure(call(oms.CreateTask, task))).code).toBe('form_invalid')
    expect(server.received).toEqual([])
  })

  test('from a list of URLs needs no source', async () => {
    const { call } = await openApi(() => ({ body: { id: 1 } }))
    const list_file = { list_file_key: 'urls.txt', obs_bucket: 'lists' }
    const task: TaskCreation = {
      ...wholeBucket,
      task_type: 'url_list',
      src_node: { cloud_type: 'URLSource', list_file },
    }
    expect(await call(oms.CreateTask, task)).toEqual({ id: '1' })
  })
})

describe('a bandwidth limit', () => {
  test.each([
    [[]],
    [[daytime, { ...daytime, start: '18:00', end: '22:00' }]],
    [[{ ...daytime, start: '18:00', end: '23:59' }, { ...daytime, start: '00:00', end: '08:00' }, daytime]],
  ])('can be %j', async (bandwidth_policy) => {
    const { call, server } = await openApi(() => ({ body: '' }))
    await call(oms.UpdateBandwidthPolicy, { id: '1', bandwidth_policy })
    expect(callsOf(server)).toEqual(['PUT /tasks/1/bandwidth-policy'])
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({ bandwidth_policy })
  })

  test.each([
    ['below 1 MiB/s', [{ ...daytime, max_bandwidth: 1_000_000 }]],
    ['above 200 MiB/s', [{ ...daytime, max_bandwidth: 300_000_000 }]],
    ['at no time of day', [{ ...daytime, end: '24:30' }]],
    ['over midnight', [{ ...daytime, start: '22:00', end: '06:00' }]],
    ['for no time at all', [{ ...daytime, end: '08:00' }]],
    ['until 24:00', [{ ...daytime, end: '24:00' }]],
    ['twice at a time', [daytime, { ...daytime, start: '07:00', end: '08:01' }]],
    [
      'in six periods',
      Array.from({ length: 6 }, (_, hour) => ({ ...daytime, start: `0${hour}:00`, end: `0${hour}:30` })),
    ],
  ])('cannot be %s', async (_, bandwidth_policy) => {
    const { call, server } = await openApi(() => ({ body: '' }))
    expect((await failure(call(oms.UpdateBandwidthPolicy, { id: '1', bandwidth_policy }))).code).toBe('form_invalid')
    expect(server.received).toEqual([])
  })
})

describe('updating several', () => {
  test('names tasks by their numbers, or a group', async () => {
    const { call, server } = await openApi(() => ({ body: '' }))
    await call(oms.BatchUpdateTasks, { ids: ['111', '222'], bandwidth_policy: [daytime], task_priority: 'LOW' })
    await call(oms.BatchUpdateTasks, { group_id: 'd2b0f7a4-0000', bandwidth_policy: [] })
    expect(callsOf(server)).toEqual(['POST /tasks/batch-update', 'POST /tasks/batch-update'])
    expect(JSON.parse(server.received[0]?.body ?? '')).toMatchObject({ ids: [111, 222], task_priority: 'LOW' })
  })

  test.each([
    [{ bandwidth_policy: [] }],
    [{ ids: ['1'], group_id: 'g', bandwidth_policy: [] }],
    [{ ids: Array.from({ length: 21 }, (_, id) => String(id)), bandwidth_policy: [] }],
    // As a JSON number, the id would be rounded to that of another task.
    [{ ids: ['9007199254740993'], bandwidth_policy: [] }],
  ])('is refused if the targets are unclear: %j', async (update) => {
    const { call } = await openApi(() => ({ body: '' }))
    expect((await failure(call(oms.BatchUpdateTasks, update))).code).toBe('form_invalid')
  })
})

test('a filter that OMS does not have is not sent', async () => {
  const { call, server } = await openApi(() => ({ body: { tasks: [] } }))
  expect((await failure(call(oms.ListTasks, { limit: 101 }))).code).toBe('form_invalid')
  expect((await failure(call(oms.ListTasks, { status: 8 }))).code).toBe('form_invalid')
  await call(oms.ListTasks, { group_id: 'd2b0f7a4', status: 4 })
  expect(Object.fromEntries(server.received[0]?.query ?? [])).toEqual({ group_id: 'd2b0f7a4', status: '4' })
})

test('an error about a key does not repeat the key', async () => {
  const { call } = await openApi(() => ({ body: '' }))
  const error = await failure(call(oms.StartTask, { id: '1', dst_ak: 'DSTAK'.repeat(30), dst_sk: 'DSTSK' }))
  expect(JSON.stringify([error.message, error.details])).not.toMatch(/DSTAK|DSTSK/)
})
