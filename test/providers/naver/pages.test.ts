import { describe, expect, test } from 'vitest'
import { naver } from '../../../src/providers/naver/index.ts'
import { describePages } from '../contract-pages.ts'
import type { Received, Reply } from '../local-server.ts'
import { idsOn, readPages } from '../read-pages.ts'
import { openAccount } from './open-account.ts'
import { documentedPolicy } from './samples.ts'
import { openConnection } from './simulated.ts'

describe.each([
  { numCounts: 'page' },
  { listOrder: 'scattered' },
  { listOrder: 'oldest first', numCounts: 'page' },
] as const)('reading pages from a NAVER with %j', (behaviour) => {
  describePages(naver, () => openConnection({ behaviour }))
})

const policy = { kind: 'policy' } as const

describe('reading a page of policies', () => {
  test('asks for the newest first, by the number of the page', async () => {
    const { connection, server } = await openAccount(listOf(policies(250)))
    await connection.readPage({ ...policy, offset: 200 }, {})
    expect(server.received.map(({ query }) => query.toString())).toEqual([
      'order=createTime&sortBy=desc&limit=100&page=2',
    ])
  })

  test('leaves out deleted policies, and counts them', async () => {
    const all = [...policies(2), { ...documentedPolicy, title: 'policy-0', jobState: 'DELETED' }, {}]
    const { connection, warnings } = await openAccount(listOf(all))
    const page = await connection.readPage({ ...policy, offset: 0 }, {})
    expect(idsOn([page])).toEqual(['policy-0', 'policy-1'])
    expect(page).toMatchObject({ rows: 4, total: 4, isLast: true })
    expect(warnings).toHaveLength(1)
  })

  test('gives the total where NAVER counts all policies', async () => {
    const { connection } = await openAccount(listOf(policies(250)))
    expect(await readPages(connection, policy)).toMatchObject([
      { rows: 100, total: 250, isLast: false },
      { rows: 100, total: 250, isLast: false },
      { rows: 50, total: 250, isLast: true },
    ])
  })

  test('gives no total before the last page where NAVER counts the policies of the page', async () => {
    const { connection } = await openAccount(listOf(policies(250), 'of the page'))
    const [first, second, third] = await readPages(connection, policy)
    for (const page of [first, second]) expect(page).not.toHaveProperty('total')
    expect(third).toMatchObject({ rows: 50, total: 250, isLast: true })
  })

  // With 100 of 100, the number may be of all policies or of the page.
  test('asks once for what may follow 100 policies, and knows better the next time', async () => {
    const { connection, server } = await openAccount(listOf(policies(100)))
    expect(await readPages(connection, policy)).toMatchObject([
      { isLast: false },
      { rows: 0, total: 100, isLast: true },
    ])
    expect(await readPages(connection, policy)).toMatchObject([{ total: 100, isLast: true }])
    expect(server.received).toHaveLength(3)
  })

  test('goes on asking where NAVER counts the policies of the page', async () => {
    const { connection, server } = await openAccount(listOf(policies(100), 'of the page'))
    for (let round = 0; round < 2; round += 1) expect(idsOn(await readPages(connection, policy))).toHaveLength(100)
    expect(server.received).toHaveLength(4)
  })

  test('reads every policy, and each once, if NAVER returns shorter pages than requested', async () => {
    const all = policies(120)
    const { connection, server } = await openAccount(({ query }) => {
      const page = Number(query.get('page'))
      return { body: { num: all.length, jobList: all.slice(page * 50, page * 50 + 50) } }
    })
    expect(idsOn(await readPages(connection, policy))).toEqual(all.map(({ title }) => title))
    expect(server.received.map(({ query }) => query.get('page'))).toEqual(['0', '1', '2'])
  })

  test('ends if NAVER counts policies that it does not list', async () => {
    const { connection } = await openAccount(listOf(policies(30), 'of all and more'))
    const pages = await readPages(connection, policy)
    expect(idsOn(pages)).toHaveLength(30)
    expect(pages.length).toBeLessThanOrEqual(2)
    expect(pages.at(-1)).not.toHaveProperty('total')
  })

  test('misses nothing from an offset within a page', async () => {
    const { connection } = await openAccount(listOf(policies(250)))
    const ids = idsOn(await readPages(connection, policy, 150))
    expect(ids).toEqual(
      expect.arrayContaining(
        policies(250)
          .map(({ title }) => title)
          .slice(150),
      ),
    )
  })
})

function policies(count: number) {
  return Array.from({ length: count }, (_, index) => ({ ...documentedPolicy, title: `policy-${index}` }))
}

/** It is not documented what the number of a list counts. */
function listOf(all: readonly object[], counting: 'of all' | 'of the page' | 'of all and more' = 'of all') {
  return ({ query }: Received): Reply => {
    const limit = Number(query.get('limit'))
    const jobList = all.slice(Number(query.get('page')) * limit).slice(0, limit)
    const num = { 'of all': all.length, 'of the page': jobList.length, 'of all and more': all.length + 3 }[counting]
    return { body: { objStrContracted: true, num, jobList } }
  }
}
