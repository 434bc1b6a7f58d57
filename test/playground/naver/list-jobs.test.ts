import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { policies, policy, startCloud } from './cloud.ts'

const listSchema = z.object({ num: z.number(), jobList: z.array(z.object({ title: z.string() })) })

async function startFilled(behaviour = {}) {
  const cloud = await startCloud({ behaviour })
  const rows = [
    { title: 'b', createdAt: 1, sourceBucket: 'x', targetBucket: 'one', state: 'PAUSED' as const },
    { title: 'a', createdAt: 2, sourceBucket: 'z', targetBucket: 'two', state: 'INITIALIZED' as const },
    { title: 'c', createdAt: 3, sourceBucket: 'y', targetBucket: 'ten', state: 'INITIALIZED' as const },
  ]
  for (const row of rows) cloud.simulator.addJob('main', row)
  const list = async (query: Record<string, string> = {}) => {
    const { body } = await cloud.call('GET', `${policies}?${new URLSearchParams(query)}`)
    const { num, jobList } = listSchema.parse(body)
    return { num, titles: jobList.map(({ title }) => title).join('') }
  }
  return { ...cloud, list }
}

test('the list has the oldest first, all fields of each job, and says whether Object Storage is subscribed', async () => {
  const { call, list, show } = await startFilled()
  expect(await list()).toEqual({ num: 3, titles: 'bac' })
  const { body } = await call('GET', `${policies}?limit=1`)
  expect(body).toEqual({ objStrContracted: true, num: 3, jobList: [await show('b')] })
})

test('`order` is the field and `sortBy` the direction', async () => {
  const { list } = await startFilled()
  expect(await list({ order: 'title' })).toMatchObject({ titles: 'abc' })
  expect(await list({ order: 'title', sortBy: 'desc' })).toMatchObject({ titles: 'cba' })
  expect(await list({ order: 'createTime', sortBy: 'desc' })).toMatchObject({ titles: 'cab' })
  expect(await list({ order: 'updateTime' })).toMatchObject({ titles: 'acb' })
  expect(await list({ order: 'sourceBucketName' })).toMatchObject({ titles: 'bca' })
  expect(await list({ order: 'targetBucketName' })).toMatchObject({ titles: 'bca' })
})

test('pages begin at 0', async () => {
  const { list } = await startFilled()
  expect(await list({ limit: '2', page: '0' })).toEqual({ num: 3, titles: 'ba' })
  expect(await list({ limit: '2', page: '1' })).toEqual({ num: 3, titles: 'c' })
  expect(await list({ limit: '2', page: '2' })).toEqual({ num: 3, titles: '' })
})

test('`num` can also be the length of the page, because the meaning is not documented', async () => {
  const { list } = await startFilled({ numCounts: 'page' })
  expect(await list({ limit: '2', page: '1' })).toEqual({ num: 1, titles: 'c' })
})

test.each([
  ['order', 'asc'],
  ['sortBy', 'title'],
  ['limit', '0'],
  ['limit', 'ten'],
  ['page', '-1'],
])('%s=%s is refused', async (name, value) => {
  const { call } = await startFilled()
  expect(await call('GET', `${policies}?${name}=${value}`)).toMatchObject({
    status: 400,
    body: { error: { errorCode: '100', details: `Invalid parameter: ${name}` } },
  })
})

test('the documented example can be seeded', async () => {
  const { simulator, show } = await startCloud()
  simulator.addJob('main', {
    title: 'migrationpolicy',
    state: 'PAUSED',
    sourceBucket: 'migration135',
    targetBucket: 'migrationbucket',
    targetPrefix: 'data/',
    bytes: 5_402_293,
    objects: 10,
    fractionDone: 0,
    createdAt: Date.UTC(2025, 6, 15, 0, 32, 36, 480),
  })
  expect(await show('migrationpolicy')).toMatchObject({
    sourceRegionName: 'ap-southeast-2',
    sourceEndpoint: 'https://s3.ap-southeast-2.amazonaws.com',
    targetPrefix: 'data/',
    jobState: 'PAUSED',
    createTime: '2025-07-15T00:32:36.480+00:00',
    migratedSize: 0,
  })
})

describe('quirks', () => {
  test('can show states by other names and leave fields out', async () => {
    const { simulator, show } = await startCloud({
      quirks: { stateShownAs: { STARTED: 'MIGRATING' }, omittedFields: ['skippedSize'] },
    })
    const title = simulator.addJob('main')
    expect(await show(title)).toMatchObject({ jobState: 'MIGRATING' })
    expect(await show(title)).not.toHaveProperty('skippedSize')
    expect(simulator.jobs('main')).toMatchObject([{ jobState: 'STARTED', skippedSize: 0 }])
  })

  test('can return errors with a number as the code, without details, or as XML', async () => {
    const { call, raw, simulator } = await startCloud({ quirks: { errorCodeAs: 'integer', withoutErrorDetails: true } })
    const absent = `${policy}/absent`
    expect((await call('GET', absent)).body).toEqual({ error: { errorCode: 300, message: 'Not Found Exception' } })
    simulator.setQuirks({ errorsAs: 'xml' })
    const answer = await raw('GET', absent)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/xml;charset=UTF-8'])
    expect(await answer.text()).toContain('<error><errorCode>300</errorCode><message>Not Found Exception</message>')
    expect(simulator.calls()).toMatchObject([{ errorCode: '300' }, { errorCode: '300' }])
  })
})

test('a request in XML is refused in XML', async () => {
  const { raw } = await startCloud()
  const headers = { 'content-type': 'application/xml' }
  const answer = await raw('POST', policy, { headers, body: '<policy/>' })
  expect(answer.headers.get('content-type')).toContain('xml')
})
