import { expect, test } from 'vitest'
import { routes } from '../../../playground/naver/routes.ts'
import { creation, policies, policy, startCloud } from './cloud.ts'

/** All operations on the overview page of Object Migration. */
const documented = [
  'CreateMigrationJob POST /migration-api/v1/policy',
  'GetMigrationJob GET /migration-api/v1/policy/{title}',
  'GetMigrationJobList GET /migration-api/v1/policies',
  'StartMigrationJob POST /migration-api/v1/policy/{title}/start',
  'PauseMigrationJob POST /migration-api/v1/policy/{title}/pause',
  'UpdateMigrationJob PUT /migration-api/v1/policy/{title}',
  'DeleteMigrationJob DELETE /migration-api/v1/policy/{title}',
]

test('every documented operation is simulated, and no undocumented one', () => {
  const simulated = routes.map(({ operation, method, path }) => `${operation} ${method} ${path}`)
  expect(simulated.toSorted()).toEqual(documented.toSorted())
})

test.each([
  ['GET', policy],
  ['POST', policies],
  ['POST', `${policy}/a/resume`],
  ['GET', '/migration-api/v2/policies'],
])('%s %s does not exist', async (method, path) => {
  const { call } = await startCloud()
  expect(await call(method, path)).toMatchObject({ status: 404, body: { error: { errorCode: '300' } } })
})

test('a body that is too large is 413/430', async () => {
  const { call } = await startCloud()
  const body = { ...creation, extra: 'x'.repeat(12 * 1024 * 1024) }
  expect(await call('POST', policy, { body })).toMatchObject({ status: 413, body: { error: { errorCode: '430' } } })
})

test('every response has its own trace id', async () => {
  const { call } = await startCloud()
  const ids = [await call('GET', policies), await call('GET', policy)].map(({ headers }) =>
    headers.get('x-ncp-trace-id'),
  )
  expect(new Set(ids).size).toBe(2)
  expect(ids).not.toContain(null)
})

test('calls are logged with their error codes and without secrets', async () => {
  const { call, simulator, clock } = await startCloud()
  await call('POST', policy, { body: creation })
  await call('GET', `${policy}/absent`)
  expect(simulator.calls()).toEqual([
    { at: clock.now(), method: 'POST', path: policy, status: 200 },
    { at: clock.now(), method: 'GET', path: `${policy}/absent`, status: 404, errorCode: '300' },
  ])
})

test('after a reset, the simulator starts again and the same things happen', async () => {
  const { call, simulator, clock } = await startCloud()
  const run = async () => {
    await call('POST', policy, { body: creation })
    await call('POST', `${policy}/${creation.title}/start`)
    clock.jump(60_000)
    return simulator.jobs('main').map(({ migratedSize }) => migratedSize)
  }
  const first = await run()
  simulator.reset()
  expect(simulator.jobs('main')).toEqual([])
  expect(simulator.calls()).toEqual([])
  expect(await run()).toEqual(first)
})
