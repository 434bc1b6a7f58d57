import { expect, test } from 'vitest'
import type { AuditRecord } from '../../src/access/audit.ts'
import { auditPage, auditWhole } from '../../src/views/access/audit.ts'
import { readable } from './readable.ts'

const hash = '4f53'.repeat(16)
const record: AuditRecord = {
  ...{ seq: 2, at: 1, user: 'U2', door: 'typed', verb: 'watch', subject: 'r-123456', role: 'viewer', outcome: 'done' },
  ...{ detail: `content ${hash}, policy 3`, previous: '', hash },
}

test('the audit shortens hashes, and shows no role for a viewer', () => {
  const page = readable(auditPage({ acts: [{ record }], page: 1, hasMore: false, filter: '', now: 2 })).join('\n')
  expect(page).toContain('content 4f534f53, policy 3')
  expect(page).not.toContain('viewer')
})

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
