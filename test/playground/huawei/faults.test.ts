import { describe, expect, test } from 'vitest'
import { creation, project, startCloud } from './cloud.ts'

describe('a fault', () => {
  test('hits as many requests as told, then everything is well', async () => {
    const { call, simulator, tasks } = await startCloud()
    simulator.faults.add({
      kind: 'status',
      status: 503,
      times: 2,
      body: { error_code: 'OMS.0184', error_msg: 'Busy.' },
    })
    const statuses = [await call('GET', tasks), await call('GET', tasks), await call('GET', tasks)].map(
      ({ status }) => status,
    )
    expect(statuses).toEqual([503, 503, 200])
    expect(simulator.calls()[0]).toMatchObject({ status: 503, errorCode: 'OMS.0184' })
  })

  test('hits only the requests that it is meant for', async () => {
    const { call, simulator, tasks } = await startCloud()
    const id = simulator.addTask(project)
    simulator.faults.add({ kind: 'status', status: 500, method: 'POST', path: '/stop' })
    expect(await call('GET', `${tasks}/${id}`)).toMatchObject({ status: 200 })
    expect(await call('POST', `${tasks}/${id}/stop`)).toMatchObject({ status: 500 })
    expect(simulator.tasks(project)).toMatchObject([{ status: 2 }])
  })

  test('can be called off', async () => {
    const { call, simulator, tasks } = await startCloud()
    simulator.faults.add({ kind: 'garbage', times: 9 })
    simulator.faults.clear()
    expect(await call('GET', tasks)).toMatchObject({ status: 200 })
  })
})

describe('instead of the answer comes', () => {
  test('a page of HTML', async () => {
    const { raw, simulator, tasks } = await startCloud()
    simulator.faults.add({ kind: 'garbage' })
    const response = await raw('GET', tasks)
    expect(response.status).toBe(502)
    expect(response.headers.get('content-type')).toBe('text/html')
    expect(await response.text()).toContain('<html>')
  })

  test('200 with an error inside', async () => {
    const { call, simulator, tasks } = await startCloud()
    simulator.faults.add({ kind: 'error-in-200', code: 'OMS.1001' })
    expect(await call('GET', tasks)).toMatchObject({ status: 200, body: { error_code: 'OMS.1001' } })
  })

  test('200 with nothing inside', async () => {
    const { call, simulator, tasks } = await startCloud()
    simulator.faults.add({ kind: 'empty' })
    expect(await call('GET', tasks)).toMatchObject({ status: 200, body: undefined })
  })

  test('a throttled 429 that says when to come back', async () => {
    const { call, simulator, tasks } = await startCloud()
    simulator.faults.add({ kind: 'throttle', retryAfterSeconds: 7 })
    const { status, body, headers } = await call('GET', tasks)
    expect({ status, retryAfter: headers.get('retry-after') }).toEqual({ status: 429, retryAfter: '7' })
    expect(body).toMatchObject({ error_code: 'APIGW.0308', request_id: headers.get('x-request-id') })
  })

  test('nothing at all, and stopping the cloud still works', async () => {
    const { raw, simulator, tasks } = await startCloud()
    simulator.faults.add({ kind: 'hang' })
    const attempt = raw('GET', tasks, { headers: {} })
    const outcome = attempt.then(
      () => 'answered',
      () => 'cut',
    )
    while (simulator.calls().length === 0) await new Promise(setImmediate)
    expect(simulator.calls()).toMatchObject([{ status: 0 }])
    expect(await Promise.race([outcome, Promise.resolve('waiting')])).toBe('waiting')
  })

  test('a cut connection, before anything happened', async () => {
    const { raw, simulator, tasks } = await startCloud()
    simulator.faults.add({ kind: 'cut-before-effect' })
    await expect(raw('POST', tasks, { body: creation })).rejects.toThrow()
    expect(simulator.tasks(project)).toHaveLength(0)
  })

  test('a cut connection, after the task was created', async () => {
    const { raw, simulator, tasks } = await startCloud()
    simulator.faults.add({ kind: 'cut-after-effect' })
    await expect(raw('POST', tasks, { body: creation })).rejects.toThrow()
    expect(simulator.tasks(project)).toHaveLength(1)
    expect(simulator.calls()).toMatchObject([{ method: 'POST', status: 0 }])
  })
})

describe('the right answer comes', () => {
  test('late', async () => {
    const { call, simulator, tasks } = await startCloud()
    simulator.faults.add({ kind: 'slow', ms: 30 })
    const startedAt = performance.now()
    expect(await call('GET', tasks)).toMatchObject({ status: 200 })
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(29)
  })

  test('as half a JSON text', async () => {
    const { raw, simulator, tasks } = await startCloud()
    simulator.faults.add({ kind: 'malformed' })
    const text = await (await raw('GET', tasks)).text()
    expect(() => JSON.parse(text)).toThrow(SyntaxError)
  })

  test('with fields missing, or null', async () => {
    const { simulator, show } = await startCloud()
    const id = simulator.addTask(project)
    simulator.faults.add({ kind: 'missing-fields', fields: ['progress', 'bucket'] })
    const holed = await show(id)
    expect(holed).not.toHaveProperty('progress')
    expect(holed).not.toHaveProperty('src_node.bucket')
    simulator.faults.add({ kind: 'nulls', fields: ['progress', 'src_node'] })
    expect(await show(id)).toMatchObject({ progress: null, src_node: null, status: 2 })
  })
})

test('faults and the log of calls cover every kind of call', async () => {
  const { call, groups, showGroup, simulator, syncs } = await startCloud()
  const group = simulator.addGroup(project)
  simulator.faults.add({ kind: 'cut-after-effect', method: 'PUT', path: '/stop' })
  await expect(call('PUT', `${groups}/${group}/stop`)).rejects.toThrow()
  expect(await showGroup(group)).toMatchObject({ status: 7 })
  simulator.faults.add({ kind: 'nulls', path: '/sync-tasks', fields: ['count'] })
  expect((await call('GET', syncs)).body).toEqual({ tasks: [], count: null })
  simulator.faults.add({ kind: 'status', status: 503, path: '/objectstorage' })
  expect(await call('GET', `/v2/${project}/objectstorage/data-center`)).toMatchObject({ status: 503 })
  expect(simulator.calls().map(({ method, status }) => [method, status])).toEqual([
    ['PUT', 0],
    ['GET', 200],
    ['GET', 200],
    ['GET', 503],
  ])
})
