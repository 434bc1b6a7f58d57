import { expect, test } from 'vitest'
import type { Connection } from '../../src/providers/provider.ts'
import { projectId } from './huawei/open-account.ts'
import { openConnection as openHuawei } from './huawei/simulated.ts'
import { openConnection as openNaver } from './naver/simulated.ts'
import { openConnection as openUpcloud } from './upcloud/simulated.ts'

const limits = [{ start: '09:00', end: '18:00', bytesPerSecond: 50_000_000 }]

/** The ids told while something is asked. */
async function idsOf(ask: (options: Parameters<Connection['check']>[0]) => unknown): Promise<string[]> {
  const ids: string[] = []
  await ask({ onRequestId: (id) => void ids.push(id) })
  return ids
}

test.each([
  ['Huawei', openHuawei],
  ['NAVER', openNaver],
])('%s names a request that changes something, and none that looks', async (_, open) => {
  const { world, connection } = await open()
  const target = world.add('running')
  expect(await idsOf((options) => connection.show(target, options))).toEqual([])
  expect(await idsOf((options) => connection.pause(target, options))).toEqual([expect.stringMatching(/^\w{32}$/)])
})

test('NAVER names both requests by which a policy is made and started', async () => {
  const { world, connection } = await openNaver()
  const [order] = world.orders ?? []
  if (order === undefined) throw new Error('Nothing to create')
  const ids = await idsOf((options) => connection.create?.({ ...order, token: 'a1b2c3d4' }, options))
  expect(new Set(ids).size).toBe(2)
})

test('UpCloud names none of what it accepts', async () => {
  const { world, connection } = await openUpcloud()
  expect(await idsOf((options) => connection.cancel?.(world.add('running'), options))).toEqual([])
})

test('migrations that are set by one request share its id, and no other', async () => {
  const { world, connection } = await openHuawei()
  const group = { kind: 'group', id: world.simulator.addGroup(projectId) } as const
  const targets = [world.add('running'), world.add('running'), group]
  const outcomes = (await connection.setLimits?.({ targets, limits }, {})) ?? []
  const [one, other, last] = outcomes.map(({ requestId }) => requestId)
  expect(one).toMatch(/^\w{32}$/)
  expect(other).toBe(one)
  expect(last).toMatch(/^\w{32}$/)
  expect(last).not.toBe(one)
})
