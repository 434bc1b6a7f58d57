import nock from 'nock'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/async/clock.ts'
import { createConnections } from '../../src/providers/connections.ts'
import { createHttp, type Http } from '../../src/providers/http/http.ts'
import { providers } from '../../src/providers/index.ts'

const account = {
  name: 'prod-hw',
  provider: 'huawei',
  credentials: {
    region: 'cn-north-4',
    projectId: '0123456789abcdef0123456789abcdef',
    accessKey: 'EXAMPLEACCESSKEY0001',
    secretKey: 'example-secret-key-not-real-0001',
  },
}

const noTasks = { tasks: [], count: 0 }

describe('connections', () => {
  let http: Http
  beforeEach(() => {
    if (!nock.isActive()) nock.activate()
    nock.disableNetConnect()
    http = createHttp({ clock: systemClock })
  })
  afterEach(async () => {
    nock.cleanAll()
    nock.enableNetConnect()
    nock.restore()
    await http.stop()
  })

  const connectionsWith = (endpointAllowlist: string[]) =>
    createConnections({
      providers,
      environment: { clock: systemClock, fetchJson: http.fetchJson, warn: () => undefined },
      endpointAllowlist,
    })

  test("call the cloud's own endpoint of the region, which needs no permission", async () => {
    const cloud = nock('https://oms.cn-north-4.myhuaweicloud.com')
      .get('/v2/0123456789abcdef0123456789abcdef/tasks')
      .query(true)
      .matchHeader('authorization', /^SDK-HMAC-SHA256 Access=EXAMPLEACCESSKEY0001, SignedHeaders=/)
      .reply(200, noTasks)
    await connectionsWith([]).of('T1', account).check({})
    expect(cloud.isDone()).toBe(true)
  })

  test('refuse an endpoint that nobody has allowed, before any call, because it could be inside our network', async () => {
    const inside = { ...account, credentials: { ...account.credentials, omsEndpoint: 'https://metadata.internal' } }
    await expect(connectionsWith([]).of('T1', inside).check({})).rejects.toMatchObject({
      code: 'endpoint_refused',
      details: { host: 'metadata.internal' },
    })
  })

  test.each([
    ['a name that only ends like it', 'https://evilmyhuaweicloud.com'],
    ['another port', 'https://oms.cn-north-4.myhuaweicloud.com:8443'],
    ['a port that was not allowed', 'https://oms.example.com:9443'],
  ])("refuse %s instead of the cloud's own", async (_, omsEndpoint) => {
    const elsewhere = { ...account, credentials: { ...account.credentials, omsEndpoint } }
    const check = connectionsWith(['oms.example.com:8443']).of('T1', elsewhere).check({})
    await expect(check).rejects.toMatchObject({ code: 'endpoint_refused' })
  })

  test('call an endpoint that the operator allows', async () => {
    const cloud = nock('https://oms.example.com:8443')
      .get(/\/tasks/)
      .query(true)
      .reply(200, noTasks)
    const custom = { ...account, credentials: { ...account.credentials, omsEndpoint: 'https://oms.example.com:8443' } }
    await connectionsWith(['oms.example.com:8443']).of('T1', custom).check({})
    expect(cloud.isDone()).toBe(true)
  })

  test('stay the same as long as the credentials do, so that a token is fetched once, and are not shared between workspaces', () => {
    const connections = connectionsWith([])
    const first = connections.of('T1', account)
    expect(connections.of('T1', { ...account })).toBe(first)
    expect(connections.of('T2', account)).not.toBe(first)
    const changed = { ...account, credentials: { ...account.credentials, secretKey: 'another-secret-not-real-0002' } }
    expect(connections.of('T1', changed)).not.toBe(first)
  })
})
