import { describe, expect, test } from 'vitest'
import { account, project, startCloud } from './cloud.ts'

const storage = `/v2/${project}/objectstorage`

describe('clouds', () => {
  test('as sources and destinations are plain arrays', async () => {
    const { raw } = await startCloud()
    const typesOf = async (type: string) => (await raw('GET', `${storage}/cloud-type`, { query: { type } })).json()
    expect(await typesOf('src')).toHaveLength(12)
    expect(await typesOf('src')).toContain('URLSource')
    expect(await typesOf('dst')).toEqual(['HEC'])
    expect(await typesOf('both')).toMatchObject({ error_detail: 'request parameter [type] invalid.' })
  })

  test('have regions in a plain array', async () => {
    const { raw } = await startCloud()
    const centers: unknown = await (await raw('GET', `${storage}/data-center`)).json()
    expect(centers).toContainEqual({
      service_name: 'HuaweiCloud',
      region_list: expect.arrayContaining([
        { cloud_type: 'HuaweiCloud', value: 'cn-north-4', description: 'CN North-Beijing4' },
      ]),
    })
    expect(centers).toHaveLength(11)
  })
})

describe('a list of URLs', () => {
  const files = [
    { key: 'good.txt', text: 'https://example.com/a.jpg\ta.jpg\n\nhttp://example.com/b.jpg b.jpg' },
    { key: 'bad.txt', text: 'ftp://example.com/a.jpg a.jpg' },
    { key: 'lists/1.txt', text: 'https://example.com/a.jpg a.jpg' },
    { key: 'mixed/1.txt', text: '' },
    { key: 'mixed/2.csv', text: '' },
  ]
  const lists = { name: 'lists', region: 'cn-north-4', contents: files }
  const question = { obs_bucket: 'lists', ak: account.accessKey, sk: account.secretKey, region: 'cn-north-4' }

  async function check(change: object) {
    const far = { ...lists, name: 'far', region: 'cn-east-3' }
    const { call } = await startCloud({ accounts: [{ ...account, buckets: [lists, far] }] })
    return call('POST', `${storage}/buckets/url-source-list-file`, { body: { ...question, ...change } })
  }

  test.each(['good.txt', 'lists/'])('is accepted without a body: %s', async (path) => {
    expect(await check({ list_file_key: path })).toMatchObject({ status: 200, body: undefined })
  })

  test.each([
    [{ list_file_key: 'bad.txt' }, 'TRF.0016'],
    [{ list_file_key: 'mixed/' }, 'TRF.0016'],
    [{ list_file_key: 'missing.txt' }, 'S3M.1042'],
    [{ list_file_key: 'empty/' }, 'S3M.1042'],
    [{ list_file_key: 'good.csv' }, 'S3M.1044'],
    [{ list_file_key: 'good.txt', sk: 'exampleWrongSecret' }, 'OMS.1020'],
    [{ list_file_key: 'good.txt', obs_bucket: 'no-such' }, 'OMS.1020'],
    [{ list_file_key: 'good.txt', region: 'cn-east-3' }, 'OMS.0183'],
    [{ list_file_key: 'good.txt', obs_bucket: 'far' }, 'OMS.0183'],
    [{}, 'OMS.0064'],
  ])('%o is refused with %s', async (change, code) => {
    expect(await check(change)).toMatchObject({ status: 400, body: { error_code: code } })
  })
})
