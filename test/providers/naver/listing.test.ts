import { expect, test } from 'vitest'
import type { Received, Reply } from '../local-server.ts'
import { openAccount } from './open-account.ts'
import { documentedPolicy } from './samples.ts'

const first = { kind: 'policy', offset: 0 } as const

test('a page takes one call, newest first, with pages counted from 0', async () => {
  const { connection, server } = await openAccount(listOf(policies(250)))
  const page = await connection.readPage({ kind: 'policy', offset: 100 }, {})
  expect(page.migrations[0]?.id).toBe('policy-100')
  expect(page).toMatchObject({ rows: 100, total: 250, isLast: false })
  expect(server.received.map(({ query }) => query.toString())).toEqual([
    'order=createTime&sortBy=desc&limit=100&page=1',
  ])
})

test('deleted policies are left out', async () => {
  const all = [...policies(2), { ...documentedPolicy, title: 'policy-0', jobState: 'DELETED' }]
  const { connection } = await openAccount(listOf(all))
  const { migrations } = await connection.readPage(first, {})
  expect(migrations.map(({ id }) => id)).toEqual(['policy-0', 'policy-1'])
})

test('an unreadable policy is skipped, and the log says so', async () => {
  const { connection, warnings } = await openAccount(() => ({ body: { jobList: [{}, documentedPolicy], num: 2 } }))
  expect(await connection.readPage(first, {})).toMatchObject({ migrations: [{}], rows: 2 })
  expect(warnings).toHaveLength(1)
})

function policies(count: number) {
  return Array.from({ length: count }, (_, index) => ({ ...documentedPolicy, title: `policy-${index}` }))
}

function listOf(all: readonly object[]) {
  return ({ query }: Received): Reply => {
    const limit = Number(query.get('limit'))
    const jobList = all.slice(Number(query.get('page')) * limit).slice(0, limit)
    return { body: { objStrContracted: true, num: all.length, jobList } }
  }
}
