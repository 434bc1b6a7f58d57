import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { account, project, startCloud } from './cloud.ts'

const storage = `/v2/${project}/objectstorage`
const keys = { ak: 'SRCEXAMPLEAK', sk: 'exampleSourceSecret' }
const photos = { ...keys, cloud_type: 'Aliyun', bucket_name: 'photos', data_center: 'cn-hangzhou' }

const contents = [
  { key: '2025/a.jpg', bytes: 77_164_380 },
  { key: '2025/b.jpg', bytes: 999 },
  { key: '2025/may/c.jpg' },
  { key: '2025/may/d.jpg' },
  { key: 'readme.txt', bytes: 2_048 },
]
const buckets = [
  { name: 'photos', region: 'cn-hangzhou', cloudType: 'Aliyun', contents },
  { name: 'far-away', region: 'cn-nowhere', cloudType: 'Aliyun', objects: 0 },
  { name: 'archive', region: 'cn-north-4' },
]

async function startStorage(listed = true) {
  const cloud = await startCloud({ accounts: [listed ? { ...account, buckets } : account] })
  const ask = (what: string, body: object) => cloud.call('POST', `${storage}/buckets${what}`, { body })
  const list = async (method: string, path: string, body?: object) => {
    const response = await cloud.raw(method, `${storage}${path}`, body ? { body } : {})
    return z.array(z.unknown()).parse(await response.json())
  }
  return { ...cloud, ask, list }
}

describe('the list of buckets', () => {
  test('is a plain array of names in one cloud', async () => {
    const { list } = await startStorage()
    expect(await list('POST', '/buckets', { ...keys, cloud_type: 'Aliyun' })).toEqual(['photos', 'far-away'])
    expect(await list('POST', '/buckets', { ...keys, cloud_type: 'HuaweiCloud' })).toEqual(['archive'])
    expect(await list('POST', '/buckets', { ...keys, cloud_type: 'HEC' })).toEqual(['archive'])
    expect(await list('POST', '/buckets', { cloud_type: 'Google', json_auth_file: '{}' })).toEqual([])
    expect(await list('POST', '/buckets', { cloud_type: 'Azure', connection_string: 'AccountName=x' })).toEqual([])
  })

  test.each([
    ['with a wrong pair', { ...keys, sk: 'exampleWrongSecret' }, { error_code: 'OMS.0153' }],
    ['without an AK', { sk: keys.sk }, { error_detail: 'request parameter [ak] invalid.' }],
    ['without an SK', { ak: keys.ak }, { error_detail: 'request parameter [sk] invalid.' }],
    [
      'of Tencent without an app id',
      { ...keys, cloud_type: 'Tencent' },
      { error_detail: 'request parameter [app_id] invalid.' },
    ],
    [
      'of an unknown cloud',
      { ...keys, cloud_type: 'aliyun' },
      { error_detail: 'request parameter [cloud_type] invalid.' },
    ],
  ])('is refused %s', async (_, body, answer) => {
    const { ask } = await startStorage()
    expect(await ask('', body)).toMatchObject({ status: 400, body: answer })
  })
})

describe('the objects of a bucket', () => {
  const page = { ...photos, file_path: '', page_size: 100, behind_filename: '' }

  test('are listed level by level, with sizes as text', async () => {
    const { ask } = await startStorage()
    expect(await ask('/objects', page)).toMatchObject({
      status: 200,
      body: {
        next_page: false,
        next_marker: null,
        records: [
          { name: '2025/', size: '--' },
          { name: 'readme.txt', size: '2.00 KB' },
        ],
      },
    })
    expect(await ask('/objects', { ...page, file_path: '2025/' })).toMatchObject({
      body: {
        records: [
          { name: '2025/a.jpg', size: '73.59 MB' },
          { name: '2025/b.jpg', size: '999 B' },
          { name: '2025/may/', size: '--' },
        ],
      },
    })
  })

  test('come page by page', async () => {
    const { ask } = await startStorage(false)
    const names: string[] = []
    let marker = ''
    for (let pages = 1; ; pages++) {
      const { body } = await ask('/objects', { ...page, file_path: 'logs/', page_size: 50, behind_filename: marker })
      const { records, next_page, next_marker } = objectPage.parse(body)
      names.push(...records.map(({ name }) => name))
      if (!next_page) {
        expect(pages).toBe(3)
        break
      }
      expect(next_marker).toBe(names.at(-1))
      marker = next_marker ?? ''
    }
    expect(names).toHaveLength(120)
    expect(names).toEqual([...new Set(names)].toSorted())
  })

  test('can be none', async () => {
    const { ask } = await startStorage()
    const empty = { ...page, bucket_name: 'far-away', data_center: 'cn-nowhere' }
    expect(await ask('/objects', empty)).toMatchObject({ body: { next_page: false, records: [] } })
  })

  test.each([
    ['of an unknown bucket', { bucket_name: 'no-such' }, { error_code: 'OMS.0153' }],
    ['of another cloud', { cloud_type: 'HuaweiCloud' }, { error_code: 'OMS.0153' }],
    ['in another region', { data_center: 'cn-beijing' }, { error_code: 'OMS.0182' }],
    ['on pages over 100', { page_size: 101 }, { error_detail: 'request parameter [page_size] invalid.' }],
    ['in a path without a slash', { file_path: '2025' }, { error_detail: 'request parameter [file_path] invalid.' }],
    ['without a place to continue', { behind_filename: undefined }, { error_code: 'OMS.0064' }],
    ['with a wrong pair', { sk: 'exampleWrongSecret' }, { error_code: 'OMS.0153' }],
  ])('are refused %s', async (_, change, body) => {
    const { ask } = await startStorage()
    expect(await ask('/objects', { ...page, ...change })).toMatchObject({ status: 400, body })
  })
})

describe('the region of a bucket', () => {
  test('has a name, and says whether it is supported', async () => {
    const { ask } = await startStorage()
    expect(await ask('/regions', photos)).toMatchObject({
      body: { id: 'cn-hangzhou', name: 'China (Hangzhou)', support: true },
    })
    expect(await ask('/regions', { ...photos, bucket_name: 'far-away' })).toMatchObject({
      body: { id: 'cn-nowhere', name: 'cn-nowhere', support: false },
    })
  })

  test('can lack that, as in the example', async () => {
    const { ask, simulator } = await startStorage()
    simulator.setQuirks({ omittedFields: ['support'] })
    expect((await ask('/regions', photos)).body).toEqual({ id: 'cn-hangzhou', name: 'China (Hangzhou)' })
  })

  test('is the usual one if every name exists', async () => {
    const { ask } = await startStorage(false)
    const any = { ...photos, bucket_name: 'any' }
    expect(await ask('/regions', { ...any, cloud_type: 'HuaweiCloud' })).toMatchObject({ body: { id: 'cn-north-4' } })
    expect(await ask('/regions', { ...any, cloud_type: 'AWS' })).toMatchObject({
      body: { id: 'us-east-1', support: true },
    })
  })

  test.each([
    ['of an unknown bucket', { bucket_name: 'no-such' }],
    ['with a wrong pair', { sk: 'exampleWrongSecret' }],
  ])('is refused %s', async (_, change) => {
    const { ask } = await startStorage()
    expect(await ask('/regions', { ...photos, ...change })).toMatchObject({ body: { error_code: 'OMS.0155' } })
  })
})

describe('a prefix', () => {
  test('exists if a name begins with it', async () => {
    const { ask } = await startStorage()
    const exist = async (prefix: string) => (await ask('/prefix', { ...photos, file_name: prefix })).body?.exist
    expect(await exist('2025/ma')).toBe(true)
    expect(await exist('')).toBe(true)
    expect(await exist('2026/')).toBe(false)
  })

  test('always exists if the contents are not simulated, unless the bucket is empty', async () => {
    const [{ ask: anywhere }, { ask }] = [await startStorage(false), await startStorage()]
    expect(await anywhere('/prefix', { ...photos, file_name: '2026/' })).toMatchObject({ body: { exist: true } })
    const empty = { ...photos, bucket_name: 'far-away', data_center: 'cn-nowhere', file_name: '' }
    expect(await ask('/prefix', empty)).toMatchObject({ body: { exist: false } })
  })

  test('can be checked with temporary keys, too', async () => {
    const storageKeys = [{ accessKey: keys.ak, secretKey: keys.sk, securityToken: 'example-token' }]
    const { call } = await startCloud({ accounts: [{ ...account, storageKeys }] })
    const ask = (more: object) =>
      call('POST', `${storage}/buckets/prefix`, { body: { ...photos, file_name: '', ...more } })
    expect(await ask({ security_token: 'example-token' })).toMatchObject({ status: 200 })
    expect(await ask({})).toMatchObject({ body: { error_code: 'OMS.0153' } })
  })

  test('is refused in another region', async () => {
    const { ask } = await startStorage()
    expect(await ask('/prefix', { ...photos, data_center: 'cn-beijing', file_name: '' })).toMatchObject({
      body: { error_code: 'OMS.0182' },
    })
  })
})

test('read-only users can read buckets', async () => {
  const { call } = await startCloud({ accounts: [{ ...account, readOnly: true }] })
  const body = { ...photos, file_name: '' }
  expect(await call('POST', `${storage}/buckets/prefix`, { body })).toMatchObject({ status: 200 })
})

const objectPage = z.object({
  next_page: z.boolean(),
  next_marker: z.string().nullable(),
  records: z.array(z.object({ name: z.string(), size: z.string() })),
})
