import { z } from 'zod'
import type { Subject } from '../access/roles.ts'
import type { AbleApprovers } from '../approvals/able.ts'
import type { ApprovalPolicy, StricterRule, Terms } from '../approvals/policy.ts'
import {
  type Created,
  type Creating,
  type CreationFailure,
  contentHash,
  type Edit,
  type MigrationRequest,
  type Status,
  type Vote,
} from '../approvals/request.ts'
import { preflightSchema, specSchema } from '../migrations/spec.ts'
import type { Choices, Shape } from './shape.ts'

const text = z.string()
const number = z.number()
const maybeText = text.exactOptional()
const maybeNumber = number.exactOptional()

const subject = z.object({
  type: z.enum({ user: 'user', group: 'group' } satisfies Choices<Subject['type']>),
  id: text,
} satisfies Shape<Subject>)

const maybeSubjects = z.array(subject).exactOptional()

const able = z.object({
  subjects: z.array(subject),
  count: number,
  isUncertain: z.boolean(),
} satisfies Shape<AbleApprovers>)

const rule = z.object({
  account: maybeText,
  aboveBytes: maybeNumber,
  needed: number,
  approvers: maybeSubjects,
} satisfies Shape<StricterRule>)

export const policyRecord: z.ZodType<ApprovalPolicy> = z.object({
  version: number,
  channel: maybeText,
  requesters: maybeSubjects,
  approvers: maybeSubjects,
  needed: number,
  allowsSelf: z.boolean(),
  expiresAfterMs: number,
  remindAfterMs: z.array(number),
  escalateTo: subject.exactOptional(),
  stricter: z.array(rule),
  breakGlass: subject.exactOptional(),
  changedBy: maybeText,
  changedAt: number,
} satisfies Shape<ApprovalPolicy>)

const terms = z.object({
  policyVersion: number,
  needed: number,
  allowsSelf: z.boolean(),
  expiresAt: number,
  remindAt: z.array(number),
  escalateTo: subject.exactOptional(),
  breakGlass: subject.exactOptional(),
} satisfies Shape<Terms>)

const vote = z.object({
  user: text,
  at: number,
  reason: maybeText,
  isBreakGlass: z.boolean().exactOptional(),
} satisfies Shape<Vote>)

const edit = z.object({ by: text, at: number, specHash: text, voided: z.array(text) } satisfies Shape<Edit>)

const failure = z.object({ code: text, what: text, next: text, requestId: maybeText } satisfies Shape<CreationFailure>)

const status: z.ZodType<Status> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('waiting') }),
  z.object({ type: z.literal('approved'), at: number }),
  z.object({
    type: z.literal('creating'),
    since: number,
    attempts: number,
    triedAt: number,
    notBefore: number,
    // Absent in what was written before there was such a time.
    settlesAt: number.default(0),
    isSought: z.boolean().exactOptional(),
  } satisfies Shape<Creating>),
  z.object({
    type: z.literal('created'),
    at: number,
    migrationId: text,
    lookAgainAt: maybeNumber,
    secondId: maybeText,
  } satisfies Shape<Created>),
  z.object({ type: z.literal('failed'), at: number, failure }),
  z.object({ type: z.literal('rejected'), by: text, at: number, reason: text }),
  z.object({ type: z.literal('withdrawn'), by: text, at: number }),
  z.object({ type: z.literal('expired'), at: number }),
])

const request = z.object({
  id: text,
  draft: maybeText,
  token: text,
  spec: specSchema,
  identity: maybeText,
  specHash: text,
  bytes: maybeNumber,
  checks: z.array(preflightSchema),
  requestedBy: text,
  requestedAt: number,
  askedIn: maybeText,
  terms,
  approvers: maybeSubjects,
  able: able.exactOptional(),
  votes: z.array(vote),
  edits: z.array(edit),
  reminders: number,
  followedUpAt: maybeNumber,
  status,
} satisfies Shape<MigrationRequest>)

/**
 * What is approved and created is what was asked for: a content that is not read back as it was hashed, because another
 * version of Ferry knew more of it or somebody changed it, is no request at all.
 */
export const requestRecord: z.ZodType<MigrationRequest> = request.refine(
  (read) => contentHash(read) === read.specHash,
  'Its content is not what was hashed',
)
