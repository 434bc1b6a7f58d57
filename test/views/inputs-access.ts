import fc from 'fast-check'
import { type AuditRecord, auditOutcomes, auditSurfaces } from '../../src/access/audit.ts'
import { type Grant, roles } from '../../src/access/roles.ts'
import type { AuditPage } from '../../src/views/access/audit.ts'
import type { Exported } from '../../src/views/access/audit-export.ts'
import type { RolePage } from '../../src/views/access/roles.ts'
import { channelId, hostile, keptName, moment, userId } from './hostile.ts'

const role = fc.constantFrom(...roles)

export const anyGrant: fc.Arbitrary<Grant> = fc.record(
  {
    type: fc.constantFrom('user', 'group'),
    id: userId,
    role,
    account: keptName,
    grantedBy: userId,
    grantedAt: moment,
  },
  { requiredKeys: ['type', 'id', 'role', 'grantedBy', 'grantedAt'] },
)

export const anyRolePage: fc.Arbitrary<RolePage> = fc.record({
  own: role,
  best: role,
  isGuest: fc.boolean(),
  isMine: fc.boolean(),
  grants: fc.array(anyGrant, { maxLength: 60 }),
  page: fc.integer({ min: 1, max: 9 }),
  unreadable: fc.nat(3),
  firstAdmins: fc.array(userId, { maxLength: 10 }),
})

const anyAuditRecord: fc.Arbitrary<AuditRecord> = fc.record(
  {
    at: moment,
    user: userId,
    door: fc.constantFrom(...auditSurfaces),
    channel: channelId,
    verb: hostile,
    subject: hostile,
    detail: hostile,
    outcome: fc.constantFrom(...auditOutcomes),
    code: hostile,
    requestId: hostile,
    role,
    seq: fc.nat(),
    previous: fc.constant('0'),
    hash: fc.constant('0'),
  },
  { requiredKeys: ['at', 'user', 'door', 'verb', 'outcome', 'seq', 'previous', 'hash'] },
)

export const anyAuditPage: fc.Arbitrary<AuditPage> = fc.record({
  acts: fc.array(fc.record({ record: anyAuditRecord, begunSeq: fc.nat() }, { requiredKeys: ['record'] }), {
    maxLength: 10,
  }),
  page: fc.integer({ min: 1, max: 10_000 }),
  hasMore: fc.boolean(),
  filter: hostile,
  now: moment,
  isDetailed: fc.boolean(),
})

export const anyExported: fc.Arbitrary<Exported> = fc.record({
  format: fc.constantFrom('csv', 'json'),
  count: fc.nat(50_000),
  firstSeq: fc.nat(),
  lastSeq: fc.nat(),
  isFiltered: fc.boolean(),
  isCut: fc.boolean(),
  limits: fc.record({ records: fc.nat(), bytes: fc.nat() }),
})
