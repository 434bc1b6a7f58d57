import { expect, test } from 'vitest'
import { account, project, startCloud } from './cloud.ts'

const cdn = {
  ...{ protocol: 'https', domain: 'cdn.example.com' },
  ...{ authentication_type: 'ALIYUN_OSS_B', authentication_key: 'example-cdn-key' },
}
const question = {
  ...{ ak: 'SRCEXAMPLEAK', sk: 'exampleSourceSecret' },
  ...{ cloud_type: 'Aliyun', region: 'cn-hangzhou', bucket: 'photos', source_cdn: cdn },
}

async function ask(change: object = {}) {
  const contents = [{ key: '2025/a.jpg' }, { key: 'readme.txt' }]
  const buckets = [{ name: 'photos', region: 'cn-hangzhou', cloudType: 'Aliyun', contents }]
  const { call } = await startCloud({ accounts: [{ ...account, buckets }] })
  return call('POST', `/v2/${project}/objectstorage/buckets/cdn-info`, { body: { ...question, ...change } })
}

test('a CDN of the same vendor serves the contents of the bucket', async () => {
  expect(await ask({ prefix: { keys: ['readme.txt', 'missing.txt'] } })).toMatchObject({
    body: {
      ...{ is_same_cloud_type: true, is_download_available: true },
      checked_keys: [
        { key: 'readme.txt', is_etag_matching: true, is_object_existing: true },
        { key: 'missing.txt', is_etag_matching: false, is_object_existing: false },
      ],
    },
  })
})

test('a CDN of another vendor serves nothing, and without names some objects are tried', async () => {
  expect(await ask({ source_cdn: { ...cdn, authentication_type: 'QINIU_PRIVATE_AUTHENTICATION' } })).toMatchObject({
    body: {
      ...{ is_same_cloud_type: false, is_download_available: false },
      checked_keys: [{ key: 'readme.txt', is_object_existing: false }],
    },
  })
})

test('a public CDN needs no key', async () => {
  const source_cdn = { protocol: 'http', domain: 'cdn.example.com' }
  expect(await ask({ source_cdn })).toMatchObject({ body: { is_download_available: true } })
})

test.each([
  ['without its key', { source_cdn: { ...cdn, authentication_key: undefined } }, { error_code: 'OMS.1032' }],
  ['without a CDN', { source_cdn: undefined }, { error_detail: 'request parameter [source_cdn] invalid.' }],
  ['in another region', { region: 'cn-beijing' }, { error_code: 'OMS.0182' }],
  ['with a wrong pair', { sk: 'exampleWrongSecret' }, { error_code: 'OMS.0153' }],
  ['for Google', { cloud_type: 'Google' }, { error_detail: 'request parameter [cloud_type] invalid.' }],
  [
    'for Azure without a pair',
    { cloud_type: 'Azure', ak: undefined, connection_string: 'AccountName=x' },
    { error_detail: 'request parameter [ak] invalid.' },
  ],
])('the check is refused %s', async (_, change, body) => {
  expect(await ask(change)).toMatchObject({ status: 400, body })
})
