import { describe, expect, test } from 'vitest'
import { project, startCloud as startHuawei } from '../huawei/cloud.ts'
import { policies, startCloud as startNaver } from '../naver/cloud.ts'
import { jobs, startCloud as startUpcloud } from '../upcloud/cloud.ts'

const hourMs = 60 * 60_000
const start = { Huawei: startHuawei, NAVER: startNaver, UpCloud: startUpcloud }
const paths = { Huawei: `/v2/${project}/tasks`, NAVER: policies, UpCloud: jobs }

describe.each(['Huawei', 'NAVER', 'UpCloud'] as const)('%s takes its dates from its own simulated clock', (name) => {
  test.each([
    ['an answer', undefined],
    ['a page of a proxy', { kind: 'garbage', status: 502 }],
    ['a limit', { kind: 'throttle' }],
    ['an error with a success status', { kind: 'error-in-200' }],
    ['an empty answer', { kind: 'empty' }],
  ] as const)('%s', async (_, fault) => {
    const { raw, clock, simulator } = await start[name]()
    if (fault !== undefined) simulator.faults.add(fault)
    clock.jump(hourMs)
    const { headers } = await raw('GET', paths[name])
    expect(headers.get('date')).toBe('Mon, 05 Jan 2026 03:00:00 GMT')
  })

  test('in a refusal', async () => {
    const { raw, clock } = await start[name]()
    clock.jump(hourMs)
    const { status, headers } = await raw('GET', '/nowhere')
    expect(status).toBeGreaterThanOrEqual(400)
    expect(headers.get('date')).toBe('Mon, 05 Jan 2026 03:00:00 GMT')
  })
})

test.each(['Huawei', 'NAVER'] as const)(
  'if requests are signed with a time, the gateway of %s can have another clock than its tasks',
  async (name) => {
    const { raw, clock } = await start[name]({ gatewayClock: { now: () => Date.UTC(2026, 0, 5, 2) } })
    clock.jump(hourMs)
    const { headers } = await raw('GET', paths[name])
    expect(headers.get('date')).toBe('Mon, 05 Jan 2026 02:00:00 GMT')
  },
)
