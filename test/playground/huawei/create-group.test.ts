import { describe, expect, test } from 'vitest'
import { account, creation, project, startCloud } from './cloud.ts'

const minutes = 60_000
const hours = 60 * minutes
const { src_node: source, dst_node: destination } = creation
const listFile = { list_file_key: 'lists/', obs_bucket: 'lists' }
const urlSource = { cloud_type: 'URLSource', list_file: listFile }

test('a created group has a UUID and runs to its end by itself', async () => {
  const { call, clock, groups, showGroup, simulator } = await startCloud()
  const { status, body } = await call('POST', groups, { body: { ...creation, description: 'all of it' } })
  expect(status).toBe(200)
  const id = String(body?.group_id)
  expect(await showGroup(id)).toMatchObject({ status: 0, start_time: 0, description: 'all of it', task_type: 'PREFIX' })
  clock.jump(2_000)
  expect(await showGroup(id)).toMatchObject({ status: 1, start_time: clock.now() })
  clock.jump(10 * hours)
  expect(await showGroup(id)).toMatchObject({ status: 6 })
  expect(simulator.tasks(project).length).toBeGreaterThanOrEqual(2)
})

test('a creation can be answered with 201', async () => {
  const { call, groups } = await startCloud({ behaviour: { createdStatus: 201 } })
  expect(await call('POST', groups, { body: creation })).toMatchObject({ status: 201 })
})

test('responses, also of its tasks, repeat the request without its keys', async () => {
  const { call, clock, groups, showGroup, simulator } = await startCloud()
  const settings = { enable_restore: true, object_overwrite_mode: 'FULL_OVERWRITE', migrate_since: 1_700_000_000 }
  const { body } = await call('POST', groups, {
    body: { ...creation, ...settings, dst_node: { ...destination, save_prefix: 'old/', cloud_type: 'HEC' } },
  })
  clock.jump(1 * minutes)
  const group = await showGroup(String(body?.group_id))
  const echoed = { ...settings, migrate_since: 1_700_000_000_000, dst_node: { bucket: 'archive', save_prefix: 'old/' } }
  expect(group).toMatchObject({ ...echoed, src_node: { cloud_type: 'ALIYUN', bucket: 'photos' } })
  expect(simulator.tasks(project)[0]).toMatchObject({ ...echoed, src_node: { cloud_type: 'Aliyun', bucket: 'photos' } })
  expect(JSON.stringify([group, simulator.tasks(project)])).not.toMatch(/exampleS|"ak"|"sk"/)
})

test('the key of a CDN is forgotten, but not the CDN', async () => {
  const source_cdn = { domain: 'cdn.example.com', protocol: 'https', authentication_type: 'ALIYUN_OSS_A' }
  const { call, clock, groups, simulator } = await startCloud()
  await call('POST', groups, {
    body: { ...creation, source_cdn: { ...source_cdn, authentication_key: 'exampleCdnKey' } },
  })
  clock.jump(1 * minutes)
  const [group] = simulator.groups(project)
  expect(group?.source_cdn).toEqual(source_cdn)
  expect(simulator.tasks(project)[0]?.source_cdn).toEqual(source_cdn)
})

test.each([
  ['LIST', { ...source, list_file: listFile }, 'list'],
  ['URL_LIST', urlSource, 'url_list'],
] as const)('a group can migrate by %s', async (task_type, src_node, taskType) => {
  const { call, clock, groups, simulator } = await startCloud()
  expect(await call('POST', groups, { body: { ...creation, task_type, src_node } })).toMatchObject({ status: 200 })
  clock.jump(1 * minutes)
  expect(simulator.groups(project)).toMatchObject([{ task_type, src_node: { list_file: listFile } }])
  expect(simulator.tasks(project)[0]).toMatchObject({ task_type: taskType })
})

test('the source bucket decides how much is migrated', async () => {
  const buckets = [
    { name: 'photos', region: 'cn-hangzhou', cloudType: 'Aliyun', bytes: 100e9, objects: 5_000 },
    { name: 'archive', region: 'cn-north-4' },
  ]
  const { call, clock, groups, simulator } = await startCloud({ accounts: [{ ...account, buckets }] })
  await call('POST', groups, { body: creation })
  clock.jump(1 * minutes)
  expect(simulator.groups(project)).toMatchObject([{ total_size: 100e9, total_num: 5_000 }])
  expect(simulator.tasks(project)).toHaveLength(5)
})

describe('a creation is refused', () => {
  const cases: [string, object, string][] = [
    ['with a task type in lower case', { task_type: 'prefix' }, 'task_type'],
    ['with the type that only tasks have', { task_type: 'OBJECT' }, 'task_type'],
    ['with a forbidden character in its description', { description: 'a & b' }, 'description'],
    ['without a source region', { src_node: { ...source, region: '' } }, 'src_node.region'],
    ['without source keys', { src_node: { ...source, ak: undefined } }, 'src_node.ak'],
    ['without prefixes', { src_node: { ...source, object_key: [] } }, 'src_node.object_key'],
    ['without a list file', { task_type: 'LIST' }, 'src_node.list_file'],
    [
      'with URLs from a cloud',
      { task_type: 'URL_LIST', src_node: { ...source, list_file: listFile } },
      'src_node.cloud_type',
    ],
    ['without a destination bucket', { dst_node: { ...destination, bucket: undefined } }, 'dst_node.bucket'],
  ]
  test.each(cases)('%s', async (_, change, parameter) => {
    const { call, groups, simulator } = await startCloud()
    expect(await call('POST', groups, { body: { ...creation, ...change } })).toMatchObject({
      status: 400,
      body: { error_code: 'OMS.0064', error_detail: `request parameter [${parameter}] invalid.` },
    })
    expect(simulator.groups(project)).toEqual([])
  })

  test.each([
    ['reference', 400],
    ['sdk', 200],
    ['both', 200],
  ] as const)('without a choice of encryption if OMS follows the reference: %s', async (contract, status) => {
    const { call, groups } = await startCloud({ behaviour: { contract } })
    const body = { ...creation, enable_kms: undefined }
    expect(await call('POST', groups, { body })).toMatchObject({ status })
  })

  test.each([
    ['sdk', { enable_kms: false }, 'enable_kms'],
    ['reference', { src_node: { ...source, connection_string: 'x' } }, 'src_node.connection_string'],
    ['both', { colour: 'red' }, 'colour'],
  ] as const)('for an unknown field, or the field is ignored: %s', async (contract, more, field) => {
    const body = { ...creation, enable_kms: contract === 'sdk' ? undefined : false, ...more }
    const strict = await startCloud({ behaviour: { contract, unknownFields: 'refused' } })
    expect(await strict.call('POST', strict.groups, { body })).toMatchObject({
      status: 400,
      body: { error_code: 'OMS.0064', error_detail: `request parameter [${field}] invalid.` },
    })
    const lenient = await startCloud({ behaviour: { contract } })
    expect(await lenient.call('POST', lenient.groups, { body })).toMatchObject({ status: 200 })
  })

  test('for another region than that of the endpoint or of the bucket', async () => {
    const buckets = [{ name: 'archive', region: 'cn-east-3' }]
    const { call, groups } = await startCloud({ accounts: [{ ...account, buckets }] })
    const elsewhere = { ...creation, dst_node: { ...destination, region: 'cn-east-3' } }
    expect(await call('POST', groups, { body: elsewhere })).toMatchObject({ body: { error_code: 'OMS.0183' } })
    expect(await call('POST', groups, { body: creation })).toMatchObject({ body: { error_code: 'OMS.0183' } })
  })

  test('if 100 groups were created within 24 hours', async () => {
    const { call, clock, groups } = await startCloud()
    const create = () => call('POST', groups, { body: creation })
    for (let group = 0; group < 100; group++) expect(await create()).toMatchObject({ status: 200 })
    expect(await create()).toMatchObject({ status: 400, body: { error_code: 'OMS.1037' } })
    clock.jump(24 * hours)
    expect(await create()).toMatchObject({ status: 200 })
  })

  test('for a read-only user', async () => {
    const { call, groups } = await startCloud({ accounts: [{ ...account, readOnly: true }] })
    expect(await call('POST', groups, { body: creation })).toMatchObject({ body: { error_code: 'OMS.0205' } })
  })
})

test.each([
  ['source', { src_node: { ...source, sk: 'exampleWrongSecret' } }, 'TRF.0151'],
  ['destination', { dst_node: { ...destination, sk: 'exampleWrongSecret' } }, 'TRF.0057'],
])('a group with a wrong key pair for the %s is accepted, and its creation fails', async (_, change, code) => {
  const { call, clock, groups, showGroup, simulator } = await startCloud()
  const { body } = await call('POST', groups, { body: { ...creation, ...change } })
  clock.jump(10_000)
  expect(await showGroup(String(body?.group_id))).toMatchObject({ status: 4, error_reason: { error_code: code } })
  expect(simulator.tasks(project)).toEqual([])
})

describe('until the privacy agreement is accepted', () => {
  test('tasks and groups are refused', async () => {
    const { call, groups, tasks } = await startCloud({ accounts: [{ ...account, privacyAccepted: false }] })
    const answers = async () => [
      (await call('POST', tasks, { body: creation })).body?.error_code,
      (await call('POST', groups, { body: creation })).body?.error_code,
    ]
    expect(await answers()).toEqual(['OMS.0092', 'OMS.1010'])
    expect(await call('POST', `/v2/${project}/privacy-agreements`)).toMatchObject({ status: 200, body: undefined })
    expect(await answers()).toEqual([undefined, undefined])
  })

  test('tasks and groups are refused, and again after a reset', async () => {
    const { call, groups, simulator } = await startCloud({ accounts: [{ ...account, privacyAccepted: false }] })
    await call('POST', `/v2/${project}/privacy-agreements`)
    simulator.reset()
    expect(await call('POST', groups, { body: creation })).toMatchObject({ body: { error_code: 'OMS.1010' } })
  })
})
