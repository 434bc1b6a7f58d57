import { describe, expect, test } from 'vitest'
import { account, creation, policies, policy, startCloud } from './cloud.ts'

const path = `${policy}/${creation.title}`

describe('create', () => {
  test('returns the complete job, ready but not started, without its keys', async () => {
    const { raw, simulator } = await startCloud()
    const answer = await raw('POST', policy, { body: creation })
    const text = await answer.text()
    expect(answer.status).toBe(200)
    expect(text).not.toMatch(/SRCEXAMPLEAK|exampleSourceSecret/)
    expect(JSON.parse(text)).toEqual({
      title: 'photos-policy',
      sourceBucketName: 'photos',
      sourceRegionName: 'ap-southeast-2',
      sourceCspType: 'AWS',
      sourceEndpoint: 'https://s3.ap-southeast-2.amazonaws.com',
      sourcePrefix: '',
      targetBucketName: 'archive',
      targetRegionName: 'KR',
      targetEndpoint: 'https://kr.object.ncloudstorage.com',
      targetPrefix: '',
      jobState: 'INITIALIZED',
      createTime: '2026-01-05T02:00:00.000+00:00',
      updateTime: '2026-01-05T02:00:00.000+00:00',
      estimatedDone: false,
      estimatedSize: 0,
      migratedSize: 0,
      skippedSize: 0,
      estimatedObjectNum: 0,
      migratedObjectNum: 0,
      skippedObjectNum: 0,
    })
    expect(simulator.jobs('main')).toHaveLength(1)
  })

  test('can read from Azure, where the key pair is the account name and its key', async () => {
    const { call } = await startCloud()
    const body = { ...creation, source: { ...creation.source, sourceCspType: 'Azure', prefix: 'a/' } }
    expect((await call('POST', policy, { body })).body).toMatchObject({ sourceCspType: 'Azure', sourcePrefix: 'a/' })
  })

  test.each([
    ['title', { ...creation, title: '' }],
    ['title', { ...creation, title: 'a b' }],
    ['title', { ...creation, title: '가'.repeat(34) }],
    ['source', { title: 'a', target: { bucketName: 'b' } }],
    ['source.sourceCspType', { ...creation, source: { ...creation.source, sourceCspType: 'GCP' } }],
    ['source.secretKey', { ...creation, source: { ...creation.source, secretKey: '' } }],
    ['target.bucketName', { ...creation, target: {} }],
    ['body', 'not json'],
  ])('refuses a wrong %s', async (name, body) => {
    const { call, simulator } = await startCloud()
    expect(await call('POST', policy, { body })).toMatchObject({
      status: 400,
      body: { error: { errorCode: '100', details: `Invalid parameter: ${name}` } },
    })
    expect(simulator.jobs('main')).toEqual([])
  })

  test('refuses a title in use, with a code that is not documented', async () => {
    const { call, simulator } = await startCloud({ behaviour: { duplicateTitle: '230' } })
    await call('POST', policy, { body: creation })
    expect(await call('POST', policy, { body: creation })).toMatchObject({ status: 403 })
    expect(simulator.jobs('main')).toHaveLength(1)
  })

  test('can refuse a target bucket that does not exist', async () => {
    const accounts = [{ ...account, targetBuckets: ['elsewhere'] }]
    const strict = await startCloud({ accounts, behaviour: { missingTarget: 'refused' } })
    expect(await strict.call('POST', policy, { body: creation })).toMatchObject({ status: 400 })
    const lenient = await startCloud({ accounts })
    expect(await lenient.call('POST', policy, { body: creation })).toMatchObject({ status: 200 })
  })
})

describe('update', () => {
  test('replaces everything, including the title', async () => {
    const { call, simulator } = await startCloud()
    simulator.addJob('main', { title: creation.title, state: 'PAUSED' })
    const body = { ...creation, title: 'renamed', target: { bucketName: 'vault', prefix: 'data/' } }
    const updated = { title: 'renamed', targetBucketName: 'vault', targetPrefix: 'data/' }
    expect(await call('PUT', path, { body })).toMatchObject({
      status: 200,
      body: { ...updated, jobState: 'INITIALIZED', migratedSize: 0 },
    })
    expect(await call('GET', path)).toMatchObject({ status: 404 })
    expect(simulator.jobs('main')).toMatchObject([updated])
  })

  test('needs both source keys again', async () => {
    const { call, simulator } = await startCloud()
    simulator.addJob('main', { title: creation.title, state: 'PAUSED' })
    const { accessKey: _key, ...source } = creation.source
    expect(await call('PUT', path, { body: { ...creation, source } })).toMatchObject({ status: 400 })
    expect(simulator.jobs('main')).toMatchObject([{ jobState: 'PAUSED', sourceBucketName: 'shop-photos' }])
  })

  test('can also keep state and figures, because that is not documented', async () => {
    const { call, simulator } = await startCloud({ behaviour: { updatedState: 'kept' } })
    simulator.addJob('main', { title: creation.title, state: 'PAUSED', bytes: 1_000, fractionDone: 0.5 })
    const answer = await call('PUT', path, { body: creation })
    expect(answer.body).toMatchObject({ jobState: 'PAUSED', migratedSize: 500, sourceBucketName: 'photos' })
  })

  test('cannot take another policy’s title', async () => {
    const { call, simulator } = await startCloud()
    simulator.addJob('main', { title: creation.title, state: 'PAUSED' })
    simulator.addJob('main', { title: 'other' })
    expect(await call('PUT', path, { body: { ...creation, title: 'other' } })).toMatchObject({ status: 400 })
    expect(simulator.jobs('main')).toHaveLength(2)
  })
})

describe('delete', () => {
  test('returns the job as DELETED and forgets it, so that its title is free', async () => {
    const { call, simulator } = await startCloud()
    simulator.addJob('main', { title: creation.title, state: 'PAUSED' })
    expect(await call('DELETE', path)).toMatchObject({ status: 200, body: { jobState: 'DELETED' } })
    expect(simulator.jobs('main')).toEqual([])
    expect(await call('POST', policy, { body: creation })).toMatchObject({ status: 200 })
  })

  test('can leave it in the list, because that is not documented', async () => {
    const { call, show, simulator } = await startCloud({ behaviour: { deletedJobs: 'listed' } })
    simulator.addJob('main', { title: creation.title, state: 'DONE' })
    await call('DELETE', path)
    expect(await show(creation.title)).toMatchObject({ jobState: 'DELETED' })
    expect((await call('GET', policies)).body).toMatchObject({ num: 1, jobList: [{ jobState: 'DELETED' }] })
    expect(await call('DELETE', path)).toMatchObject({ status: 400 })
    expect((await call('POST', policy, { body: creation })).body).toMatchObject({ jobState: 'INITIALIZED' })
    expect(simulator.jobs('main')).toHaveLength(1)
  })
})
