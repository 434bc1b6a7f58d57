import { expect, test } from 'vitest'
import type { AuditRecord } from '../../src/access/audit.ts'
import { auditInChains, auditPage, auditWhole } from '../../src/views/access/audit.ts'
import { readable, typedBy } from './readable.ts'

const hash = '4f53'.repeat(16)
const record: AuditRecord = {
  ...{ seq: 2, at: 1, user: 'U2', door: 'typed', verb: 'watch', subject: 'r-123456', role: 'viewer', outcome: 'done' },
  ...{ detail: `content ${hash}, policy 3`, previous: '', hash },
}

test('the audit shows hashes and ids of calls only with its details, and no role for a viewer', () => {
  const acts = [{ record: { ...record, requestId: '7e5a'.repeat(8) } }]
  const draw = (isDetailed: boolean) =>
    readable(auditPage({ acts, page: 1, hasMore: false, filter: '', now: 2, isDetailed })).join('\n')
  expect(draw(false)).toContain('done · policy 3')
  expect(draw(false)).not.toMatch(/viewer|[0-9a-f]{8}/)
  expect(draw(true)).toContain(
    `content \`${hash}\` · the cloud’s request id \`${'7e5a'.repeat(8)}\` · hash \`${hash}\``,
  )
})

test('the audit shows a user group as people know it', () => {
  const given = { ...record, verb: 'roles give', subject: 'S0LEADS', detail: 'approver' }
  const page = readable(auditPage({ acts: [{ record: given }], page: 1, hasMore: false, filter: '', now: 2 }))
  expect(page.join('\n')).toContain('<!subteam^S0LEADS>')
})

test.each(['', '1h'])(
  'a page beyond the last one of “%s” does not claim that nothing was done, and leads to the first',
  (filter) => {
    const page = auditPage({ acts: [], page: 3, hasMore: false, filter, now: 2 })
    expect(readable(page)).toContain('There is nothing on this page.')
    expect(readable(page).join('\n')).not.toMatch(/Nothing has been done|No entries match/)
    expect(typedBy(page)).toMatchObject({ 'First page': `audit ${filter}`.trim().concat(' --page 1') })
  },
)

test('an audit without entries gets a warning and a next step, never a tick', () => {
  const page = readable(auditWhole({ seq: 0, hash: '' })).join('\n')
  expect(page).toContain(':warning: *The audit has no entries.*')
  expect(page).toContain('STORE_URL')
  expect(page).not.toContain('white_check_mark')
  expect(page).not.toContain('intact')
})

test('the number and hash to keep are short enough to copy, and the answer says where the complete hash is', () => {
  const page = readable(auditWhole({ seq: 12, hash })).join('\n')
  expect(page).toContain('`/migrate audit verify 12 4f534f534f534f53`')
  expect(page).toContain('exports have it in full')
})

test('an audit in several chains is never called intact: each chain and each gap is named', () => {
  const chains = [
    { from: 1, to: 5 },
    { from: 13, to: 20, because: 'lost key k1' },
  ]
  const draw = (seq: number) =>
    readable(auditInChains({ chains, end: { seq: 20, hash }, kept: { seq, hash } })).join('\n')
  expect(draw(7)).toContain('Entries 1 to 5: unchanged')
  expect(draw(7)).toContain('Entries 6 to 12: can’t be read.')
  expect(draw(7)).toContain('Entries 13 to 20: unchanged, a new chain, begun for `lost key k1`')
  expect(draw(7)).toContain('Entry 7, which you kept, can’t be read any more.')
  expect(draw(14)).toContain('Entry 14 has not changed.')
  expect(draw(7)).not.toMatch(/intact|white_check_mark/)
})

test('an audit of which only a new chain can be read names the entries before it', () => {
  const chains = [{ from: 4, to: 4, because: 'lost key k1' }]
  const page = readable(auditInChains({ chains, end: { seq: 4, hash }, kept: undefined })).join('\n')
  expect(page).toContain('in 1 chain, after entries that can’t be read')
  expect(page).toContain('Entries 1 to 3: can’t be read.')
  expect(page).toContain('Entry 4: unchanged')
})
