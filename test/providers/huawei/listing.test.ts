import { describe, expect, test } from 'vitest'
import type { Received, Reply } from '../local-server.ts'
import { openAccount } from './open-account.ts'
import { realTask } from './samples.ts'

describe('listing', () => {
  test('filters by one state with one call', async () => {
    const { connection, server } = await openAccount(listOf(250, 4))
    const page = await connection.list({ kind: 'task', state: 'failed', offset: 100, limit: 100 }, {})
    expect(page).toMatchObject({ total: 250, hasMore: true })
    expect(page.migrations).toHaveLength(100)
    expect(Object.fromEntries(server.received[0]?.query ?? [])).toEqual({ status: '4', offset: '100', limit: '100' })
  })

  test('ends with the last page', async () => {
    const { connection } = await openAccount(listOf(250, 4))
    expect(await connection.list({ kind: 'task', offset: 200, limit: 100 }, {})).toMatchObject({ hasMore: false })
    expect(await connection.list({ kind: 'task', offset: 300, limit: 100 }, {})).toMatchObject({
      hasMore: false,
      migrations: [],
    })
  })

  test('reads everything for a state that OMS cannot filter by', async () => {
    const tasks = Array.from({ length: 150 }, (_, id) => ({ ...realTask, id, status: id % 50 === 0 ? 6 : 5 }))
    const { connection, server } = await openAccount(paged(() => tasks))
    const page = await connection.list({ kind: 'task', state: 'retrying', offset: 1, limit: 1 }, {})
    expect(page.migrations.map((migration) => migration.id)).toEqual(['50'])
    expect(page).toMatchObject({ total: 3, hasMore: true })
    expect(server.received.map(({ query }) => query.get('status'))).toEqual([null, null])
  })

  test('makes no call for a state that OMS does not have', async () => {
    const { connection, server } = await openAccount(listOf(1, 5))
    expect((await connection.list({ state: 'cancelled', offset: 0, limit: 10 }, {})).migrations).toEqual([])
    expect(server.received).toEqual([])
  })

  test('skips an unreadable task, and the log says so', async () => {
    const { connection, warnings } = await openAccount(() => ({ body: { tasks: [{ id: 'x' }, realTask], count: 2 } }))
    const page = await connection.list({ kind: 'task', offset: 0, limit: 10 }, {})
    expect(page.migrations).toHaveLength(1)
    expect(warnings).toHaveLength(1)
  })

  test('ends even if the list never does', async () => {
    let next = 0
    const endless = () => {
      next += 1
      return { ...realTask, id: next, status: 6 }
    }
    const { connection, server } = await openAccount(() => ({ body: { tasks: [endless()], count: 1_000_000 } }))
    expect(await connection.list({ kind: 'task', state: 'retrying', offset: 0, limit: 10 }, {})).toMatchObject({
      total: 200,
    })
    expect(server.received).toHaveLength(200)
  })
})

function tasksOf(count: number, status: number): object[] {
  return Array.from({ length: count }, (_, id) => ({ ...realTask, id, status }))
}

function listOf(count: number, status: number) {
  return paged(() => tasksOf(count, status))
}

function paged(tasksInStatus: (status: number) => object[]) {
  return ({ query }: Received): Reply => {
    const tasks = tasksInStatus(Number(query.get('status')))
    const offset = Number(query.get('offset'))
    return { body: { tasks: tasks.slice(offset, offset + Number(query.get('limit'))), count: tasks.length } }
  }
}
