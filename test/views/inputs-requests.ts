import fc from 'fast-check'
import type { Subject } from '../../src/access/roles.ts'
import { roles } from '../../src/access/roles.ts'
import type { Doubt } from '../../src/approvals/doubts.ts'
import type { ApprovalPolicy, StricterRule } from '../../src/approvals/policy.ts'
import type { MigrationRequest, Status, Vote } from '../../src/approvals/request.ts'
import type { Refusal } from '../../src/approvals/transitions.ts'
import { kinds } from '../../src/migrations/migration.ts'
import { type PreflightCheck, preflightNames, type Spec, specSchema } from '../../src/migrations/spec/spec.ts'
import type { Refused } from '../../src/views/request/forms.ts'
import { anyValue } from '../migrations/any-value.ts'
import { channelId, figure, hostile, keptName, moment, unquoted, userId } from './hostile.ts'

const subject: fc.Arbitrary<Subject> = fc.record({ type: fc.constantFrom('user', 'group'), id: userId })
const subjects = fc.array(subject, { maxLength: 40 })
const count = fc.nat(5)

const anyRule: fc.Arbitrary<StricterRule> = fc.record(
  { account: keptName, aboveBytes: figure, needed: count, approvers: fc.array(subject, { maxLength: 5 }) },
  { requiredKeys: ['needed'] },
)

export const anyPolicy: fc.Arbitrary<ApprovalPolicy> = fc.record(
  {
    version: fc.nat(),
    channel: channelId,
    requesters: subjects,
    approvers: subjects,
    needed: count,
    allowsSelf: fc.boolean(),
    expiresAfterMs: fc.nat(),
    remindAfterMs: fc.array(fc.nat(), { maxLength: 20 }),
    escalateTo: subject,
    stricter: fc.array(anyRule, { maxLength: 20 }),
    breakGlass: subject,
    changedBy: userId,
    changedAt: moment,
  },
  { requiredKeys: ['version', 'needed', 'allowsSelf', 'expiresAfterMs', 'remindAfterMs', 'stricter', 'changedAt'] },
)

const flag = fc.boolean()
const leaves = { text: hostile, number: moment }
const options = anyValue(specSchema.shape.options, leaves)
const source = anyValue(specSchema.shape.source, leaves)

const spec: fc.Arbitrary<Spec> = fc.record(
  {
    account: keptName,
    kind: fc.constantFrom(...kinds),
    name: hostile,
    description: hostile,
    source,
    target: fc.record(
      { region: hostile, bucket: hostile, prefix: hostile, key: keptName },
      { requiredKeys: ['bucket'] },
    ),
    options,
  },
  { requiredKeys: ['account', 'kind', 'source', 'target', 'options'] },
)

const check: fc.Arbitrary<PreflightCheck> = fc.record(
  {
    name: fc.constantFrom(...preflightNames),
    outcome: fc.constantFrom('pass', 'warn', 'fail', 'unknown'),
    what: unquoted,
    next: unquoted,
  },
  { requiredKeys: ['name', 'outcome', 'what'] },
)

const vote: fc.Arbitrary<Vote> = fc.record(
  { user: userId, at: moment, reason: hostile, isBreakGlass: flag },
  { requiredKeys: ['user', 'at'] },
)

const status: fc.Arbitrary<Status> = fc.oneof(
  fc.constant({ type: 'waiting' } as const),
  fc.record({ type: fc.constant('approved'), at: moment }),
  fc.record(
    {
      type: fc.constant('creating'),
      since: moment,
      attempts: fc.nat(),
      triedAt: moment,
      notBefore: moment,
      settlesAt: moment,
      isSought: flag,
    },
    { requiredKeys: ['type', 'since', 'attempts', 'triedAt', 'notBefore', 'settlesAt'] },
  ),
  fc.record(
    { type: fc.constant('created'), at: moment, migrationId: hostile, secondId: hostile },
    { requiredKeys: ['type', 'at', 'migrationId'] },
  ),
  fc.record({
    type: fc.constant('failed'),
    at: moment,
    failure: fc.record({ code: hostile, what: unquoted, next: unquoted, requestId: hostile }),
  }),
  fc.record({ type: fc.constant('rejected'), by: userId, at: moment, reason: hostile }),
  fc.record({ type: fc.constant('withdrawn'), by: userId, at: moment }),
  fc.record({ type: fc.constant('expired'), at: moment }),
)

const terms: fc.Arbitrary<MigrationRequest['terms']> = fc.record(
  {
    policyVersion: fc.nat(),
    needed: count,
    allowsSelf: flag,
    expiresAt: moment,
    remindAt: fc.constant([]),
    breakGlass: subject,
  },
  { requiredKeys: ['policyVersion', 'needed', 'allowsSelf', 'expiresAt', 'remindAt'] },
)

export const anyRequest: fc.Arbitrary<MigrationRequest> = fc.record(
  {
    id: fc.stringMatching(/^r-[0-9a-f]{6}$/),
    token: fc.constant('ferry0'),
    spec,
    specHash: fc.stringMatching(/^[0-9a-f]{64}$/),
    bytes: figure,
    checks: fc.array(check, { maxLength: 11 }),
    requestedBy: userId,
    requestedAt: moment,
    terms,
    approvers: subjects,
    votes: fc.array(vote, { maxLength: 5 }),
    edits: fc.array(
      fc.record({ by: userId, at: moment, specHash: fc.constant('0'), voided: fc.array(userId, { maxLength: 5 }) }),
      { maxLength: 3 },
    ),
    reminders: fc.constant(0),
    status,
  },
  {
    requiredKeys: [
      'id',
      'token',
      'spec',
      'specHash',
      'checks',
      'requestedBy',
      'requestedAt',
      'terms',
      'votes',
      'edits',
      'reminders',
      'status',
    ],
  },
)

const where = { account: keptName, aboveBytes: figure }
const anyDoubt: fc.Arbitrary<Doubt> = fc.oneof(
  fc.record({ type: fc.constantFrom('empty group', 'unknown group'), group: userId }),
  fc.record({ type: fc.constant('guest'), user: userId }),
  fc.record(
    { type: fc.constant('too few'), needed: count, able: count, ...where },
    { requiredKeys: ['type', 'needed', 'able'] },
  ),
  fc.record(
    { type: fc.constant('none left'), users: fc.array(userId, { maxLength: 5 }), ...where },
    { requiredKeys: ['type', 'users'] },
  ),
)
export const anyDoubts = fc.array(anyDoubt, { maxLength: 200 })

const refusal: fc.Arbitrary<Refusal> = fc.oneof(
  fc.constantFrom<Refusal>(
    ...(
      ['own request', 'not yours', 'guest', 'not named', 'not on call', 'reason missing', 'content changed'] as const
    ).map((type) => ({ type })),
  ),
  fc.record({ type: fc.constant('not an approver'), role: fc.constantFrom(...roles) }),
  fc.record({ type: fc.constantFrom('already voted', 'expired'), at: moment }),
  fc.record({ type: fc.constant('other account'), account: hostile }),
  fc.record({
    type: fc.constant('warned'),
    warnings: fc.array(check, { maxLength: 5 }),
    key: fc.constant('0f1e2d3c'),
    ballot: fc.record({ reason: hostile, breaksGlass: flag }, { requiredKeys: [] }),
  }),
  fc.record({ type: fc.constant('decided'), status, by: fc.array(userId, { maxLength: 5 }) }),
)

export const anyRefusal: fc.Arbitrary<Refused> = fc.record({
  request: fc.stringMatching(/^r-[0-9a-f]{6}$/),
  refusal,
  hash: fc.stringMatching(/^[0-9a-f]{8}$/),
})
