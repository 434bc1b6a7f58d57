import { describe, expect, test } from 'vitest'
import { account, creation, policy, startCloud } from './cloud.ts'

const hours = 3_600_000
const path = `${policy}/${creation.title}`

describe('a started job', () => {
  test('counts its source first, and the estimates grow until the list is complete', async () => {
    const { clock, simulator, show } = await startCloud()
    const title = simulator.addJob('main', { bytes: 50e9, objects: 10_000, scanMs: 20_000, fractionDone: 0 })
    clock.jump(10_000)
    expect(await show(title)).toMatchObject({ estimatedDone: false, estimatedObjectNum: 5_000, estimatedSize: 25e9 })
    clock.jump(10_000)
    expect(await show(title)).toMatchObject({ estimatedDone: true, estimatedObjectNum: 10_000, estimatedSize: 50e9 })
  })

  test('ends DONE with complete figures, including skipped objects, and the time of its end', async () => {
    const { clock, simulator, show } = await startCloud()
    const title = simulator.addJob('main', {
      ...{ bytes: 10e9, objects: 1_000, bytesPerSecond: 1e8 },
      ...{ skippedObjects: 100, fractionDone: 0 },
    })
    clock.jump(24 * hours)
    const done = await show(title)
    expect(done).toMatchObject({
      ...{ jobState: 'DONE', estimatedDone: true, estimatedSize: 10e9, estimatedObjectNum: 1_000 },
      ...{ migratedSize: 9e9, migratedObjectNum: 900, skippedSize: 1e9, skippedObjectNum: 100 },
    })
    expect(Date.parse(String(done.updateTime))).toBeLessThan(clock.now() - 23 * hours)
  })

  test('can be paused and started again, and continues where it stopped', async () => {
    const { call, clock, simulator } = await startCloud()
    simulator.addJob('main', { title: creation.title, bytes: 10e9, bytesPerSecond: 1e6, fractionDone: 0.5 })
    clock.jump(60_000)
    const paused = (await call('POST', `${path}/pause`)).body
    expect(paused).toMatchObject({ jobState: 'PAUSED', migratedSize: expect.any(Number) })
    clock.jump(24 * hours)
    expect((await call('GET', path)).body).toEqual(paused)
    const resumed = (await call('POST', `${path}/start`)).body
    expect(resumed).toMatchObject({ jobState: 'STARTED', migratedSize: paused?.migratedSize })
    clock.jump(2 * hours)
    expect((await call('GET', path)).body).toMatchObject({ jobState: 'DONE' })
  })

  test('can end in ERROR without a reason, and be started again', async () => {
    const { call, clock, simulator } = await startCloud()
    simulator.addJob('main', { title: creation.title, bytes: 10e9, fractionDone: 0, failAfterFraction: 0.5 })
    clock.jump(24 * hours)
    const failed = (await call('GET', path)).body ?? {}
    expect(failed).toMatchObject({ jobState: 'ERROR' })
    expect(Object.keys(failed).filter((name) => /error|reason|message/i.test(name))).toEqual([])
    expect(await call('POST', `${path}/start`)).toMatchObject({ status: 200 })
    clock.jump(24 * hours)
    expect((await call('GET', path)).body).toMatchObject({ jobState: 'DONE' })
  })
})

describe('a job whose source cannot be read', () => {
  test.each([
    ['keys', { ...creation.source, secretKey: 'exampleWrong' }],
    ['bucket', { ...creation.source, bucketName: 'nowhere' }],
  ])('because of its %s ends in ERROR soon after each start, until it is updated', async (_, source) => {
    const sources = { ...account.sources, buckets: [{ name: 'photos', bytes: 1_000, objects: 4 }] }
    const { call, clock } = await startCloud({ accounts: [{ ...account, sources }] })
    expect(await call('POST', policy, { body: { ...creation, source } })).toMatchObject({ status: 200 })
    expect(await call('POST', `${path}/start`)).toMatchObject({ body: { jobState: 'STARTED' } })
    clock.jump(10_000)
    expect(await call('GET', path)).toMatchObject({ body: { jobState: 'ERROR', estimatedObjectNum: 0 } })
    await call('PUT', path, { body: creation })
    await call('POST', `${path}/start`)
    clock.jump(60_000)
    expect(await call('GET', path)).toMatchObject({ body: { jobState: 'DONE', migratedObjectNum: 4 } })
  })
})

describe('a change in the wrong state', () => {
  const changes = {
    start: ['POST', '/start'],
    pause: ['POST', '/pause'],
    update: ['PUT', ''],
    delete: ['DELETE', ''],
  } as const

  test.each([
    ['start', 'STARTED'],
    ['start', 'DONE'],
    ['pause', 'INITIALIZED'],
    ['pause', 'PAUSED'],
    ['pause', 'DONE'],
    ['update', 'STARTED'],
    ['delete', 'STARTED'],
  ] as const)('is refused: %s of %s', async (change, state) => {
    const { call, simulator } = await startCloud()
    simulator.addJob('main', { title: creation.title, state })
    const [method, suffix] = changes[change]
    expect(await call(method, path + suffix, { body: creation })).toMatchObject({
      status: 400,
      body: { error: { errorCode: '100', details: expect.stringContaining(state) } },
    })
    expect(simulator.jobs('main')).toMatchObject([{ jobState: state }])
  })

  test('has the response that the options set', async () => {
    const allowedFrom = { start: [], pause: [], update: [], delete: ['STARTED'] } as const
    const { call, simulator } = await startCloud({ behaviour: { allowedFrom, wrongState: '230' } })
    simulator.addJob('main', { title: creation.title })
    expect(await call('POST', `${path}/pause`)).toMatchObject({ status: 403, body: { error: { errorCode: '230' } } })
    expect(await call('DELETE', path)).toMatchObject({ status: 200, body: { jobState: 'DELETED' } })
  })
})

test('an unknown title is 404/300 by default', async () => {
  const { call } = await startCloud()
  expect(await call('POST', `${path}/start`)).toMatchObject({ status: 404, body: { error: { errorCode: '300' } } })
  const other = await startCloud({ behaviour: { unknownTitle: '100' } })
  expect(await other.call('GET', path)).toMatchObject({ status: 400 })
})

describe('a locked target bucket', () => {
  const size = { title: creation.title, bytes: 10e9, objects: 1_000, bytesPerSecond: 1e8, fractionDone: 0.1 }

  test('lets a job go on to DONE without migrating what is left', async () => {
    const { clock, simulator, show } = await startCloud()
    simulator.addJob('main', { ...size, targetBucket: 'archive' })
    simulator.lockBucket('archive')
    clock.jump(24 * hours)
    expect(await show(creation.title)).toMatchObject({
      ...{ jobState: 'DONE', migratedSize: 1e9, migratedObjectNum: 100, skippedSize: 9e9, skippedObjectNum: 900 },
    })
  })

  test('that is unlocked lets jobs migrate again what comes from then on', async () => {
    const { clock, simulator, show } = await startCloud()
    simulator.addJob('main', { ...size, targetBucket: 'archive' })
    simulator.lockBucket('archive')
    clock.jump(10_000)
    simulator.unlockBucket('archive')
    const unlocked = await show(creation.title)
    expect(unlocked).toMatchObject({ migratedSize: 1e9 })
    clock.jump(24 * hours)
    expect(await show(creation.title)).toMatchObject({ jobState: 'DONE', skippedSize: unlocked.skippedSize })
  })

  test('holds for jobs that come later', async () => {
    const { call, clock, simulator, show } = await startCloud()
    simulator.lockBucket(creation.target.bucketName)
    await call('POST', policy, { body: creation })
    await call('POST', `${path}/start`)
    clock.jump(240 * hours)
    expect(await show(creation.title)).toMatchObject({ jobState: 'DONE', migratedSize: 0, migratedObjectNum: 0 })
  })
})
