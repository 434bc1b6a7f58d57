import { describe, expect, test } from 'vitest'
import { account, creation, project, startCloud, startKeys } from './cloud.ts'

const minutes = 60_000
const hours = 60 * minutes

describe('stop', () => {
  test('is asynchronous: pausing (7), soon after paused (3), and the copied bytes stay', async () => {
    const { call, clock, tasks, simulator, show } = await startCloud()
    const id = simulator.addTask(project)
    const before = await show(id)
    const answer = await call('POST', `${tasks}/${id}/stop`)
    expect(answer).toMatchObject({ status: 200, body: undefined })
    expect(await show(id)).toMatchObject({ status: 7, migrate_speed: 0 })
    clock.jump(4_000)
    expect(await show(id)).toMatchObject({ status: 3, complete_size: before.complete_size })
    clock.jump(1 * hours)
    expect(await show(id)).toMatchObject({ status: 3, complete_size: before.complete_size })
  })

  test.each([1, 3, 4, 5, 6, 7] as const)('in state %d is OMS.0066', async (status) => {
    const { call, tasks, simulator } = await startCloud()
    const id = simulator.addTask(project, { status })
    expect(await call('POST', `${tasks}/${id}/stop`)).toMatchObject({ status: 400, body: { error_code: 'OMS.0066' } })
  })
})

describe('start', () => {
  test('continues a paused task where it stopped', async () => {
    const { call, clock, tasks, simulator, show } = await startCloud()
    const id = simulator.addTask(project, { status: 3, fractionDone: 0.4, bytes: 50e9 })
    expect(await call('POST', `${tasks}/${id}/start`, { body: startKeys })).toMatchObject({
      status: 200,
      body: undefined,
    })
    expect(await show(id)).toMatchObject({ status: 1 })
    clock.jump(3_000)
    const task = await show(id)
    expect(task).toMatchObject({ status: 2 })
    expect(task.complete_size).toBeGreaterThan(20e9)
  })

  test.each([
    [1, 'OMS.0065'],
    [2, 'OMS.0065'],
    [6, 'OMS.0065'],
    [7, 'OMS.0065'],
    [5, 'OMS.0070'],
  ] as const)('in state %d is %s', async (status, code) => {
    const { call, tasks, simulator } = await startCloud()
    const id = simulator.addTask(project, { status })
    const answer = await call('POST', `${tasks}/${id}/start`, { body: startKeys })
    expect(answer).toMatchObject({ status: 400, body: { error_code: code } })
  })

  test.each(['src_ak', 'src_sk', 'dst_ak', 'dst_sk'])(
    'without %s is OMS.0064, because OMS does not keep the keys',
    async (name) => {
      const { call, tasks, simulator } = await startCloud()
      const id = simulator.addTask(project, { status: 3 })
      const answer = await call('POST', `${tasks}/${id}/start`, { body: { ...startKeys, [name]: undefined } })
      expect(answer.body).toMatchObject({
        error_code: 'OMS.0064',
        error_detail: `request parameter [${name}] invalid.`,
      })
    },
  )

  test('of a URL list needs no source keys', async () => {
    const { call, tasks, simulator } = await startCloud()
    const id = simulator.addTask(project, { status: 3, taskType: 'url_list', cloudType: 'URLSource' })
    const { dst_ak, dst_sk } = startKeys
    expect(await call('POST', `${tasks}/${id}/start`, { body: { dst_ak, dst_sk } })).toMatchObject({ status: 200 })
  })

  test('needs the key of a content delivery network again', async () => {
    const { call, clock, tasks } = await startCloud()
    const cdn = { domain: 'cdn.example.com', protocol: 'https', authentication_type: 'ALIYUN_OSS_A' }
    const source_cdn = { ...cdn, authentication_key: 'example-cdn-key-not-real' }
    const { body: made = {} } = await call('POST', tasks, { body: { ...creation, source_cdn } })
    clock.jump(60_000)
    await call('POST', `${tasks}/${made.id}/stop`)
    clock.jump(600_000)
    const start = (body: object) => call('POST', `${tasks}/${made.id}/start`, { body })
    expect(await start(startKeys)).toMatchObject({ status: 400, body: { error_code: 'OMS.1032' } })
    const withKey = { ...startKeys, source_cdn_authentication_key: 'example-cdn-key-not-real' }
    expect(await start(withKey)).toMatchObject({ status: 200 })
  })

  test('with a wrong key pair is accepted and fails soon after; the right pair repairs it', async () => {
    const { call, clock, tasks, simulator, show } = await startCloud()
    const id = simulator.addTask(project, { status: 3 })
    const start = (body: object) => call('POST', `${tasks}/${id}/start`, { body })
    expect((await start({ ...startKeys, src_sk: 'exampleWrongSecret' })).status).toBe(200)
    clock.jump(5_000)
    expect(await show(id)).toMatchObject({ status: 4, error_reason: { error_code: 'TRF.0151' } })
    await start({ ...startKeys, dst_sk: 'exampleWrongSecret' })
    clock.jump(5_000)
    expect(await show(id)).toMatchObject({ status: 4, error_reason: { error_code: 'TRF.0057' } })
    await start(startKeys)
    clock.jump(1 * hours)
    expect(await show(id)).toMatchObject({ status: 5, error_reason: null })
  })

  test('needs the security token of a temporary pair', async () => {
    const storageKeys = [
      { accessKey: 'SRCEXAMPLEAK', secretKey: 'exampleSourceSecret', securityToken: 'example-token' },
    ]
    const { call, clock, tasks, simulator, show } = await startCloud({ accounts: [{ ...account, storageKeys }] })
    const start = (id: string, body: object) => call('POST', `${tasks}/${id}/start`, { body })
    const [without, withToken] = [simulator.addTask(project, { status: 3 }), simulator.addTask(project, { status: 3 })]
    await start(without, startKeys)
    await start(withToken, { ...startKeys, src_security_token: 'example-token' })
    clock.jump(1 * hours)
    expect(await show(without)).toMatchObject({ status: 4, error_reason: { error_code: 'TRF.0151' } })
    expect(await show(withToken)).toMatchObject({ status: 5 })
  })

  test('of a failed task repeats everything and skips what has arrived', async () => {
    const { call, clock, tasks, simulator, show } = await startCloud()
    const id = simulator.addTask(project, { status: 4, objects: 100, failedObjects: 10 })
    await call('POST', `${tasks}/${id}/start`, { body: startKeys })
    expect(await show(id)).toMatchObject({ status: 1, progress: 0, failed_num: 0 })
    clock.jump(1 * hours)
    expect(await show(id)).toMatchObject({ status: 5, successful_num: 10, skipped_num: 90, failed_num: 0 })
  })

  test('of only the failed objects leaves the others unchanged', async () => {
    const { call, clock, tasks, simulator, show } = await startCloud()
    const id = simulator.addTask(project, { status: 4, objects: 100, failedObjects: 10 })
    await call('POST', `${tasks}/${id}/start`, { body: { ...startKeys, migrate_failed_object: true } })
    expect((await show(id)).progress).toBeCloseTo(0.9)
    clock.jump(1 * hours)
    expect(await show(id)).toMatchObject({ status: 5, successful_num: 100, skipped_num: 0, failed_num: 0 })
  })

  test('of only the failed objects is refused if they were not recorded', async () => {
    const { call, tasks, simulator } = await startCloud()
    const id = simulator.addTask(project, { status: 4, failedObjects: 10, recordFailedObjects: false })
    const answer = await call('POST', `${tasks}/${id}/start`, { body: { ...startKeys, migrate_failed_object: true } })
    expect(answer.body).toMatchObject({ error_code: 'S3M.0301' })
  })

  test('of a task that failed by itself succeeds the second time', async () => {
    const { call, clock, tasks, simulator, show } = await startCloud()
    const id = simulator.addTask(project, { failure: { afterFraction: 0.5, code: 'TRF.0157' } })
    clock.jump(1 * hours)
    expect(await show(id)).toMatchObject({ status: 4 })
    await call('POST', `${tasks}/${id}/start`, { body: startKeys })
    clock.jump(1 * hours)
    expect(await show(id)).toMatchObject({ status: 5 })
  })
})

describe('delete', () => {
  test.each([1, 3, 4, 5] as const)('in state %d removes the task for good', async (status) => {
    const { call, tasks, simulator } = await startCloud()
    const id = simulator.addTask(project, { status })
    expect(await call('DELETE', `${tasks}/${id}`)).toMatchObject({ status: 200, body: undefined })
    expect(await call('GET', `${tasks}/${id}`)).toMatchObject({ status: 400, body: { error_code: 'OMS.1009' } })
    expect(await call('DELETE', `${tasks}/${id}`)).toMatchObject({ status: 400, body: { error_code: 'OMS.1009' } })
  })

  test.each([2, 6, 7] as const)('in state %d is OMS.0063', async (status) => {
    const { call, tasks, simulator } = await startCloud()
    const id = simulator.addTask(project, { status })
    expect(await call('DELETE', `${tasks}/${id}`)).toMatchObject({ status: 400, body: { error_code: 'OMS.0063' } })
  })

  test('right after a pause is still OMS.0063, although the task is shown as paused', async () => {
    const { call, clock, tasks, simulator, show } = await startCloud()
    const id = simulator.addTask(project)
    await call('POST', `${tasks}/${id}/stop`)
    clock.jump(4_000)
    expect(await show(id)).toMatchObject({ status: 3 })
    expect((await call('DELETE', `${tasks}/${id}`)).body).toMatchObject({ error_code: 'OMS.0063' })
    clock.jump(5_000)
    expect(await call('DELETE', `${tasks}/${id}`)).toMatchObject({ status: 200 })
  })
})
