import { describe, expect, test } from 'vitest'
import { account, otherProject, project, startCloud } from './cloud.ts'

const days = 24 * 3_600_000

/** The smallest correct body for a creation. */
const syncCreation = {
  ...{ src_region: 'cn-beijing', src_bucket: 'uploads', src_ak: 'SRCEXAMPLEAK', src_sk: 'exampleSourceSecret' },
  ...{ dst_region: 'cn-north-4', dst_bucket: 'copy', dst_ak: account.accessKey, dst_sk: account.secretKey },
}

describe('a created synchronization task', () => {
  test('synchronizes at once, and the response repeats the request without its keys', async () => {
    const { call, clock, showSync, syncs } = await startCloud()
    const { status, body } = await call('POST', syncs, { body: { ...syncCreation, description: 'uploads' } })
    expect(status).toBe(200)
    const sync = await showSync(String(body?.sync_task_id))
    expect(sync).toEqual({
      sync_task_id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      ...{ src_cloud_type: 'Aliyun', src_region: 'cn-beijing', src_bucket: 'uploads' },
      ...{ dst_bucket: 'copy', dst_region: 'cn-north-4', description: 'uploads', status: 'SYNCHRONIZING' },
      ...{ create_time: clock.now(), last_start_time: clock.now(), app_id: null, dst_storage_policy: null },
      ...{ enable_kms: false, enable_metadata_migration: false, enable_restore: false },
      ...{ object_overwrite_mode: 'SIZE_LAST_MODIFIED_COMPARISON_OVERWRITE', consistency_check: 'size_last_modified' },
      ...{ monthly_acceptance_request: 0, monthly_success_object: 0, monthly_failure_object: 0 },
      ...{ monthly_skip_object: 0, monthly_size: 0 },
    })
  })

  test('forgets the key of its CDN, and shows the CDN only in the list', async () => {
    const source_cdn = { domain: 'cdn.example.com', protocol: 'https', authentication_type: 'ALIYUN_OSS_A' }
    const { call, showSync, simulator, syncs } = await startCloud()
    const body = { ...syncCreation, source_cdn: { ...source_cdn, authentication_key: 'exampleCdnKey' } }
    const { body: created } = await call('POST', syncs, { body })
    expect(simulator.syncs(project)[0]?.source_cdn).toEqual(source_cdn)
    expect(await showSync(String(created?.sync_task_id))).not.toHaveProperty('source_cdn')
  })

  test('is checked by transmission if requests say so, and then shows no_check', async () => {
    const { call, showSync, syncs } = await startCloud()
    const { body } = await call('POST', syncs, { body: { ...syncCreation, consistency_check: 'transmission' } })
    expect(await showSync(String(body?.sync_task_id))).toMatchObject({ consistency_check: 'no_check' })
  })

  test('is refused if five exist', async () => {
    const { call, syncs, simulator } = await startCloud()
    for (let sync = 0; sync < 5; sync++) simulator.addSync(project, { status: 'STOPPED' })
    expect(await call('POST', syncs, { body: syncCreation })).toMatchObject({
      status: 400,
      body: { error_code: 'S3M.0091' },
    })
  })

  const cases: [string, object, object][] = [
    ['without source keys', { src_sk: undefined }, { error_detail: 'request parameter [src_sk] invalid.' }],
    ['with a parenthesis in its description', { description: 'a (b)' }, { error_code: 'OMS.0064' }],
    ['from Google', { src_cloud_type: 'Google' }, { error_detail: 'request parameter [src_cloud_type] invalid.' }],
    [
      'from Tencent without an app',
      { src_cloud_type: 'Tencent' },
      { error_detail: 'request parameter [app_id] invalid.' },
    ],
    [
      'with CRC64 where there is none',
      { src_cloud_type: 'AWS', consistency_check: 'crc64' },
      { error_detail: 'request parameter [consistency_check] invalid.' },
    ],
    ['checked as answers call it', { consistency_check: 'no_check' }, { error_code: 'OMS.0064' }],
    ['to another region', { dst_region: 'cn-east-3' }, { error_code: 'OMS.0183' }],
  ]
  test.each(cases)('is refused %s', async (_, change, body) => {
    const { call, simulator, syncs } = await startCloud()
    expect(await call('POST', syncs, { body: { ...syncCreation, ...change } })).toMatchObject({ status: 400, body })
    expect(simulator.syncs(project)).toEqual([])
  })
})

describe('the list', () => {
  test('filters by state, newest first, with CDNs', async () => {
    const { call, simulator, syncs } = await startCloud()
    const [stopped, running] = [
      simulator.addSync(project, { status: 'STOPPED' }),
      simulator.addSync(project, { description: 'live' }),
    ]
    simulator.addSync(otherProject)
    const list = async (query: Record<string, string>) => (await call('GET', syncs, { query })).body
    const [newest, oldest] = [{ sync_task_id: running, source_cdn: null }, { sync_task_id: stopped }]
    expect(await list({})).toMatchObject({ count: 2, tasks: [newest, oldest] })
    expect(await list({ limit: '1', offset: '1' })).toMatchObject({ count: 2, tasks: [oldest] })
    expect(await list({ status: 'STOPPED' })).toMatchObject({ count: 1, tasks: [oldest] })
    expect(await list({ offset: '10000' })).toMatchObject({ count: 2, tasks: [] })
  })

  test.each([
    ['limit', '0'],
    ['offset', '10001'],
    ['status', '1'],
  ])('refuses %s=%s', async (name, value) => {
    const { call, syncs } = await startCloud()
    expect(await call('GET', syncs, { query: { [name]: value } })).toMatchObject({
      body: { error_detail: `request parameter [${name}] invalid.` },
    })
  })
})

describe('showing a synchronization task', () => {
  test.each([{}, { query_time: '' }, { query_time: 'today' }, { query_time: '9e99' }])('refuses %o', async (query) => {
    const { call, simulator, syncs } = await startCloud()
    const id = simulator.addSync(project)
    expect(await call('GET', `${syncs}/${id}`, { query: { ...query } })).toMatchObject({
      status: 400,
      body: { error_detail: 'request parameter [query_time] invalid.' },
    })
  })

  test('returns the figures of the month around query_time', async () => {
    const { call, clock, simulator, syncs } = await startCloud()
    const id = simulator.addSync(project, { historyMs: 10 * days, requestsPerHour: 120 })
    const inMonthOf = async (at: number) =>
      (await call('GET', `${syncs}/${id}`, { query: { query_time: String(at) } })).body ?? {}
    const [december, january] = [await inMonthOf(Date.UTC(2025, 11, 20)), await inMonthOf(clock.now())]
    // It is 5 January 10:00 in China: 4 days and 10 hours of the ten days are in January.
    expect(Number(january.monthly_acceptance_request) / (106 * 120)).toBeCloseTo(1, 1)
    expect(Number(december.monthly_acceptance_request) / (134 * 120)).toBeCloseTo(1, 1)
    expect(await inMonthOf(Date.UTC(2026, 1, 20))).toMatchObject({ monthly_acceptance_request: 0, monthly_size: 0 })
  })

  test('returns consistent sums: requested objects were copied, failed or skipped', async () => {
    const { simulator, showSync } = await startCloud()
    const sync = await showSync(
      simulator.addSync(project, { failureShare: 0.1, skipShare: 0.2, bytesPerObject: 1_000 }),
    )
    const [success, failure, skip] = [
      Number(sync.monthly_success_object),
      Number(sync.monthly_failure_object),
      Number(sync.monthly_skip_object),
    ]
    expect(success + failure + skip).toBe(sync.monthly_acceptance_request)
    expect(failure / success).toBeCloseTo(1 / 7, 1)
    expect(skip / success).toBeCloseTo(2 / 7, 1)
    expect(sync.monthly_size).toBe(success * 1_000)
  })
})
