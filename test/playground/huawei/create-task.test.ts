import { describe, expect, test } from 'vitest'
import { account, creation, project, startCloud } from './cloud.ts'

const { src_node: source, dst_node: destination } = creation
const listFile = { list_file_key: 'objects.txt', obs_bucket: 'lists' }

test('a created task has a 15-digit number and a name in UTC+8, and starts by itself', async () => {
  const { call, clock, tasks, show } = await startCloud()
  const { status, body } = await call('POST', tasks, { body: { ...creation, description: 'nightly' } })
  expect(status).toBe(200)
  expect(String(body?.id)).toMatch(/^260105\d{9}$/)
  expect(body?.task_name).toMatch(/^photos-archive-20260105100000000_\d{3}$/)
  expect(await show(String(body?.id))).toMatchObject({ status: 1, start_time: 0, description: 'nightly' })
  clock.jump(2_000)
  expect(await show(String(body?.id))).toMatchObject({
    status: 2,
    start_time: clock.now(),
    migrate_speed: expect.any(Number),
  })
})

test('responses repeat the request with the documented defaults and without its keys', async () => {
  const { call, tasks, show } = await startCloud()
  const { body } = await call('POST', tasks, { body: { ...creation, migrate_since: 1_700_000_000 } })
  const task = await show(String(body?.id))
  expect(task).toMatchObject({
    task_type: 'object',
    group_type: 'NORMAL_TASK',
    group_id: '',
    description: '',
    src_node: { cloud_type: 'Aliyun', bucket: 'photos', region: 'cn-hangzhou', object_key: [''] },
    dst_node: { bucket: 'archive', region: 'cn-north-4' },
    bandwidth_policy: [],
    error_reason: null,
    failed_object_record: { result: null, list_file_key: null, error_code: null },
    smn_info: null,
    source_cdn: null,
    success_record_error_reason: null,
    migrate_since: 1_700_000_000_000,
    enable_failed_object_recording: true,
    enable_kms: false,
    object_overwrite_mode: 'SIZE_LAST_MODIFIED_COMPARISON_OVERWRITE',
    dst_storage_policy: 'STANDARD',
    consistency_check: 'size_last_modified',
    task_priority: 'MEDIUM',
  })
  expect(JSON.stringify(task)).not.toMatch(/exampleS|"ak"|"sk"/)
})

describe('a creation is refused', () => {
  const cases: [string, object, object][] = [
    [
      'when the description has a forbidden character',
      { description: 'a -> b' },
      { error_code: 'OMS.0064', error_detail: 'request parameter [description] invalid.' },
    ],
    ['when the description is too long', { description: 'x'.repeat(256) }, { error_code: 'OMS.0064' }],
    [
      'when the task type is unknown',
      { task_type: 'OBJECT' },
      { error_detail: 'request parameter [task_type] invalid.' },
    ],
    [
      'without a source bucket',
      { src_node: { ...source, bucket: undefined } },
      { error_detail: 'request parameter [src_node.bucket] invalid.' },
    ],
    [
      'without a source region',
      { src_node: { ...source, region: '' } },
      { error_detail: 'request parameter [src_node.region] invalid.' },
    ],
    [
      'without source keys',
      { src_node: { ...source, sk: undefined } },
      { error_detail: 'request parameter [src_node.ak] invalid.' },
    ],
    [
      'without object names',
      { src_node: { ...source, object_key: [] } },
      { error_detail: 'request parameter [src_node.object_key] invalid.' },
    ],
    [
      'without an app id for Tencent',
      { src_node: { ...source, cloud_type: 'Tencent' } },
      { error_detail: 'request parameter [src_node.app_id] invalid.' },
    ],
    ['for an unknown cloud', { src_node: { ...source, cloud_type: 'HUAWEICLOUD' } }, { error_code: 'OMS.0064' }],
    [
      'without destination keys',
      { dst_node: { ...destination, ak: undefined } },
      { error_detail: 'request parameter [dst_node.ak] invalid.' },
    ],
    [
      'for a list file that is no text file',
      { task_type: 'list', src_node: { ...source, list_file: { ...listFile, list_file_key: 'objects.csv' } } },
      { error_code: 'S3M.1044' },
    ],
    [
      'for a CDN that asks for a key and gets none',
      {
        source_cdn: { domain: 'cdn.example.com', protocol: 'https', authentication_type: 'ALIYUN_OSS_A' },
      },
      { error_code: 'OMS.1032' },
    ],
    [
      'for a list without a list file',
      { task_type: 'list' },
      { error_detail: 'request parameter [src_node.list_file] invalid.' },
    ],
    [
      'for URLs from anything but URLSource',
      { task_type: 'url_list', src_node: { ...source, list_file: listFile } },
      { error_detail: 'request parameter [src_node.cloud_type] invalid.' },
    ],
    [
      'for URLSource without a URL list',
      { src_node: { ...source, cloud_type: 'URLSource' } },
      { error_detail: 'request parameter [src_node.cloud_type] invalid.' },
    ],
    [
      'for CRC64 from a cloud without it',
      { src_node: { ...source, cloud_type: 'AWS' }, consistency_check: 'crc64' },
      { error_code: 'OMS.0064' },
    ],
    ['for no check of bucket objects', { consistency_check: 'no_check' }, { error_code: 'OMS.0064' }],
    [
      'when the destination is not in the region of the endpoint',
      { dst_node: { ...destination, region: 'cn-north-1' } },
      { error_code: 'OMS.0183' },
    ],
    [
      'when two traffic rules overlap',
      { bandwidth_policy: [rule('08:00', '12:00'), rule('11:59', '13:00')] },
      { error_code: 'OMS.0085' },
    ],
    [
      'with six traffic rules',
      { bandwidth_policy: ['01', '02', '03', '04', '05', '06'].map((hour) => rule(`${hour}:00`, `${hour}:30`)) },
      { error_code: 'OMS.0083' },
    ],
    [
      'with a limit below 1 MB/s',
      { bandwidth_policy: [rule('08:00', '12:00', 1_048_575)] },
      { error_code: 'OMS.0084' },
    ],
    [
      'with a limit above 200 MB/s',
      { bandwidth_policy: [rule('08:00', '12:00', 209_715_201)] },
      { error_code: 'OMS.0084' },
    ],
    [
      'with a rule that ends before it starts',
      { bandwidth_policy: [rule('12:00', '08:00')] },
      { error_code: 'OMS.0087' },
    ],
    ['with a time that is none', { bandwidth_policy: [rule('8:00', '25:00')] }, { error_code: 'OMS.0087' }],
  ]
  test.each(cases)('%s', async (_when, change, expected) => {
    const { call, tasks, simulator } = await startCloud()
    const answer = await call('POST', tasks, { body: { ...creation, ...change } })
    expect(answer).toMatchObject({ status: 400, body: expected })
    expect(simulator.tasks(project)).toEqual([])
  })

  test('until the privacy agreement is accepted', async () => {
    const { call, tasks } = await startCloud({ accounts: [{ ...account, privacyAccepted: false }] })
    expect((await call('POST', tasks, { body: creation })).body).toMatchObject({ error_code: 'OMS.0092' })
  })

  test('if the destination bucket is known to be in another region', async () => {
    const buckets = [{ name: 'archive', region: 'cn-north-1' }]
    const { call, tasks } = await startCloud({ accounts: [{ ...account, buckets }] })
    expect((await call('POST', tasks, { body: creation })).body).toMatchObject({ error_code: 'OMS.0183' })
  })

  test('once the daily quota is used up, and no longer a day later', async () => {
    const { call, clock, tasks } = await startCloud({ behaviour: { createdPerDayLimit: 1 } })
    const create = async () => (await call('POST', tasks, { body: creation })).body
    expect(await create()).toHaveProperty('id')
    expect(await create()).toMatchObject({ error_code: 'OMS.0077' })
    clock.jump(24 * 3_600_000)
    expect(await create()).toHaveProperty('id')
  })
})

describe('other types of sources', () => {
  test.each([
    ['a URL list without keys', { task_type: 'url_list', src_node: { cloud_type: 'URLSource', list_file: listFile } }],
    ['an object list', { task_type: 'list', src_node: { ...source, object_key: undefined, list_file: listFile } }],
    ['prefixes', { task_type: 'prefix', src_node: { ...source, object_key: ['a/', 'b/'] } }],
    [
      'Google with a JSON file',
      { src_node: { ...source, ak: undefined, sk: undefined, cloud_type: 'Google', json_auth_file: '{}' } },
    ],
    [
      'Azure with a connection string',
      { src_node: { ...source, ak: undefined, sk: undefined, cloud_type: 'Azure', connection_string: 'example' } },
    ],
    ['Tencent with an app id', { src_node: { ...source, cloud_type: 'Tencent', app_id: '1250000000' } }],
  ])('%s is accepted and runs to the end', async (_kind, change) => {
    const { call, clock, tasks, simulator } = await startCloud()
    expect((await call('POST', tasks, { body: { ...creation, ...change } })).status).toBe(200)
    clock.jump(24 * 3_600_000)
    expect(simulator.tasks(project)).toMatchObject([{ status: 5, progress: 1 }])
  })
})

describe('a task with wrong keys or buckets is accepted and fails soon after', () => {
  test.each([
    ['TRF.0057', { dst_node: { ...destination, sk: 'exampleWrongSecret' } }],
    ['TRF.0151', { src_node: { ...source, ak: 'EXAMPLEUNKNOWN' } }],
    ['TRF.0058', { dst_node: { ...destination, bucket: 'no-such-bucket' } }],
    ['TRF.0155', { src_node: { ...source, bucket: 'no-such-bucket' } }],
  ])('with %s', async (code, change) => {
    const buckets = [
      { name: 'photos', region: 'cn-hangzhou', cloudType: 'Aliyun', bytes: 1e9, objects: 10 },
      { name: 'archive', region: 'cn-north-4' },
    ]
    const { call, clock, tasks, show } = await startCloud({ accounts: [{ ...account, buckets }] })
    const { body } = await call('POST', tasks, { body: { ...creation, ...change } })
    const id = String(body?.id)
    clock.jump(2_000)
    expect(await show(id)).toMatchObject({ status: 2 })
    clock.jump(3_000)
    expect(await show(id)).toMatchObject({ status: 4, error_reason: { error_code: code }, complete_size: 0 })
  })
})

test('a known source bucket decides how much is migrated', async () => {
  const buckets = [
    { name: 'photos', region: 'cn-hangzhou', cloudType: 'Aliyun', bytes: 7_000_000_000, objects: 4_321 },
    { name: 'archive', region: 'cn-north-4' },
  ]
  const { call, clock, tasks, simulator } = await startCloud({ accounts: [{ ...account, buckets }] })
  await call('POST', tasks, { body: creation })
  clock.jump(24 * 3_600_000)
  expect(simulator.tasks(project)).toMatchObject([
    { status: 5, total_size: 7_000_000_000, total_num: 4_321, successful_num: 4_321 },
  ])
})

test('a creation can be answered with 201', async () => {
  const { call, tasks } = await startCloud({ behaviour: { createdStatus: 201 } })
  expect(await call('POST', tasks, { body: creation })).toMatchObject({ status: 201 })
})

function rule(start: string, end: string, limit = 50_000_000) {
  return { start, end, max_bandwidth: limit }
}
