import { describe, expect, test } from 'vitest'
import type { Received, Reply } from '../local-server.ts'
import { openAccount } from './open-account.ts'
import { documentedPolicy } from './samples.ts'

const idsOf = (migrations: readonly { id: string }[]) => migrations.map(({ id }) => id)

describe('listing', () => {
  test('reads a page with one call, newest first, with pages counted from 0', async () => {
    const { connection, server } = await openAccount(listOf(policies(25)))
    const page = await connection.list({ offset: 10, limit: 10 }, {})
    expect(idsOf(page.migrations)).toEqual(
      policies(25)
        .slice(10, 20)
        .map(({ title }) => title),
    )
    expect(page).toMatchObject({ total: 25, hasMore: true })
    expect(server.received.map(({ query }) => query.toString())).toEqual([
      'order=createTime&sortBy=desc&limit=10&page=1',
    ])
  })

  test.each(['of all', 'of the page'] as const)('ends with the last page if the number is %s', async (what) => {
    const { connection } = await openAccount(listOf(policies(25), what))
    expect(await connection.list({ offset: 0, limit: 10 }, {})).toMatchObject({ hasMore: true })
    expect(await connection.list({ offset: 20, limit: 10 }, {})).toMatchObject({ total: 25, hasMore: false })
    expect(await connection.list({ offset: 30, limit: 10 }, {})).toMatchObject({ migrations: [], hasMore: false })
  })

  test('takes a part between two pages from the complete list', async () => {
    const { connection, server } = await openAccount(listOf(policies(150)))
    const page = await connection.list({ offset: 95, limit: 10 }, {})
    expect(idsOf(page.migrations)).toEqual(
      policies(150)
        .slice(95, 105)
        .map(({ title }) => title),
    )
    expect(page).toMatchObject({ total: 150, hasMore: true })
    expect(server.received.map(({ query }) => query.get('page'))).toEqual(['0', '1'])
  })

  test('filters the complete list by state', async () => {
    const all = policies(130).map((policy, index) => ({ ...policy, jobState: index % 50 === 0 ? 'ERROR' : 'DONE' }))
    const { connection } = await openAccount(listOf(all))
    const page = await connection.list({ state: 'failed', offset: 1, limit: 1 }, {})
    expect(idsOf(page.migrations)).toEqual(['policy-50'])
    expect(page).toMatchObject({ total: 3, hasMore: true })
  })

  test.each(['cancelled', 'retrying', 'pausing'] as const)(
    'makes no call for %s, a state that does not occur',
    async (state) => {
      const { connection, server } = await openAccount(listOf(policies(1)))
      expect(await connection.list({ state, offset: 0, limit: 10 }, {})).toMatchObject({ migrations: [], total: 0 })
      expect(server.received).toEqual([])
    },
  )

  test('leaves out deleted policies, unless the filter names them', async () => {
    const all = [...policies(2), { ...documentedPolicy, title: 'policy-0', jobState: 'DELETED' }]
    const { connection } = await openAccount(listOf(all))
    expect(idsOf((await connection.list({ offset: 0, limit: 10 }, {})).migrations)).toEqual(['policy-0', 'policy-1'])
    const deleted = await connection.list({ state: 'deleted', offset: 0, limit: 10 }, {})
    expect(idsOf(deleted.migrations)).toEqual(['policy-0'])
  })

  test('skips an unreadable policy, and the log says so', async () => {
    const { connection, warnings } = await openAccount(() => ({ body: { jobList: [{}, documentedPolicy], num: 2 } }))
    expect(await connection.list({ offset: 0, limit: 10 }, {})).toMatchObject({ migrations: [{}], total: 2 })
    expect(warnings).toHaveLength(1)
  })
})

/** Such as the list of the policies in one state. */
describe('reading the complete list', () => {
  test.each(['of all', 'of the page'] as const)('reads to the last page if the number is %s', async (what) => {
    const { connection, server } = await openAccount(listOf(policies(250), what))
    expect((await connection.list(inOneState, {})).total).toBe(250)
    expect(server.received.map(({ query }) => query.get('page'))).toEqual(['0', '1', '2'])
  })

  test('reads to the end even if NAVER returns shorter pages than requested', async () => {
    const all = policies(120)
    const { connection } = await openAccount(({ query }) => {
      const page = Number(query.get('page'))
      return { body: { num: all.length, jobList: all.slice(page * 50, page * 50 + 50) } }
    })
    expect((await connection.list(inOneState, {})).total).toBe(120)
  })

  test('ends even if the list never does', async () => {
    const { connection, server } = await openAccount(({ query }) => ({
      body: { num: 1_000_000, jobList: [{ ...documentedPolicy, title: `policy-${query.get('page')}` }] },
    }))
    expect((await connection.list(inOneState, {})).total).toBe(200)
    expect(server.received).toHaveLength(200)
  })
})

const inOneState = { state: 'paused', offset: 0, limit: 100 } as const

function policies(count: number) {
  return Array.from({ length: count }, (_, index) => ({ ...documentedPolicy, title: `policy-${index}` }))
}

/** It is not documented what the number of a list counts. */
function listOf(all: readonly object[], counting: 'of all' | 'of the page' = 'of all') {
  return ({ query }: Received): Reply => {
    const limit = Number(query.get('limit'))
    const jobList = all.slice(Number(query.get('page')) * limit).slice(0, limit)
    return { body: { objStrContracted: true, num: counting === 'of all' ? all.length : jobList.length, jobList } }
  }
}
