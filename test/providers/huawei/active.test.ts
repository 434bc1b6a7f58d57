import { expect, test } from 'vitest'
import { groupReader } from '../../../src/providers/huawei/reading/groups.ts'
import { taskReader } from '../../../src/providers/huawei/reading/tasks.ts'
import type { Received, Reply } from '../local-server.ts'
import { openSession } from './open-account.ts'
import { failedGroup, realTask } from './samples.ts'

// The checks before a start look for another migration that would write the same objects.

test('active tasks take one call for each state that fits a page', async () => {
  const { session, server } = await openSession(
    paged((status) => Array.from({ length: status === 2 ? 100 : 3 }, (_, row) => taskOf(status * 1000 + row, status))),
  )
  expect(await taskReader.readActive(session, {})).toHaveLength(106)
  expect(server.received.map(({ query }) => query.get('status')).toSorted()).toEqual(['1', '2', '7'])
})

test('active tasks are read to the last page, each once', async () => {
  const everywhere = Array.from({ length: 250 }, (_, id) => taskOf(id, 2))
  const { session, server } = await openSession(paged((status) => (status === 7 ? [] : everywhere)))
  const ids = (await taskReader.readActive(session, {})).map(({ id }) => id)
  expect([ids.length, new Set(ids).size]).toEqual([250, 250])
  expect(server.received).toHaveLength(3 + 3 + 1)
})

test('active groups are listed by status if there are more than fit a page', async () => {
  const { session, server } = await openSession(({ query }) => {
    const status = query.get('status')
    if (status === null) return { body: { taskgroups: [groupOf(6)], count: 101 } }
    return { body: { taskgroups: [groupOf(Number(status))], count: 1 } }
  })
  const active = await groupReader.readActive(session, {})
  expect(active.map(({ nativeState }) => nativeState)).toEqual(['0', '1', '2', '7', '8', '9'])
  expect(server.received).toHaveLength(7)
})

const taskOf = (id: number, status: number) => ({ ...realTask, id, status })
const groupOf = (status: number) => ({
  ...failedGroup,
  status,
  group_id: `d85ed5a8-61a1-492f-a146-2fd092dc37c${status}`,
})

function paged(tasksInStatus: (status: number) => object[]) {
  return ({ query }: Received): Reply => {
    const tasks = tasksInStatus(Number(query.get('status')))
    const offset = Number(query.get('offset'))
    return { body: { tasks: tasks.slice(offset, offset + Number(query.get('limit'))), count: tasks.length } }
  }
}
