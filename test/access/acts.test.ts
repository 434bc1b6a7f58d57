import { describe, expect, test } from 'vitest'
import { readActs } from '../../src/access/acts.ts'
import { type AuditEvent, type AuditRecord, chainStart, link } from '../../src/access/audit.ts'

const pausing = { user: 'U1', door: 'typed', verb: 'pause', subject: 'prod-hw/1', role: 'operator' } as const
const creating = { user: 'U1', door: 'ferry', verb: 'create', subject: 'r-7f3a2c' } as const
const begun = { ...pausing, outcome: 'begun' } as const
const done = { ...pausing, outcome: 'done' } as const
const other = { ...done, verb: 'astray', door: 'form' } as const
type Some = Omit<AuditEvent, 'at'>

/** Reads one page of rows from events given oldest first, and counts the entries that were read for it. */
async function read(events: readonly Some[], { page = 1, perPage = 10 } = {}) {
  const records: AuditRecord[] = []
  for (const event of events) {
    records.unshift(link({ at: 1, ...event }, records[0] ?? { seq: 0, hash: chainStart }))
  }
  let count = 0
  async function* newestFirst() {
    for (const record of records) {
      count += 1
      yield record
    }
  }
  const { acts, hasMore } = await readActs(newestFirst(), { page, perPage })
  const lines = acts.map(({ record: { seq, outcome }, begunSeq }) => `${begunSeq ?? '–'} ${seq} ${outcome}`)
  return { lines, hasMore, count }
}

describe('the two entries of an act become one row', () => {
  test('even if other entries lie between them', async () => {
    const another = { ...pausing, user: 'U2' }
    const events = [begun, { ...another, outcome: 'begun' }, done, { ...another, outcome: 'refused' }] as const
    expect((await read(events)).lines).toEqual(['2 4 refused', '1 3 done'])
  })

  test('on the page of the later entry only, even if the page ends between them', async () => {
    const events = [begun, { ...other, verb: 'x' }, done, other]
    expect(await read(events, { perPage: 2 })).toMatchObject({ lines: ['– 4 done', '1 3 done'], hasMore: true })
    expect(await read(events, { perPage: 2, page: 2 })).toMatchObject({ lines: ['– 2 done'], hasMore: false })
  })

  test('and do not count as a further page', async () => {
    expect(await read([begun, done], { perPage: 1 })).toMatchObject({ lines: ['1 2 done'], hasMore: false })
  })

  test('for every attempt to create, although a success has other details', async () => {
    const attempt = (detail: string, outcome: AuditEvent['outcome']) => ({ ...creating, detail, outcome })
    const events = [
      attempt('content, attempt 1', 'begun'),
      attempt('content, attempt 1', 'unknown'),
      attempt('content, attempt 2', 'begun'),
      attempt('content, created prod-hw/1912', 'done'),
    ]
    expect((await read(events)).lines).toEqual(['3 4 done', '1 2 unknown'])
    const refused = attempt('content, attempt 1', 'refused')
    const givenUp = [attempt('content, attempt 1', 'begun'), refused, attempt('content, given up', 'refused')]
    expect((await read(givenUp)).lines).toEqual(['– 3 refused', '1 2 refused'])
  })
})

describe('an entry that begins an act and has no end', () => {
  test('stays a row of its own if the same act was done again later', async () => {
    expect((await read([begun, begun, done])).lines).toEqual(['2 3 done', '– 1 begun'])
  })

  test('does not pair with a refusal that came before the act began', async () => {
    const { role: _, ...unasked } = pausing
    expect((await read([begun, { ...unasked, outcome: 'refused' }])).lines).toEqual(['– 2 refused', '– 1 begun'])
  })

  test('does not pair with an entry that has other details', async () => {
    const lines = (
      await read([
        { ...begun, detail: '2 rules' },
        { ...done, detail: '3 rules' },
      ])
    ).lines
    expect(lines).toEqual(['– 2 done', '– 1 begun'])
  })

  test('does not pair with the entry in which Ferry gives up, because the outcome is still unknown', async () => {
    const events = [
      { ...creating, detail: 'attempt 1', outcome: 'begun' },
      { ...creating, detail: 'given up', outcome: 'refused' },
    ] as const
    expect((await read(events)).lines).toEqual(['– 2 refused', '– 1 begun'])
  })
})

test('the search for a missing beginning does not read the whole trail', async () => {
  const { lines, count } = await read([...Array.from({ length: 3000 }, () => other), done], { perPage: 1 })
  expect(lines).toEqual(['– 3001 done'])
  expect(count).toBeLessThan(600)
})
