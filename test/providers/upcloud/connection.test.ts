import { describe, expect, test } from 'vitest'
import { upcloud } from '../../../src/providers/upcloud/index.ts'
import { failure } from '../cloud.ts'
import { callsOf, cancel, openAccount, serviceUuid } from './open-account.ts'
import { job, notFound } from './samples.ts'

const target = { kind: 'job', id: job.uuid } as const

describe('checking the account', () => {
  test('is one small call, which checks the service as well', async () => {
    const { connection, server } = await openAccount(() => ({ body: [] }))
    await connection.check({})
    expect(callsOf(server)).toEqual(['GET /jobs'])
    expect(server.received[0]?.query.get('limit')).toBe('1')
  })

  test('names the service if none has this UUID', async () => {
    const { connection } = await openAccount(() => ({ status: 404, body: notFound }))
    const error = await failure(connection.check({}))
    expect(error.code).toBe('form_invalid')
    expect(error.details.problem).toContain(serviceUuid)
  })
})

describe('showing a job', () => {
  test('returns it', async () => {
    const { connection, server } = await openAccount(() => ({ body: job }))
    expect(await connection.show(target, {})).toMatchObject({ account: 'prod-uc', state: 'running' })
    expect(callsOf(server)).toEqual([`GET /jobs/${job.uuid}`])
  })

  test('recognizes a 404 by UpCloud as a missing job', async () => {
    const { connection } = await openAccount(() => ({ status: 404, body: notFound }))
    expect(await connection.show(target, {})).toBeUndefined()
  })

  // A wrong endpoint must not make every watched migration look deleted.
  test('does not take the 404 of a proxy for a missing job', async () => {
    const { connection } = await openAccount(() => ({ status: 404, body: '' }))
    expect((await failure(connection.show(target, {}))).code).toBe('provider_refused')
  })

  test.each([
    ['a policy', { kind: 'policy', id: job.uuid }],
    ['a path', { kind: 'job', id: '../buckets' }],
  ] as const)('makes no call for an id that cannot be a job’s: %s', async (_, strange) => {
    const { connection, server } = await openAccount(() => ({ body: job }))
    expect(await connection.show(strange, {})).toBeUndefined()
    const stop = connection.operation('cancel', strange.kind)
    if (stop !== undefined) expect((await failure(stop(strange, {}))).code).toBe('migration_not_found')
    expect(server.received).toEqual([])
  })

  test.each(['[]', '{}'])('fails if the response is %j', async (body) => {
    const { connection } = await openAccount(() => ({ body }))
    expect((await failure(connection.show(target, {}))).code).toBe('provider_nonsense')
  })
})

describe('cancelling', () => {
  test.each([
    ['nothing', { status: 204, body: '' }],
    ['the job', { status: 200, body: { ...job, state: 'cancelled' } }],
  ])('is one call, and can return %s', async (_, reply) => {
    const { connection, server } = await openAccount(() => reply)
    await cancel(connection, target)
    expect(callsOf(server)).toEqual([`DELETE /jobs/${job.uuid}`])
  })
})

describe('listing', () => {
  test('skips an unreadable job, and the log says so', async () => {
    const { connection, warnings } = await openAccount(() => ({ body: [{}, job] }))
    const page = await connection.readPage({ kind: 'job', offset: 0 }, {})
    expect(page).toMatchObject({ rows: 2, migrations: [{ kind: 'job' }] })
    expect(warnings).toHaveLength(1)
  })
})

test.each([
  [job.uuid, true],
  [job.uuid.toUpperCase(), true],
  ['191297407830872', false],
  ['aws-migration', false],
  [`${job.uuid}0`, false],
])('%j is a full id: %s', (text, isWhole) => {
  expect(upcloud.isWholeId(text)).toBe(isWhole)
})

/** Jobs, oldest first. */
