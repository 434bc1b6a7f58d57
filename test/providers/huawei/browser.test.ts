import { describe, expect, test } from 'vitest'
import type { Browser } from '../../../src/providers/provider.ts'
import { failure } from '../cloud.ts'
import type { Received } from '../local-server.ts'
import { callsOf, refusal } from './open-account.ts'
import { bodyOf, cdn, here, inAliyun, openBrowser, secret, top, withCdnKey } from './open-browser.ts'

describe('the service', () => {
  const version = { links: [], id: 'v2', updated: '2020-04-01T12:00:00Z', status: 'CURRENT' }

  test('shows its versions, and where the account is', async () => {
    const versions = [version, { ...version, id: null }]
    const { browser, server } = await openBrowser(({ path }) => ({ body: path === '/' ? { versions } : version }))
    expect(await browser.facts?.({})).toEqual([
      { label: 'Region', value: 'CN North Beijing4 (cn-north-4)' },
      { label: 'Endpoint', value: server.url.host },
      { label: 'API version in use', value: 'v2, current, of 2020-04-01' },
      { label: 'API version', value: 'v2, current, of 2020-04-01' },
    ])
    expect(server.received.map(({ path }) => path)).toEqual(['/', '/v2'])
    expect(server.received[0]?.headers.authorization).toMatch(/^SDK-HMAC-SHA256 Access=/)
  })

  // The example in the document has a schema in the status field, and one name for both versions.
  test('is read as in its example', async () => {
    const example = { ...version, id: 'v1', status: { type: 'string', default: 'SUPPORTED', enum: ['CURRENT'] } }
    const { browser } = await openBrowser(({ path }) =>
      path === '/' ? { body: { versions: [example, example] } } : refusal('S3M.0256', 404),
    )
    expect((await browser.facts?.({}))?.slice(2)).toEqual([{ label: 'API version', value: 'v1, of 2020-04-01' }])
  })

  test('lists the clouds to migrate from, and logs names that Ferry does not know', async () => {
    const { browser, server, warnings } = await openBrowser(() => ({ body: ['AWS', { name: 'Aliyun' }, 'URLSource'] }))
    expect(await browser.clouds?.({})).toEqual(['AWS', 'URLSource'])
    expect(server.received[0]?.query.toString()).toBe('type=src')
    expect(warnings).toHaveLength(1)
  })

  test('lists the regions of one cloud, by default its own', async () => {
    const region = { cloud_type: 'AWS', value: 'us-east-1', description: 'US Standard (N. Virginia)' }
    const body = [
      {
        service_name: 'AWS',
        region_list: [region, { ...region, value: null }, { ...region, value: 'new-1', description: '' }],
      },
      { service_name: 'HUAWEICLOUD', region_list: [{ value: 'cn-north-4' }] },
      { service_name: 'Azure', region_list: null },
    ]
    const { browser } = await openBrowser(() => ({ body }))
    expect(await browser.regions?.({ cloud: 'aws' }, {})).toEqual([
      { id: 'us-east-1', name: 'US Standard (N. Virginia)' },
      { id: 'new-1' },
    ])
    expect(await browser.regions?.({}, {})).toEqual([{ id: 'cn-north-4' }])
    expect(await browser.regions?.({ cloud: 'Azure' }, {})).toEqual([])
    expect(await browser.regions?.({ cloud: 'Nimbus' }, {})).toEqual([])
  })
})

describe('the objects of a bucket', () => {
  const page = (records: unknown, rest: object = {}) => ({
    body: { next_page: false, next_marker: null, records, ...rest },
  })

  test('are requested as documented', async () => {
    const { browser, server } = await openBrowser(() => page([]))
    const query = { ...top, cloud: 'aliyun', folder: 'A/', limit: 1000, after: 'A/m' }
    expect(await browser.objects?.(query, {})).toEqual({ entries: [] })
    expect(callsOf(server)).toEqual(['POST /objectstorage/buckets/objects'])
    expect(bodyOf(server.received[0])).toEqual({
      page_size: 100,
      behind_filename: 'A/m',
      file_path: 'A/',
      cloud_type: 'Aliyun',
      bucket_name: 'photos',
      ak: secret.accessKey,
      sk: secret.secretKey,
      data_center: 'cn-hangzhou',
    })
  })

  test('are separated from folders, with full names and without the folder itself', async () => {
    const records = [
      { name: 'A/', size: '0 B' },
      { name: 'A/2025/', size: '--' },
      { name: 'A/a.jpg', size: '73.59 MB' },
      { name: 'A/no-size', size: '--' },
      { name: 'short.txt', size: null },
      { name: '', size: '1 B' },
    ]
    const { browser, warnings } = await openBrowser(() => page(records))
    expect(await browser.objects?.({ ...top, folder: 'A/' }, {})).toEqual({
      entries: [
        { name: 'A/2025/', isFolder: true },
        { name: 'A/a.jpg', isFolder: false, size: '73.59 MB' },
        { name: 'A/no-size', isFolder: false },
        { name: 'A/short.txt', isFolder: false },
      ],
    })
    expect(warnings).toHaveLength(1)
  })

  const one = [{ name: 'a', size: '1 B' }]
  test.each([
    ['continues at the marker', { next_page: true, next_marker: 'b' }, 'b'],
    ['continues at the last name if there is no marker', { next_page: true }, 'a'],
    ['ends if the response says so, with or without a marker', { next_marker: 'b' }, undefined],
  ])('are a list that %s', async (_, rest, next) => {
    const { browser, warnings } = await openBrowser(() => page(one, rest))
    expect((await browser.objects?.({ ...top, after: 'before' }, {}))?.next).toBe(next)
    expect(warnings).toEqual([])
  })

  // Reading on would return the same page forever.
  test('are a list that ends if a page points to itself', async () => {
    const { browser, warnings } = await openBrowser(() => page(one, { next_page: true, next_marker: 'before' }))
    expect(await browser.objects?.({ ...top, after: 'before' }, {})).not.toHaveProperty('next')
    expect(warnings).toHaveLength(1)
  })

  test('can be none', async () => {
    const { browser } = await openBrowser(() => page(null, { next_page: true }))
    expect(await browser.objects?.(top, {})).toEqual({ entries: [] })
  })
})

describe('a bucket in an unknown region', () => {
  const answers: Readonly<Record<string, unknown>> = {
    regions: { id: 'cn-shanghai', name: 'Shanghai' },
    objects: { next_page: false, records: [] },
    prefix: {},
    'cdn-info': { is_download_available: true },
  }
  const answer = ({ path }: Received) => ({ body: answers[path.split('/').at(-1) ?? ''] })
  const ways: readonly [string, (browser: Browser, query: typeof inAliyun) => Promise<unknown> | undefined][] = [
    ['objects', (browser, query) => browser.objects?.({ ...query, folder: '', limit: 1 }, {})],
    ['prefix', (browser, query) => browser.hasPrefix?.({ ...query, prefix: 'a' }, {})],
    ['cdn-info', (browser, query) => browser.cdn?.({ ...query, ...cdn, authentication: 'NONE' }, {})],
  ]

  test.each(ways)('has its region looked up first: %s', async (what, ask) => {
    const { browser, server } = await openBrowser(answer)
    await ask(browser, inAliyun)
    expect(callsOf(server)).toEqual(['regions', what].map((part) => `POST /objectstorage/buckets/${part}`))
    const [first, second] = server.received.map(bodyOf)
    expect(first).toEqual({ cloud_type: 'Aliyun', ak: secret.accessKey, sk: secret.secretKey, bucket_name: 'photos' })
    expect(second?.data_center ?? second?.region).toBe('cn-shanghai')
  })

  const wrong: readonly (readonly [string, (browser: Browser) => Promise<unknown> | undefined])[] = [
    ['folder', (browser) => browser.objects?.({ ...inAliyun, folder: 'no-slash', limit: 1 }, {})],
    ['prefix', (browser) => browser.hasPrefix?.({ ...inAliyun, prefix: 'x'.repeat(1025) }, {})],
    ['CDN', (browser) => browser.cdn?.({ ...inAliyun, ...cdn, domain: '' }, {})],
  ]
  test.each(wrong)('is not looked up while the rest of the input is wrong: %s', async (_, ask) => {
    const { browser, server } = await openBrowser(answer)
    expect((await failure(Promise.resolve(ask(browser)))).code).toBe('form_invalid')
    expect(server.received).toEqual([])
  })

  test('can be in a region for which OMS does not say whether it can be a source', async () => {
    const { browser } = await openBrowser(answer)
    expect(await browser.bucketRegion?.(inAliyun, {})).toEqual({ id: 'cn-shanghai', name: 'Shanghai' })
  })

  test('has no such prefix if the response leaves that out', async () => {
    const { browser } = await openBrowser(answer)
    expect(await browser.hasPrefix?.({ ...here, prefix: 'a' }, {})).toBe(false)
  })
})

describe('a CDN', () => {
  const key = (name: string, isThere: boolean) => ({
    key: name,
    is_object_existing: isThere,
    is_etag_matching: isThere,
  })
  const old = (name: string) => ({ ...key(name, true), is_etag_matching: false })

  test.each([
    [{ is_download_available: true, is_same_cloud_type: false, checked_keys: null }, { canRead: true }],
    [
      { is_download_available: false, is_same_cloud_type: false, checked_keys: [] },
      { canRead: false, problem: 'it does not belong to the bucket’s cloud' },
    ],
    [
      { is_download_available: false, checked_keys: [key('a', false), key('b', false), key('c', true)] },
      { canRead: false, problem: 'it lacks 2 of the 3 objects that were tried (a, b)' },
    ],
    [
      { is_download_available: true, checked_keys: [old('a'), key('b', true)] },
      { canRead: true, problem: 'it has an old copy of 1 of the 2 objects that were tried (a)' },
    ],
    [
      { is_download_available: false, checked_keys: ['a', 'b', 'c', 'd'].map((name) => key(name, false)) },
      { canRead: false, problem: 'it lacks 4 of the 4 objects that were tried (a, b, c, …)' },
    ],
  ])('is read: %j', async (body, check) => {
    const { browser } = await openBrowser(() => ({ body }))
    expect(await browser.cdn?.({ ...withCdnKey, ...cdn }, {})).toEqual(check)
  })

  test('is checked as documented', async () => {
    const { browser, server } = await openBrowser(() => ({ body: { is_download_available: true } }))
    await browser.cdn?.({ ...withCdnKey, ...cdn, objects: ['a.jpg', 'b.jpg'] }, {})
    expect(callsOf(server)).toEqual(['POST /objectstorage/buckets/cdn-info'])
    expect(bodyOf(server.received[0])).toEqual({
      ak: secret.accessKey,
      sk: secret.secretKey,
      cloud_type: 'Aliyun',
      region: 'cn-hangzhou',
      bucket: 'photos',
      prefix: { keys: ['a.jpg', 'b.jpg'] },
      source_cdn: {
        protocol: 'https',
        domain: 'cdn.example.com',
        authentication_type: 'ALIYUN_OSS_B',
        authentication_key: 'exampleCdnKey',
      },
    })
  })
})

test.each<[string, (browser: Browser) => Promise<unknown> | undefined]>([
  ['facts', (browser) => browser.facts?.({})],
  ['regions', (browser) => browser.regions?.({}, {})],
  ['buckets', (browser) => browser.buckets?.(here, {})],
  ['bucket region', (browser) => browser.bucketRegion?.(here, {})],
  ['objects', (browser) => browser.objects?.(top, {})],
  ['cdn', (browser) => browser.cdn?.({ ...withCdnKey, ...cdn }, {})],
])('an empty response is reported as nonsense: %s', async (_, ask) => {
  const { browser } = await openBrowser(() => ({ body: {} }))
  expect((await failure(Promise.resolve(ask(browser)))).code).toBe('provider_nonsense')
})
