import { describe, expect, onTestFinished, test } from 'vitest'
import type { z } from 'zod'
import { createSimulatedClock } from '../../../playground/clock.ts'
import { createHuawei } from '../../../playground/huawei/simulator.ts'
import { cdnAuthentications } from '../../../src/providers/huawei/cdn.ts'
import { createOmsCall } from '../../../src/providers/huawei/client/client.ts'
import { accountOf } from '../../../src/providers/huawei/client/credentials.ts'
import { huawei } from '../../../src/providers/huawei/index.ts'
import { oms } from '../../../src/providers/huawei/oms.ts'
import type { newTask } from '../../../src/providers/huawei/requests/creation.ts'
import { failure } from '../cloud.ts'
import { openHttp } from '../open-http.ts'
import { callsOf, keyAnswers, openApi, refusal } from './open-account.ts'

const version = { id: 'v2', updated: '2020-04-01T12:00:00Z', status: 'CURRENT', links: [] }

describe('an API version', () => {
  test('is read outside of any project', async () => {
    const { call, server } = await openApi(() => ({ body: version }))
    expect(await call(oms.ShowApiInfo, { id: 'v2' })).toEqual({
      id: 'v2',
      updated: Date.parse(version.updated),
      status: 'CURRENT',
    })
    expect(server.received.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /v2'])
  })

  test.each(['', '..', '/v2', 'v2/../x', 'v2?a=b', 'version-number-two'])('cannot be %j', async (id) => {
    const { call, server } = await openApi(() => ({ body: version }))
    expect((await failure(call(oms.ShowApiInfo, { id }))).code).toBe('form_invalid')
    expect(server.received).toEqual([])
  })

  test('can be the only readable one in a list, or missing altogether', async () => {
    const { call } = await openApi(() => ({ body: { versions: [version, 'v3'] } }))
    expect(await call(oms.ListApiVersions, {})).toMatchObject({
      rows: [{ id: 'v2' }],
      unreadable: [expect.any(String)],
    })
    const { call: empty } = await openApi(() => ({ body: { versions: null } }))
    expect((await empty(oms.ListApiVersions, {})).rows).toEqual([])
  })
})

describe('the privacy statement', () => {
  const task: z.input<typeof newTask.schema> = {
    task_type: 'object',
    src_node: { cloud_type: 'AWS', region: 'us-east-1', bucket: 'a', ak: 'SRCAK', sk: 'SRCSK', object_key: [''] },
    dst_node: { region: 'cn-north-4', bucket: 'b', ak: 'DSTAK', sk: 'DSTSK' },
  }

  test('is accepted once, and then OMS refuses nothing because of it', async () => {
    const { call, connection } = await openStrict()
    expect(await failure(call(oms.CreateTask, task))).toMatchObject({
      code: 'provider_refused',
      details: { code: 'OMS.0092' },
    })
    await connection.acceptPrivacyStatement?.({})
    await connection.acceptPrivacyStatement?.({})
    expect(await call(oms.CreateTask, task)).toMatchObject({ id: expect.any(String) })
  })

  test('is sent without a body, and a refusal is reported', async () => {
    const { call, server } = await openApi(() => refusal('OMS.0205', 401))
    expect(await failure(call(oms.UpdatePrivacyAgreementRecord, {}))).toMatchObject({ code: 'provider_refused' })
    expect(callsOf(server)).toEqual(['POST /privacy-agreements'])
    expect(server.received[0]?.body).toBe('')
  })
})

test('CDNs have the eleven documented ways of authentication, and eight of them need a key', () => {
  expect(huawei.cdnAuthentications).toBe(cdnAuthentications)
  expect(new Set(cdnAuthentications.map(({ value }) => value)).size).toBe(11)
  expect(cdnAuthentications.filter(({ needsKey }) => needsKey)).toHaveLength(8)
})

/** An account whose owner has not accepted the privacy statement. */
async function openStrict() {
  const clock = createSimulatedClock(Date.parse('2026-11-21T12:00:00Z'), () => 0)
  const simulator = createHuawei({ clock, accounts: [{ ...keyAnswers, privacyAccepted: false }] })
  const { url, stop } = await simulator.listen()
  onTestFinished(stop)
  const { fetchJson } = openHttp()
  const environment = { clock: { now: clock.now, sleep: async () => {} }, fetchJson, warn: () => {} }
  const credentials = { ...keyAnswers, omsEndpoint: url }
  return {
    call: createOmsCall('prod', accountOf(credentials), environment),
    connection: huawei.open({ name: 'prod', credentials }, environment),
  }
}
