import { describe, expect, test } from 'vitest'
import { huawei } from '../../../src/providers/huawei/index.ts'
import { failure } from '../cloud.ts'
import { operationsOf } from '../operations.ts'
import { callsOf, keyAnswers, openAccount, projectId, refusal } from './open-account.ts'
import { realTask } from './samples.ts'

const target = { kind: 'task', id: '191297407830872' } as const
const keys = { accessKey: 'SRCAK', secretKey: 'SRCSKSRCSK' }
const destination = { accessKey: 'DSTAK', secretKey: 'DSTSKDSTSK' }

test('checking the account is one small signed call', async () => {
  const { connection, server } = await openAccount(() => ({ body: { tasks: [], count: 0 } }))
  await connection.check({})
  expect(callsOf(server)).toEqual(['GET /tasks'])
  expect(server.received[0]?.query.get('limit')).toBe('1')
  expect(server.received[0]?.headers).toMatchObject({
    'x-project-id': projectId,
    'x-sdk-date': '20261121T120000Z',
    authorization: expect.stringContaining(
      `Access=${keyAnswers.accessKey}, SignedHeaders=content-type;host;x-project-id;x-sdk-date, `,
    ),
  })
})

describe('showing a task', () => {
  test('returns it', async () => {
    const { connection, server } = await openAccount(() => ({ body: realTask }))
    expect(await connection.show(target, {})).toMatchObject({ account: 'prod-hw', state: 'succeeded' })
    expect(callsOf(server)).toEqual(['GET /tasks/191297407830872'])
  })

  test.each([
    ['OMS.1009', 400],
    ['OMS.0095', 400],
    ['OMS.0095', 403],
    ['OMS.0054', 400],
    ['S3M.0054', 403],
    ['OMS.4711', 404],
  ])('recognizes that %s with %i means that there is none', async (code, status) => {
    const { connection } = await openAccount(() => refusal(code, status))
    expect(await connection.show(target, {})).toBeUndefined()
  })

  // A wrong endpoint must not make every watched migration look deleted.
  test.each([
    ['a gateway that knows no such API', refusal('APIGW.0101', 404)],
    ['a proxy', { status: 404, body: '' }],
  ])('does not take the 404 of %s for a missing task', async (_, reply) => {
    const { connection } = await openAccount(() => reply)
    expect((await failure(connection.show(target, {}))).code).toBe('provider_refused')
  })

  test.each([
    ['a policy', { kind: 'policy', id: '191297407830872' }],
    ['a group by the id of a task', { kind: 'group', id: '191297407830872' }],
    ['a synchronization task by the id of a task', { kind: 'sync', id: '191297407830872' }],
    ['a task by a UUID', { kind: 'task', id: '9dd98a5e-7ea3-4d80-abff-4c23914313e4' }],
    ['a path', { kind: 'task', id: '../tasks' }],
  ] as const)('makes no call for an id that OMS cannot have: %s', async (_, strange) => {
    const { connection, server } = await openAccount(() => ({ body: realTask }))
    expect(await connection.show(strange, {})).toBeUndefined()
    const pause = connection.operation('pause', strange.kind)
    if (pause !== undefined) expect((await failure(pause(strange, {}))).code).toBe('migration_not_found')
    expect(server.received).toEqual([])
  })
})

test('pausing is one call, and a refusal contains everything that OMS said', async () => {
  const { connection, server } = await openAccount(() => refusal('OMS.0066'))
  const error = await failure(operationsOf(connection).pause(target, {}))
  expect(callsOf(server)).toEqual(['POST /tasks/191297407830872/stop'])
  expect(error).toMatchObject({
    code: 'provider_refused',
    details: {
      ...{ provider: 'Huawei Cloud OMS', account: 'prod-hw', ref: 'prod-hw/191297407830872', status: 400 },
      ...{ code: 'OMS.0066', message: 'About OMS.0066', detail: 'field', requestId: 'request-1' },
    },
  })
})

describe('starting', () => {
  test('sends the keys again, under OMS’s names for them', async () => {
    const { connection, server } = await openAccount(() => ({ status: 200, body: '' }))
    const source = { ...keys, sessionToken: 'src-token', jsonKeyFile: '{}', connectionString: 'azure', cdnKey: 'cdn' }
    const order = {
      ...target,
      source,
      destination: { ...destination, sessionToken: 'dst-token' },
    }
    await operationsOf(connection).retryFailed(order, {})
    expect(callsOf(server)).toEqual(['POST /tasks/191297407830872/start'])
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({
      src_ak: 'SRCAK',
      src_sk: 'SRCSKSRCSK',
      src_security_token: 'src-token',
      json_auth_file: '{}',
      connection_string: 'azure',
      source_cdn_authentication_key: 'cdn',
      dst_ak: 'DSTAK',
      dst_sk: 'DSTSKDSTSK',
      dst_security_token: 'dst-token',
      migrate_failed_object: true,
    })
  })

  test('of a list of URLs needs the destination only', async () => {
    const { connection, server } = await openAccount(() => ({ body: '' }))
    await operationsOf(connection).start({ ...target, destination }, {})
    const sent: unknown = JSON.parse(server.received[0]?.body ?? '')
    expect(sent).toEqual({ dst_ak: 'DSTAK', dst_sk: 'DSTSKDSTSK', migrate_failed_object: false })
  })

  test('without keys for the destination makes no call', async () => {
    const { connection, server } = await openAccount(() => ({ body: '' }))
    expect((await failure(operationsOf(connection).start({ ...target, source: keys }, {}))).code).toBe('form_invalid')
    expect(server.received).toEqual([])
  })

  test('does not reveal its keys if a response quotes them', async () => {
    const { connection } = await openAccount(({ body }) => ({
      status: 400,
      body: { error_code: 'OMS.0064', error_msg: body },
    }))
    const error = await failure(operationsOf(connection).start({ ...target, source: keys, destination }, {}))
    expect(JSON.stringify([error.message, error.details])).not.toMatch(/SRCSK|DSTSK|SRCAK|DSTAK/)
  })
})

describe('deleting', () => {
  test('is one call', async () => {
    const { connection, server } = await openAccount(() => ({ body: '' }))
    await operationsOf(connection).delete(target, {})
    expect(callsOf(server)).toEqual(['DELETE /tasks/191297407830872'])
  })

  test('succeeds if the task is already gone', async () => {
    const { connection } = await openAccount(() => refusal('OMS.1009'))
    await expect(operationsOf(connection).delete(target, {})).resolves.toBeUndefined()
  })

  test('right after a pause is repeated until OMS has noticed the pause', async () => {
    let refusals = 3
    const { connection, server, clock } = await openAccount(({ method }) => {
      if (method === 'GET') return { body: { ...realTask, status: 3 } }
      return refusals-- > 0 ? refusal('OMS.0063') : { body: '' }
    })
    await operationsOf(connection).delete(target, {})
    expect(callsOf(server).filter((call) => call.startsWith('DELETE'))).toHaveLength(4)
    expect(clock.pausesMs).toEqual([2000, 2000, 2000])
  })

  test('gives up after half a minute', async () => {
    const { connection, clock } = await openAccount(({ method }) =>
      method === 'GET' ? { body: { ...realTask, status: 3 } } : refusal('OMS.0063'),
    )
    const error = await failure(operationsOf(connection).delete(target, {}))
    expect(error.details.code).toBe('OMS.0063')
    expect(clock.pausesMs.reduce((sum, pauseMs) => sum + pauseMs, 0)).toBe(30_000)
  })

  test.each([
    [2, 'provider_refused'],
    [7, 'provider_refused'],
  ])('accepts a refusal by OMS if the task is in status %i', async (status, code) => {
    const { connection, server } = await openAccount(({ method }) =>
      method === 'GET' ? { body: { ...realTask, status } } : refusal('OMS.0063'),
    )
    expect((await failure(operationsOf(connection).delete(target, {}))).code).toBe(code)
    expect(server.received).toHaveLength(2)
  })

  test('succeeds if the task disappears meanwhile', async () => {
    const { connection } = await openAccount(({ method }) =>
      method === 'GET' ? refusal('OMS.1009') : refusal('OMS.0063'),
    )
    await expect(operationsOf(connection).delete(target, {})).resolves.toBeUndefined()
  })
})

test.each([
  ['APIGW.0301', 401, 'provider_denied'],
  ['OMS.0068', 400, 'provider_denied'],
  ['S3M.0068', 400, 'provider_denied'],
  ['OMS.9999', 401, 'provider_denied'],
  // The key is right, but a permission is missing.
  ['S3M.0205', 401, 'provider_refused'],
  ['APIGW.0308', 429, 'provider_throttled'],
  ['OMS.2004', 503, 'provider_throttled'],
  ['OMS.0184', 400, 'provider_outcome_unknown'],
  ['APIGW.0201', 504, 'provider_outcome_unknown'],
  ['S3M.1001', 500, 'provider_outcome_unknown'],
  ['OMS.0206', 403, 'provider_refused'],
])('%s with %i is %s, and a pause is sent once', async (code, status, expected) => {
  const { connection, server } = await openAccount(() => refusal(code, status))
  const error = await failure(operationsOf(connection).pause(target, {}))
  expect(error).toMatchObject({ code: expected, details: { code, requestId: 'request-1' } })
  expect(server.received).toHaveLength(1)
})

test.each([
  ['191297407830872', true],
  ['9dd98a5e-7ea3-4d80-abff-4c23914313e4', true],
  ['9DD98A5E-7EA3-4D80-ABFF-4C23914313E4', true],
  ['1912', false],
  ['1912974078308721', false],
  ['9dd98a5e-7ea3-4d80', false],
  ['nightly-copy', false],
])('%s is a full id: %s', (text, isWhole) => {
  expect(huawei.isWholeId(text)).toBe(isWhole)
})
