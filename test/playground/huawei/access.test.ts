import { describe, expect, test } from 'vitest'
import { account, creation, otherAccount, otherProject, project, sign, startCloud } from './cloud.ts'

const minutes = 60_000
const wrongKey = { ...account, secretKey: 'exampleWrongSecret' }

describe('a signed call', () => {
  test('is accepted with the right key', async () => {
    const { call, tasks } = await startCloud()
    expect(await call('GET', tasks)).toMatchObject({ status: 200, body: { tasks: [], count: 0 } })
  })

  test('is refused with APIGW.0301 and a request id if the signature or the key is wrong', async () => {
    const { call, tasks } = await startCloud()
    for (const by of [wrongKey, { ...account, accessKey: 'HWEXAMPLEUNKNOWN' }]) {
      const { status, body, headers } = await call('GET', tasks, { by })
      expect(status).toBe(401)
      expect(body).toMatchObject({ error_code: 'APIGW.0301', request_id: headers.get('x-request-id') })
    }
  })

  test('is refused if its body was changed after signing', async () => {
    const { call, clock, tasks, url } = await startCloud()
    const headers = sign({ method: 'POST', url, path: tasks, now: clock.now() }, { body: creation })
    expect(await call('POST', tasks, { headers, body: { ...creation, description: 'changed' } })).toMatchObject({
      status: 401,
    })
  })

  test('is refused without credentials', async () => {
    const { call, tasks } = await startCloud()
    expect(await call('GET', tasks, { headers: {} })).toMatchObject({ status: 401, body: { error_code: 'APIGW.0301' } })
  })

  test('can be signed up to 15 minutes earlier or later, and not a second more', async () => {
    const { call, clock, tasks } = await startCloud()
    const at = async (offsetMs: number) => (await call('GET', tasks, { signedAt: clock.now() + offsetMs })).body
    expect(await at(15 * minutes)).toHaveProperty('count')
    expect(await at(-15 * minutes)).toHaveProperty('count')
    expect(await at(15 * minutes + 1_000)).toMatchObject({ error_code: 'APIGW.0303' })
    expect(await at(-15 * minutes - 1_000)).toMatchObject({ error_code: 'APIGW.0303' })
  })

  test('needs the security token if the key is temporary', async () => {
    const temporary = { ...account, securityToken: 'example-security-token' }
    const { call, tasks } = await startCloud({ accounts: [temporary] })
    expect(await call('GET', tasks, { by: temporary })).toMatchObject({ status: 200 })
    expect(await call('GET', tasks, { by: account })).toMatchObject({ status: 401 })
  })

  test('locks its key for five minutes after five failures in a row, so retrying a 401 does harm', async () => {
    const { call, clock, tasks } = await startCloud()
    for (let failure = 0; failure < 5; failure++) await call('GET', tasks, { by: wrongKey })
    expect(await call('GET', tasks)).toMatchObject({ status: 401, body: { error_code: 'APIGW.0301' } })
    clock.jump(5 * minutes)
    expect(await call('GET', tasks)).toMatchObject({ status: 200 })
  })

  test('starts the count of failures again if it succeeds', async () => {
    const { call, tasks } = await startCloud()
    for (let round = 0; round < 2; round++) {
      for (let failure = 0; failure < 4; failure++) await call('GET', tasks, { by: wrongKey })
      expect(await call('GET', tasks)).toMatchObject({ status: 200 })
    }
  })

  test('cannot reach another account’s project', async () => {
    const { call } = await startCloud()
    const answer = await call('GET', `/v2/${otherProject}/tasks`)
    expect(answer).toMatchObject({ status: 400, body: { error_code: 'OMS.0068' } })
  })
})

describe('a token', () => {
  const login = {
    auth: {
      identity: {
        methods: ['password'],
        password: { user: { name: 'ferry', password: 'example-password', domain: { name: 'example-domain' } } },
      },
      scope: { project: { name: 'cn-north-4' } },
    },
  }
  const json = { 'content-type': 'application/json;charset=utf8' }

  async function logIn(body: unknown = login) {
    const cloud = await startCloud()
    const answer = await cloud.call('POST', '/v3/auth/tokens', { headers: json, body, query: { nocatalog: 'true' } })
    const token = answer.headers.get('x-subject-token') ?? ''
    const list = (path = cloud.tasks) => cloud.call('GET', path, { headers: { 'x-auth-token': token } })
    return { ...cloud, answer, list }
  }

  test('opens its project for 24 hours, and its expiry has six decimals', async () => {
    const { answer, clock, list } = await logIn()
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({
      token: { expires_at: '2026-01-06T02:00:00.000000Z', project: { id: project, name: 'cn-north-4' } },
    })
    expect(answer.body).not.toHaveProperty('token.catalog')
    clock.jump(24 * 60 * minutes - 1)
    expect(await list()).toMatchObject({ status: 200 })
    clock.jump(1)
    expect(await list()).toMatchObject({ status: 401, body: { error_code: 'APIGW.0307' } })
  })

  test('is refused with APIGW.0307 once it is revoked', async () => {
    const { list, simulator } = await logIn()
    simulator.revokeTokens()
    expect(await list()).toMatchObject({ status: 401, body: { error_code: 'APIGW.0307' } })
  })

  test('of another region has to be renewed', async () => {
    const { list } = await logIn()
    expect(await list(`/v2/${otherProject}/tasks`)).toMatchObject({ status: 401, body: { error_code: 'APIGW.0307' } })
  })

  test('can be requested by project id, with the catalog by default', async () => {
    const { call } = await startCloud()
    const body = { auth: { ...login.auth, scope: { project: { id: otherProject } } } }
    const answer = await call('POST', '/v3/auth/tokens', { headers: json, body })
    expect(answer.body).toMatchObject({ token: { project: { id: otherProject }, catalog: [] } })
  })

  test('with the domain as its scope does not open a project', async () => {
    const { answer, list } = await logIn({ auth: { ...login.auth, scope: { domain: { name: 'example-domain' } } } })
    expect(answer.status).toBe(201)
    expect(await list()).toMatchObject({ status: 400, body: { error_code: 'OMS.0068' } })
  })

  test.each([
    [401, { auth: { ...login.auth, scope: { project: { name: 'eu-west-0' } } } }],
    [
      401,
      {
        auth: {
          ...login.auth,
          identity: {
            methods: ['password'],
            password: { user: { name: 'ferry', password: 'wrong', domain: { name: 'example-domain' } } },
          },
        },
      },
    ],
    [400, { auth: {} }],
    [400, 'not json'],
  ])('is refused with IAM’s own %d for %j', async (status, body) => {
    const { answer } = await logIn(body)
    expect(answer).toMatchObject({ status, body: { error: { code: status } } })
  })
})

test('IAM returns the project of a region for a signed call', async () => {
  const { call } = await startCloud()
  const find = async (name: string) => (await call('GET', '/v3/projects', { query: { name } })).body
  expect(await find('cn-north-4')).toMatchObject({ projects: [{ id: project, name: 'cn-north-4' }] })
  expect(await find('ap-southeast-1')).toMatchObject({ projects: [] })
})

test('one key can open projects in several regions', async () => {
  const { call } = await startCloud({
    accounts: [account, { ...account, projectId: otherProject, region: 'cn-north-1' }],
  })
  expect(await call('GET', `/v2/${otherProject}/tasks`)).toMatchObject({ status: 200 })
  expect((await call('GET', '/v3/projects')).body).toMatchObject({ projects: [{ id: project }, { id: otherProject }] })
})

test('a read-only user can read and nothing else', async () => {
  const { call, simulator } = await startCloud({ accounts: [{ ...account, readOnly: true }, otherAccount] })
  const id = simulator.addTask(project)
  const tasks = `/v2/${project}/tasks`
  expect(await call('GET', `${tasks}/${id}`)).toMatchObject({ status: 200 })
  const denied = { status: 403, body: { error_code: 'OMS.0205' } }
  expect(await call('POST', tasks, { body: creation })).toMatchObject(denied)
  expect(await call('POST', `${tasks}/${id}/stop`)).toMatchObject(denied)
  expect(await call('DELETE', `${tasks}/${id}`)).toMatchObject(denied)
  expect(simulator.tasks(project)).toMatchObject([{ status: 2 }])
})
