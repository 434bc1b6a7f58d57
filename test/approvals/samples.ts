import { randomBytes } from 'node:crypto'
import type { Role } from '../../src/access/roles.ts'
import { type ApprovalPolicy, firstPolicy, termsFor } from '../../src/approvals/policy.ts'
import { type MigrationRequest, newRequest, shortHash } from '../../src/approvals/request.ts'
import type { Ballot, Decider } from '../../src/approvals/transitions.ts'
import type { PreflightCheck, Spec } from '../../src/migrations/spec/spec.ts'

export const askedAt = Date.UTC(2026, 10, 21, 12)
export const hourMs = 3_600_000

export function aSpec(changes: Partial<Spec> = {}): Spec {
  return {
    account: 'prod-hw',
    kind: 'task',
    source: { cloud: 'AWS', region: 'us-east-1', bucket: 'photos', key: 'photos-read', selection: 'everything' },
    target: { region: 'cn-north-4', bucket: 'archive', key: 'archive-write' },
    options: {},
    ...changes,
  }
}

export const passed: readonly PreflightCheck[] = [
  { name: 'credentials', outcome: 'pass', what: 'The keys are accepted' },
  { name: 'quota', outcome: 'pass', what: 'Three more tasks fit' },
]
export const warned: readonly PreflightCheck[] = [
  ...passed,
  { name: 'same migration', outcome: 'warn', what: 'Another migration writes the same objects', next: 'Wait for it' },
]

export function aPolicy(changes: Partial<ApprovalPolicy> = {}): ApprovalPolicy {
  return { ...firstPolicy, version: 3, ...changes }
}

/** The id of a form that no other request comes from. */
export function aDraft(): string {
  return randomBytes(8).toString('hex')
}

export type Asked = Partial<Pick<MigrationRequest, 'requestedBy' | 'spec' | 'identity'>> & Partial<ApprovalPolicy>

export function aRequest({
  requestedBy = 'U0ASKER',
  spec = aSpec(),
  identity,
  ...policy
}: Asked = {}): MigrationRequest {
  return newRequest({
    id: 'r-7f3a2c',
    token: 'ferry7f3a2c',
    spec,
    ...(identity === undefined ? {} : { identity }),
    checks: passed,
    requestedBy,
    requestedAt: askedAt,
    askedIn: 'C0DATA',
    terms: termsFor(aPolicy(policy), spec, { bytes: 1e9, now: askedAt }),
  })
}

export function decider(user: string, role: Role = 'approver', more: Partial<Decider> = {}): Decider {
  return { user, role, isGuest: false, groups: [], ...more }
}

/** An approval of the present content, an hour after the request was made. */
export function ballot(request: MigrationRequest, changes: Partial<Ballot> = {}): Ballot {
  return {
    type: 'approve',
    decider: decider('U0LEAD'),
    seenHash: shortHash(request),
    now: askedAt + hourMs,
    ...changes,
  }
}
