import { describe, expect, test } from 'vitest'
import type { Connection } from '../../src/providers/provider.ts'
import { failure } from './cloud.ts'
import { openAccount as openHuaweiAccount, projectId } from './huawei/open-account.ts'
import { openConnection as openHuawei } from './huawei/simulated.ts'
import type { Reply } from './local-server.ts'
import { openAccount as openNaverAccount } from './naver/open-account.ts'
import { openConnection as openNaver } from './naver/simulated.ts'
import { operationsOf } from './operations.ts'
import { openAccount as openUpcloudAccount } from './upcloud/open-account.ts'
import { openConnection as openUpcloud } from './upcloud/simulated.ts'

const limits = [{ start: '09:00', end: '18:00', bytesPerSecond: 50_000_000 }]

/** The ids that are reported during a call. */
async function idsOf(ask: (options: Parameters<Connection['check']>[0]) => unknown): Promise<string[]> {
  const ids: string[] = []
  await ask({ onRequestId: (id) => void ids.push(id) })
  return ids
}

test.each([
  ['Huawei', openHuawei],
  ['NAVER', openNaver],
])('%s reports the id of a request that changes something, and of no other', async (_, open) => {
  const { world, connection } = await open()
  const target = world.add('running')
  expect(await idsOf((options) => connection.show(target, options))).toEqual([])
  expect(await idsOf((options) => operationsOf(connection).pause(target, options))).toEqual([
    expect.stringMatching(/^\w{32}$/),
  ])
})

test('NAVER reports both requests that create and start a policy', async () => {
  const { world, connection } = await openNaver()
  const [order] = world.orders ?? []
  if (order === undefined) throw new Error('Nothing to create')
  const ids = await idsOf((options) => operationsOf(connection).create({ ...order, token: 'a1b2c3d4' }, options))
  expect(new Set(ids).size).toBe(2)
})

test('UpCloud reports no ids of accepted requests', async () => {
  const { world, connection } = await openUpcloud()
  expect(await idsOf((options) => operationsOf(connection).cancel(world.add('running'), options))).toEqual([])
})

test('migrations that are set with one request have its id, and no other', async () => {
  const { world, connection } = await openHuawei()
  const group = { kind: 'group', id: world.simulator.addGroup(projectId) } as const
  const { limit } = operationsOf(connection)
  const tasks = await limit({ targets: [world.add('running'), world.add('running')], limits }, {})
  const outcomes = [...tasks, ...(await limit({ targets: [group], limits }, {}))]
  const [one, other, last] = outcomes.map(({ requestId }) => requestId)
  expect(one).toMatch(/^\w{32}$/)
  expect(other).toBe(one)
  expect(last).toMatch(/^\w{32}$/)
  expect(last).not.toBe(one)
})

type Answering = (answer: () => Reply) => Promise<{ act(): Promise<unknown> }>

const answering: [string, string, Answering][] = [
  [
    'Huawei',
    'x-request-id',
    async (answer) => {
      const { connection } = await openHuaweiAccount(answer)
      return { act: () => operationsOf(connection).pause({ kind: 'task', id: '191297407830872' }, {}) }
    },
  ],
  [
    'NAVER',
    'x-ncp-trace-id',
    async (answer) => {
      const { connection } = await openNaverAccount(answer)
      return { act: () => operationsOf(connection).pause({ kind: 'policy', id: 'nightly-copy' }, {}) }
    },
  ],
  [
    'UpCloud',
    'upcloud-cid',
    async (answer) => {
      const { connection } = await openUpcloudAccount(answer)
      const target = { kind: 'job', id: '9dd98a5e-7ea3-4d80-abff-4c23914313e4' } as const
      return { act: async () => operationsOf(connection).cancel(target, {}) }
    },
  ],
]

describe.each(answering)(
  "%s's id of a request, which only the header %s contains, is in the error after",
  (_, header, open) => {
    test.each<[string, Reply, string]>([
      ['a refusal without a body', { status: 403 }, 'provider_refused'],
      [
        'a refusal in words',
        { status: 400, body: { message: 'No', title: 'No', error_msg: 'No' } },
        'provider_refused',
      ],
      ['a denial by a page', { status: 401, body: '<html>' }, 'provider_denied'],
      ['a page instead of a refusal', { status: 403, body: '<html>' }, 'provider_nonsense'],
      ['a success that is a page', { status: 200, body: '<html>' }, 'provider_outcome_unknown'],
      ['a failure', { status: 503 }, 'provider_outcome_unknown'],
    ])('%s', async (_what, reply, code) => {
      const { act } = await open(() => ({ ...reply, headers: { [header]: 'req-7' } }))
      expect(await failure(act())).toMatchObject({ code, details: { requestId: 'req-7' } })
    })
  },
)
