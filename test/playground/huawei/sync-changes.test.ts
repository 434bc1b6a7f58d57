import { describe, expect, test } from 'vitest'
import type { Behaviour } from '../../../playground/huawei/simulator.ts'
import { account, otherAccount, otherProject, project, startCloud, startKeys } from './cloud.ts'

const minutes = 60_000
const hours = 60 * minutes
const unknownId = '31e9b7e6-6ffb-452f-9842-6ce354d99d75'

describe('stop, start and delete', () => {
  test('form a cycle: stopped at once, started with keys, deleted only if stopped', async () => {
    const { call, clock, showSync, simulator, syncs } = await startCloud()
    const id = simulator.addSync(project)
    const created = (await showSync(id)).create_time
    expect(await call('DELETE', `${syncs}/${id}`)).toMatchObject({ status: 400, body: { error_code: 'OMS.0063' } })
    expect(await call('POST', `${syncs}/${id}/stop`)).toMatchObject({ status: 200, body: undefined })
    expect(await showSync(id)).toMatchObject({ status: 'STOPPED' })
    clock.jump(1 * hours)
    expect(await call('POST', `${syncs}/${id}/start`, { body: startKeys })).toMatchObject({ status: 200 })
    expect(await showSync(id)).toMatchObject({
      ...{ status: 'SYNCHRONIZING', create_time: created, last_start_time: clock.now() },
    })
    await call('POST', `${syncs}/${id}/stop`)
    expect(await call('DELETE', `${syncs}/${id}`)).toMatchObject({ status: 200, body: undefined })
    expect(simulator.syncs(project)).toEqual([])
  })

  test('are refused in the wrong state', async () => {
    const { call, simulator, syncs } = await startCloud()
    const [running, stopped] = [simulator.addSync(project), simulator.addSync(project, { status: 'STOPPED' })]
    expect(await call('POST', `${syncs}/${running}/start`, { body: startKeys })).toMatchObject({
      ...{ status: 400, body: { error_code: 'OMS.0065' } },
    })
    expect(await call('POST', `${syncs}/${stopped}/stop`)).toMatchObject({ body: { error_code: 'OMS.0094' } })
  })

  test.each(['src_ak', 'src_sk', 'dst_ak', 'dst_sk'])('start is refused without %s', async (name) => {
    const { call, simulator, syncs } = await startCloud()
    const id = simulator.addSync(project, { status: 'STOPPED' })
    expect(await call('POST', `${syncs}/${id}/start`, { body: { ...startKeys, [name]: '' } })).toMatchObject({
      body: { error_detail: `request parameter [${name}] invalid.` },
    })
  })

  test('with a wrong key pair nothing is copied until the right one comes', async () => {
    const { call, clock, showSync, simulator, syncs } = await startCloud()
    const id = simulator.addSync(project, { status: 'STOPPED', historyMs: 0, failureShare: 0, skipShare: 0 })
    await call('POST', `${syncs}/${id}/start`, { body: { ...startKeys, dst_sk: 'exampleWrongSecret' } })
    clock.jump(1 * hours)
    const failing = await showSync(id)
    expect(failing).toMatchObject({ monthly_success_object: 0, monthly_size: 0 })
    expect(failing.monthly_failure_object).toBe(failing.monthly_acceptance_request)
    expect(failing.monthly_failure_object).toBeGreaterThan(90)
    await call('POST', `${syncs}/${id}/stop`)
    await call('POST', `${syncs}/${id}/start`, { body: startKeys })
    clock.jump(1 * hours)
    expect(await showSync(id)).toMatchObject({ monthly_failure_object: failing.monthly_failure_object })
    expect((await showSync(id)).monthly_success_object).toBeGreaterThan(90)
  })
})

describe('an event', () => {
  async function startSynchronizing(behaviour: Partial<Behaviour> = {}) {
    const contents = ['test/001.txt', 'test+001.txt', 'test 001.txt'].map((key) => ({ key }))
    const bucket = { name: 'web-uploads', region: 'cn-hangzhou', cloudType: 'Aliyun', contents }
    const buckets = [bucket, { name: 'web-uploads-copy', region: 'cn-north-4' }]
    const cloud = await startCloud({ accounts: [{ ...account, buckets }], behaviour })
    const id = cloud.simulator.addSync(project, { historyMs: 0, requestsPerHour: 0 })
    const send = (...keys: string[]) =>
      cloud.call('POST', `${cloud.syncs}/${id}/events`, { body: { object_keys: keys } })
    return { ...cloud, id, send }
  }

  test('creates a migration task of its own type, and counts', async () => {
    const { clock, id, send, showSync, simulator } = await startSynchronizing()
    expect(await send('test%2F001.txt', 'test%2B001.txt')).toMatchObject({ status: 200, body: undefined })
    expect(simulator.tasks(project)).toMatchObject([
      {
        ...{ group_type: 'SYNC_TASK', group_id: '', status: 1 },
        src_node: { bucket: 'web-uploads', cloud_type: 'Aliyun', object_key: ['test/001.txt', 'test+001.txt'] },
        dst_node: { bucket: 'web-uploads-copy' },
      },
    ])
    clock.jump(1 * minutes)
    expect(simulator.tasks(project)).toMatchObject([{ status: 5, successful_num: 2 }])
    expect(await showSync(id)).toMatchObject({
      ...{ monthly_acceptance_request: 2, monthly_success_object: 2, monthly_size: 8_000_000 },
    })
  })

  test('reads a plus sign as a space, so an object with a plus sign has to be sent with %2B', async () => {
    const { clock, id, send, showSync, simulator } = await startSynchronizing()
    await send('test+001.txt')
    await send('test%2B002.txt')
    clock.jump(1 * minutes)
    expect(simulator.tasks(project)).toMatchObject([
      { status: 5, src_node: { object_key: ['test 001.txt'] } },
      { status: 4, failed_num: 1, src_node: { object_key: ['test+002.txt'] } },
    ])
    expect(await showSync(id)).toMatchObject({ monthly_success_object: 1, monthly_failure_object: 1 })
  })

  test('contains one to ten encoded names', async () => {
    const { send, simulator } = await startSynchronizing()
    const refusal = { status: 400, body: { error_code: 'OMS.0064' } }
    expect(await send(...Array.from({ length: 10 }, () => 'a'))).toMatchObject({ status: 200 })
    expect(await send(...Array.from({ length: 11 }, () => 'a'))).toMatchObject(refusal)
    expect(await send()).toMatchObject(refusal)
    expect(await send('50%')).toMatchObject(refusal)
    expect(simulator.tasks(project)).toHaveLength(1)
  })

  // The reference gives the array this length, but says ten in words.
  test('contains up to 100 names if OMS follows the length', async () => {
    const { send } = await startSynchronizing({ namesPerEvent: 100 })
    expect(await send(...Array.from({ length: 50 }, () => 'a'))).toMatchObject({ status: 200 })
    expect(await send(...Array.from({ length: 101 }, () => 'a'))).toMatchObject({ status: 400 })
  })

  test('is refused by a stopped task', async () => {
    const { call, id, send, syncs } = await startSynchronizing()
    await call('POST', `${syncs}/${id}/stop`)
    expect(await send('a')).toMatchObject({ status: 400, body: { error_code: 'OMS.0094' } })
  })
})

test('copies nothing any more after a test made the task fail', async () => {
  const { clock, showSync, simulator } = await startCloud()
  const id = simulator.addSync(project, { historyMs: 1 * hours, failureShare: 0 })
  const before = await showSync(id)
  simulator.failSync(id)
  clock.jump(1 * hours)
  const after = await showSync(id)
  expect(after).toMatchObject({ status: 'SYNCHRONIZING', monthly_success_object: before.monthly_success_object })
  expect(after.last_start_time).toBe(before.last_start_time)
  expect(after.monthly_failure_object).toBeGreaterThan(90)
  const stopped = simulator.addSync(project, { status: 'STOPPED' })
  expect(() => simulator.failSync(stopped)).toThrow(RangeError)
})

describe('an unknown synchronization task', () => {
  test.each([
    ['GET ?query_time=1', 404, 'OMS.1009'],
    ['GET /statistics?data_type=SKIP&start_time=1&end_time=2', 404, 'OMS.1009'],
    ['POST /events', 404, 'OMS.2002'],
    ['POST /stop', 400, 'OMS.0095'],
    ['POST /start', 400, 'OMS.0095'],
    ['DELETE ', 400, 'OMS.0095'],
  ])('%s is %d %s', async (line, status, code) => {
    const { call, syncs } = await startCloud()
    const [, method = '', path = '', search = ''] = /^(\w+) ([^?]*)\??(.*)$/.exec(line) ?? []
    const query = Object.fromEntries(new URLSearchParams(search))
    const answer = await call(method, `${syncs}/${unknownId}${path}`, {
      query,
      ...(method === 'POST' && { body: startKeys }),
    })
    expect(answer).toMatchObject({ status, body: { error_code: code } })
  })

  test('that was deleted is reported as such for a change', async () => {
    const { call, simulator, syncs } = await startCloud()
    const id = simulator.addSync(project, { status: 'STOPPED' })
    await call('DELETE', `${syncs}/${id}`)
    expect(await call('POST', `${syncs}/${id}/stop`)).toMatchObject({ status: 400, body: { error_code: 'OMS.0093' } })
  })
})

describe('outside the two regions with synchronization tasks', () => {
  const path = (syncs: string) => syncs.replace(project, otherProject)
  const restricted = [
    ['POST', '/events'],
    ['GET', '/statistics'],
    ['POST', '/stop'],
    ['POST', '/start'],
  ] as const

  test.each(restricted)('%s …%s does not exist', async (method, action) => {
    const { call, simulator, syncs } = await startCloud()
    const id = simulator.addSync(otherProject)
    expect(await call(method, `${path(syncs)}/${id}${action}`, { by: otherAccount })).toMatchObject({
      status: 404,
      body: { error_code: 'APIGW.0101' },
    })
  })

  test('other operations exist, and all do if the restriction is off', async () => {
    const { call, simulator, syncs } = await startCloud({ behaviour: { syncRegions: 'all' } })
    const id = simulator.addSync(otherProject)
    const by = otherAccount
    expect(await call('GET', path(syncs), { by })).toMatchObject({ body: { count: 1 } })
    expect(await call('POST', `${path(syncs)}/${id}/stop`, { by })).toMatchObject({ status: 200 })
    expect(await call('DELETE', `${path(syncs)}/${id}`, { by })).toMatchObject({ status: 200 })
  })
})
