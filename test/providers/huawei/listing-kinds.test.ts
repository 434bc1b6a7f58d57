import { expect, test } from 'vitest'
import type { Received, Reply } from '../local-server.ts'
import { callsOf, openAccount, refusal } from './open-account.ts'
import { failedGroup, realTask, shownSync } from './samples.ts'

const runningTask = { ...realTask, status: 2 }
const groupOf = (status: number) => ({
  ...failedGroup,
  status,
  group_id: `d85ed5a8-61a1-492f-a146-2fd092dc37c${status}`,
})

test('the failed state includes failed tasks and both sorts of failed groups', async () => {
  const { connection, server } = await openAccount(({ query, path }) => {
    if (path.endsWith('/tasks')) return { body: { tasks: [{ ...realTask, status: 4 }], count: 1 } }
    return { body: { taskgroups: [groupOf(Number(query.get('status')))], count: 1 } }
  })
  const page = await connection.list({ state: 'failed', offset: 0, limit: 10 }, {})
  expect(page.migrations.map(({ kind, nativeState }) => `${kind} ${nativeState}`)).toEqual([
    'task 4',
    'group 4',
    'group 5',
  ])
  expect(page).toMatchObject({ total: 3, hasMore: false })
  expect(callsOf(server)).toEqual(['GET /tasks', 'GET /taskgroups', 'GET /taskgroups'])
})

test('a page full of tasks reads only the number of the other kinds', async () => {
  const { connection, server } = await openAccount(world({ tasks: [runningTask, { ...runningTask, id: 2 }] }))
  const page = await connection.list({ offset: 0, limit: 2 }, {})
  expect(page).toMatchObject({ migrations: [{ kind: 'task' }, { kind: 'task' }], total: 4, hasMore: true })
  expect(server.received.map(({ query }) => query.get('limit'))).toEqual(['2', '1', '1'])
})

// If synchronization tasks do not exist or must not be read, Ferry still has to follow the rest.
test.each(['/sync-tasks', '/taskgroups'])('an error of %s affects only its own kind', async (broken) => {
  const everything = world({})
  const { connection, warnings } = await openAccount((received) =>
    received.path.endsWith(broken) ? refusal('OMS.0206', 403) : everything(received),
  )
  const page = await connection.list({ offset: 0, limit: 10 }, {})
  expect(page.migrations).toHaveLength(2)
  expect(page.total).toBeUndefined()
  expect(warnings).toHaveLength(1)
})

test('refused keys are tried for tasks only', async () => {
  const { connection, server } = await openAccount(() => refusal('APIGW.0301', 401))
  await expect(connection.list({ offset: 0, limit: 10 }, {})).rejects.toMatchObject({ code: 'provider_denied' })
  expect(new Set(callsOf(server))).toEqual(new Set(['GET /tasks']))
})

test('a kind that OMS does not have needs no call', async () => {
  const { connection, server } = await openAccount(world({}))
  const page = await connection.list({ kind: 'policy', offset: 0, limit: 10 }, {})
  expect(page).toEqual({ migrations: [], total: 0, hasMore: false })
  expect(server.received).toEqual([])
})

/** One running migration of each kind, whatever the filter. Each list is as long as it says. */
function world({ tasks = [runningTask] }: { tasks?: object[] }) {
  return ({ path, query }: Received): Reply => {
    const lists = { tasks, taskgroups: [groupOf(2)], 'sync-tasks': [shownSync] }
    const [name, rows] = Object.entries(lists).find(([list]) => path.endsWith(`/${list}`)) ?? ['', []]
    const page = rows.slice(Number(query.get('offset') ?? 0))
    return { body: { [name === 'taskgroups' ? name : 'tasks']: page, count: rows.length } }
  }
}
