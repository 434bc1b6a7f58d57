import { expect, test } from 'vitest'
import { openAccount } from './open-account.ts'
import { realTask } from './samples.ts'

test('a page of one state takes one call', async () => {
  const { connection, server } = await openAccount(({ query }) => {
    const offset = Number(query.get('offset'))
    const tasks = Array.from({ length: 250 }, (_, id) => ({ ...realTask, id, status: 4 }))
    return { body: { tasks: tasks.slice(offset, offset + Number(query.get('limit'))), count: tasks.length } }
  })
  const page = await connection.readPage({ kind: 'task', state: 'failed', offset: 100 }, {})
  expect(page).toMatchObject({ total: 250, rows: 100, isLast: false })
  expect(Object.fromEntries(server.received[0]?.query ?? [])).toEqual({ status: '4', offset: '100', limit: '100' })
})

test('an unreadable task is skipped, and the log says so', async () => {
  const { connection, warnings } = await openAccount(() => ({ body: { tasks: [{ id: 'x' }, realTask], count: 2 } }))
  const page = await connection.readPage({ kind: 'task', offset: 0 }, {})
  expect(page.migrations).toHaveLength(1)
  expect(page.rows).toBe(2)
  expect(warnings).toHaveLength(1)
})
