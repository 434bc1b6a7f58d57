import { describe, expect, test } from 'vitest'
import { upcloud } from '../../../src/providers/upcloud/index.ts'
import { failure } from '../cloud.ts'
import { describePages } from '../contract-pages.ts'
import type { Received, Reply } from '../local-server.ts'
import { idsOn, readPages } from '../read-pages.ts'
import { openAccount } from './open-account.ts'
import { job, notFound } from './samples.ts'
import { openConnection } from './simulated.ts'

describe.each([
  { jobPaging: 'none' },
  { jobPaging: 'none', jobOrder: 'scattered' },
  { jobPaging: 'limit-offset', jobOrder: 'scattered' },
  { jobPaging: 'limit-offset', jobOrder: 'oldest first', jobListAs: 'jobs' },
] as const)('reading pages from an UpCloud with %j', (behaviour) => {
  describePages(upcloud, () => openConnection({ behaviour }))
})

const all = { kind: 'job' } as const

describe('reading a page of jobs', () => {
  test('takes more rows than requested as the whole list', async () => {
    const { connection, server } = await openAccount(() => ({ body: jobs(120) }))
    const pages = await readPages(connection, all)
    expect(pages).toMatchObject([{ rows: 120, total: 120, isLast: true }])
    expect(idsOn(pages)).toHaveLength(120)
    expect(server.received.map(({ query }) => query.toString())).toEqual(['limit=100&offset=0'])
  })

  test.each([
    [250, 3],
    [200, 3],
    [99, 1],
  ])('reads %i jobs in %i pages if UpCloud pages them', async (count, calls) => {
    const { connection, server } = await openAccount(paged(jobs(count)))
    const pages = await readPages(connection, all)
    expect(idsOn(pages)).toEqual(jobs(count).map(({ uuid }) => uuid))
    expect(server.received).toHaveLength(calls)
  })

  // 100 jobs fill a page, whether or not there are pages.
  test('ends with the same 100 jobs at another offset', async () => {
    const { connection, server } = await openAccount(() => ({ body: jobs(100) }))
    for (let round = 1; round <= 2; round += 1) {
      const pages = await readPages(connection, all)
      expect(new Set(idsOn(pages)).size).toBe(100)
      expect(pages.at(-1)).not.toHaveProperty('total')
      expect(server.received).toHaveLength(2 * round)
    }
  })

  test('reads the same page twice without taking it for the last', async () => {
    const { connection } = await openAccount(paged(jobs(250)))
    for (let round = 0; round < 2; round += 1) {
      expect(await connection.readPage({ ...all, offset: 100 }, {})).toMatchObject({ rows: 100, isLast: false })
    }
  })

  test('counts unreadable jobs, and the log names them', async () => {
    const { connection, warnings } = await openAccount(() => ({ body: [{}, job] }))
    const page = await connection.readPage({ ...all, offset: 0 }, {})
    expect(page).toMatchObject({ migrations: [{ id: job.uuid }], rows: 2, total: 2, isLast: true })
    expect(warnings).toHaveLength(1)
  })

  test('names UpCloud’s code if the service is gone', async () => {
    const { connection } = await openAccount(() => ({ status: 404, body: notFound }))
    const error = await failure(connection.readPage({ ...all, offset: 0 }, {}))
    expect(error).toMatchObject({
      code: 'provider_refused',
      details: { code: 'UPCLOUD.RESOURCE_NOT_FOUND', status: 404 },
    })
  })
})

function jobs(count: number) {
  return Array.from({ length: count }, (_, index) => ({ ...job, uuid: `job-${index}` }))
}

function paged(rows: readonly object[]) {
  return ({ query }: Received): Reply => {
    const offset = Number(query.get('offset'))
    return { body: rows.slice(offset, offset + Number(query.get('limit') ?? 10)) }
  }
}
