import { expect, test } from 'vitest'
import { routes } from '../../../playground/huawei/routes.ts'
import { creation, project, startCloud } from './cloud.ts'

/** Chapter 5 of the API reference, and two newer operations. */
const documented = [
  ...['GET /', 'GET /{version}'],
  ...[
    'GET /v2/{project_id}/tasks',
    'GET /v2/{project_id}/tasks/{task_id}',
    'POST /v2/{project_id}/tasks',
    'POST /v2/{project_id}/tasks/{task_id}/stop',
    'POST /v2/{project_id}/tasks/{task_id}/start',
    'DELETE /v2/{project_id}/tasks/{task_id}',
    'PUT /v2/{project_id}/tasks/{task_id}/bandwidth-policy',
    'POST /v2/{project_id}/tasks/batch-update',
  ],
  ...[
    'POST /v2/{project_id}/sync-tasks/{sync_task_id}/events',
    'GET /v2/{project_id}/sync-tasks',
    'POST /v2/{project_id}/sync-tasks',
    'GET /v2/{project_id}/sync-tasks/{sync_task_id}',
    'GET /v2/{project_id}/sync-tasks/{sync_task_id}/statistics',
    'DELETE /v2/{project_id}/sync-tasks/{sync_task_id}',
    'POST /v2/{project_id}/sync-tasks/{sync_task_id}/stop',
    'POST /v2/{project_id}/sync-tasks/{sync_task_id}/start',
  ],
  ...[
    'GET /v2/{project_id}/taskgroups',
    'POST /v2/{project_id}/taskgroups',
    'GET /v2/{project_id}/taskgroups/{group_id}',
    'DELETE /v2/{project_id}/taskgroups/{group_id}',
    'PUT /v2/{project_id}/taskgroups/{group_id}/stop',
    'PUT /v2/{project_id}/taskgroups/{group_id}/start',
    'PUT /v2/{project_id}/taskgroups/{group_id}/retry',
    'PUT /v2/{project_id}/taskgroups/{group_id}/update',
  ],
  ...[
    'POST /v2/{project_id}/objectstorage/buckets/objects',
    'POST /v2/{project_id}/objectstorage/buckets/cdn-info',
    'POST /v2/{project_id}/objectstorage/buckets',
    'POST /v2/{project_id}/objectstorage/buckets/regions',
    'POST /v2/{project_id}/objectstorage/buckets/prefix',
  ],
  ...['GET /v2/{project_id}/objectstorage/cloud-type', 'GET /v2/{project_id}/objectstorage/data-center'],
  ...['POST /v2/{project_id}/objectstorage/buckets/url-source-list-file', 'POST /v2/{project_id}/privacy-agreements'],
]

test('every documented operation is simulated, and no undocumented one', () => {
  const simulated = routes.map(({ method, path }) => `${method} ${path}`).filter((line) => !line.includes('/v3/'))
  expect(documented).toHaveLength(2 + 8 + 8 + 8 + 5 + 2 + 2)
  expect(simulated.toSorted()).toEqual(documented.toSorted())
})

test('no operation is listed twice', () => {
  expect(new Set(routes.map(({ operation }) => operation)).size).toBe(routes.length)
})

test.each([
  ['GET', `/v2/${project}`],
  ['POST', `/v2/${project}/taskgroups/1/stop`],
  ['PUT', `/v2/${project}/taskgroup/1/update`],
  ['PATCH', `/v2/${project}/tasks`],
  ['GET', `/v1/${project}/objectstorage/task`],
  ['POST', `/v2/${project}/tasks/1/pause`],
])('%s %s does not exist', async (method, path) => {
  const { call } = await startCloud()
  expect(await call(method, path)).toMatchObject({ status: 404, body: { error_code: 'APIGW.0101' } })
})

test('a body that is not JSON is refused with 403', async () => {
  const { raw, tasks, simulator } = await startCloud()
  const body = '{"task_type":'
  // The official signer hashes the JSON text of its input, so a text is signed as another text than the one sent.
  const token = await raw('POST', '/v3/auth/tokens', { headers: {}, body: logIn })
  const headers = { 'x-auth-token': token.headers.get('x-subject-token') ?? '' }
  const answer = await raw('POST', tasks, { headers, body })
  expect(answer.status).toBe(403)
  expect(await answer.json()).toMatchObject({ error_code: 'S3M.0067' })
  expect(simulator.tasks(project)).toEqual([])
})

test('a body over 12 MB is refused', async () => {
  const { call, tasks } = await startCloud()
  const body = { ...creation, description: 'x'.repeat(12 * 1024 * 1024) }
  expect(await call('POST', tasks, { body })).toMatchObject({ status: 413, body: { error_code: 'APIGW.0201' } })
})

test('calls are logged with their error codes and without secrets', async () => {
  const { call, tasks, simulator, clock } = await startCloud()
  await call('GET', tasks, { query: { limit: '5' } })
  await call('GET', `${tasks}/1`)
  expect(simulator.calls()).toEqual([
    { at: clock.now(), method: 'GET', path: `${tasks}?limit=5`, status: 200 },
    { at: clock.now(), method: 'GET', path: `${tasks}/1`, status: 400, errorCode: 'OMS.1009' },
  ])
})

test('after a reset, the simulator starts again and the same things happen', async () => {
  const { call, tasks, simulator } = await startCloud()
  const first = (await call('POST', tasks, { body: creation })).body
  simulator.reset()
  expect(simulator.tasks(project)).toEqual([])
  expect(simulator.calls()).toEqual([])
  expect((await call('POST', tasks, { body: creation })).body).toEqual(first)
})

const user = { name: 'ferry', password: 'example-password', domain: { name: 'example-domain' } }
const logIn = { auth: { identity: { methods: ['password'], password: { user } }, scope: { project: { id: project } } } }
