import type { ApprovalPolicy } from '../../src/approvals/policy.ts'
import { contentHash, type Status } from '../../src/approvals/request.ts'
import type { Spec } from '../../src/migrations/spec/spec.ts'
import type { RequestRecord } from '../../src/store/store.ts'
import { someNews } from './samples.ts'

const spec: Spec = {
  account: 'prod-hw',
  kind: 'task',
  name: 'photos',
  description: 'moves photos',
  source: {
    cloud: 'AWS',
    endpoint: 's3.example',
    region: 'us-east-1',
    bucket: 'photos',
    appId: '125',
    key: 'photos-read',
    selection: 'list',
    names: ['2026/'],
    listFile: { bucket: 'lists', key: 'a.txt' },
    cdn: { domain: 'cdn.example', protocol: 'https', authentication: 'NONE' },
  },
  target: { region: 'cn-north-4', bucket: 'archive', prefix: 'in/', key: 'archive-write' },
  options: {
    overwrite: 'never',
    storageClass: 'COLD',
    check: 'checksum',
    copiesMetadata: true,
    restoresArchived: false,
    encrypts: true,
    requesterPays: false,
    recordsFailures: true,
    priority: 'high',
    since: 1,
    limits: [{ start: '00:00', end: '06:00', bytesPerSecond: 1000 }],
    notification: { topic: 't', on: ['success', 'failure'], language: 'en', template: 'x' },
  },
}

export const everyStatus: readonly Status[] = [
  { type: 'waiting' },
  { type: 'approved', at: 1 },
  { type: 'creating', since: 1, attempts: 2, triedAt: 3, notBefore: 4, settlesAt: 5, isSought: true },
  { type: 'created', at: 1, migrationId: '1912', lookAgainAt: 2, secondId: '1913' },
  { type: 'failed', at: 1, failure: { code: 'OMS.1', what: 'No', next: 'Request it again', requestId: 'req-1' } },
  { type: 'rejected', by: 'U2', at: 1, reason: 'wrong bucket' },
  { type: 'withdrawn', by: 'U1', at: 1 },
  { type: 'expired', at: 1 },
]

/** A request with every optional field present. */
export function aRequestRecord(status: Status = { type: 'waiting' }): RequestRecord {
  const { card, outbox, nextSeq } = someNews()
  return {
    request: {
      id: 'r-7f3a2c',
      token: 'ferry7f3a2c',
      spec,
      identity: 'of the account',
      specHash: contentHash({ spec, identity: 'of the account' }),
      bytes: 1,
      checks: [{ name: 'quota', outcome: 'warn', what: 'Nearly full', next: 'End others' }],
      requestedBy: 'U1',
      requestedAt: 1,
      askedIn: 'C1',
      terms: {
        policyVersion: 3,
        needed: 2,
        allowsSelf: false,
        expiresAt: 9,
        remindAt: [5],
        escalateTo: { type: 'user', id: 'U9' },
        breakGlass: { type: 'group', id: 'S1' },
      },
      approvers: [{ type: 'group', id: 'S2' }],
      votes: [{ user: 'U2', at: 2, reason: 'fine', isBreakGlass: true }],
      edits: [{ by: 'U1', at: 2, specHash: 'cd34', voided: ['U3'] }],
      reminders: 1,
      followedUpAt: 8,
      status,
    },
    posting: { channel: 'C1', createdAt: 1, outbox, nextSeq, ...(card === undefined ? {} : { card }) },
  }
}

export const aStoredPolicy: ApprovalPolicy = {
  version: 1,
  channel: 'C1',
  requesters: [{ type: 'user', id: 'U1' }],
  approvers: [{ type: 'group', id: 'S2' }],
  needed: 2,
  allowsSelf: true,
  expiresAfterMs: 1000,
  remindAfterMs: [100, 200],
  escalateTo: { type: 'user', id: 'U9' },
  stricter: [{ account: 'prod-hw', aboveBytes: 1e12, needed: 3, approvers: [{ type: 'user', id: 'U9' }] }],
  breakGlass: { type: 'group', id: 'S1' },
  changedBy: 'U1',
  changedAt: 5,
}
