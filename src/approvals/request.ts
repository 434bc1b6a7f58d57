import { z } from 'zod'
import { hashOf } from '../access/canonical.ts'
import { subjectsSchema } from '../access/roles.ts'
import { preflightSchema, specSchema } from '../migrations/spec/spec.ts'
import { ableSchema } from './able.ts'
import { termsSchema } from './policy.ts'

const voteSchema = z.object({
  user: z.string(),
  at: z.number(),
  reason: z.string().exactOptional(),
  /** Whether somebody on call approved alone. */
  isBreakGlass: z.boolean().exactOptional(),
})
export type Vote = z.infer<typeof voteSchema>

/**
 * A change of a request. `specHash` is the hash of the content before it; `voided` are the ids of people who had
 * approved that content.
 */
const editSchema = z.object({
  by: z.string(),
  at: z.number(),
  specHash: z.string(),
  voided: z.array(z.string()).readonly(),
})

/**
 * A request whose migration is being created. An attempt is written down before the cloud is asked; until its outcome
 * is known, it may have been carried out.
 */
const creatingSchema = z.object({
  type: z.literal('creating'),
  since: z.number(),
  attempts: z.number(),
  triedAt: z.number(),
  /** When Ferry may next look for the migration, in epoch milliseconds. */
  notBefore: z.number(),
  /**
   * Until when the last attempt may still arrive at the cloud, in epoch milliseconds. Before that, Ferry looks for the
   * migration and does not try again. Older records, which have no such time, count as 0.
   */
  settlesAt: z.number().default(0),
  /** Whether Ferry has looked for the migration without finding it. */
  isSought: z.boolean().exactOptional(),
})
export type Creating = z.infer<typeof creatingSchema>

const createdSchema = z.object({
  type: z.literal('created'),
  at: z.number(),
  migrationId: z.string(),
  /** When Ferry looks for a second migration, which an attempt that arrived late would have made. */
  lookAgainAt: z.number().exactOptional(),
  /** Id of a second migration, if one was made. */
  secondId: z.string().exactOptional(),
})
export type Created = z.infer<typeof createdSchema>

/** Why a creation failed, in words for people. `code` is Ferry's or the cloud's. */
const failureSchema = z.object({
  code: z.string(),
  what: z.string(),
  next: z.string(),
  requestId: z.string().exactOptional(),
})
export type CreationFailure = z.infer<typeof failureSchema>

const statusSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('waiting') }),
  z.object({ type: z.literal('approved'), at: z.number() }),
  creatingSchema,
  createdSchema,
  z.object({ type: z.literal('failed'), at: z.number(), failure: failureSchema }),
  z.object({ type: z.literal('rejected'), by: z.string(), at: z.number(), reason: z.string() }),
  z.object({ type: z.literal('withdrawn'), by: z.string(), at: z.number() }),
  z.object({ type: z.literal('expired'), at: z.number() }),
])
export type Status = z.infer<typeof statusSchema>

/** A request to create a migration. Changed only by the functions of `transitions.ts`. */
const recordSchema = z.object({
  /** Id, short enough to type: `r-7f3a2c`. */
  id: z.string(),
  /** Id of the form that the request was sent from. One form makes only one request. Absent in older records. */
  draft: z.string().exactOptional(),
  /** Token that goes to the cloud with the creation, so that Ferry finds the migration again if the answer is lost. */
  token: z.string(),
  spec: specSchema,
  /** The account's identity when the request was made, from `identityOf`. Absent in older records. */
  identity: z.string().exactOptional(),
  /** Hash of `spec` and `identity`: what people approve, and what is created. */
  specHash: z.string(),
  /** Size that `preflight` found, in bytes. Absent if it could not find out. */
  bytes: z.number().exactOptional(),
  checks: z.array(preflightSchema).readonly(),
  /** Slack user id. */
  requestedBy: z.string(),
  requestedAt: z.number(),
  /** Channel in which the request was made. */
  askedIn: z.string().exactOptional(),
  terms: termsSchema,
  /**
   * Whom the policy named when Ferry last looked at it, for display only. Who may decide is checked at each decision.
   */
  approvers: subjectsSchema.exactOptional(),
  /** Who could approve the request when Ferry last looked. Absent in older records. */
  able: ableSchema.exactOptional(),
  /** Approvals of the present content, each by another person. */
  votes: z.array(voteSchema).readonly(),
  /** Earlier contents of the request, oldest first. */
  edits: z.array(editSchema).readonly(),
  /** How many moments of `terms.remindAt` have passed. */
  reminders: z.number(),
  /** When Ferry brought up an approval that one person gave alone, in epoch milliseconds. */
  followedUpAt: z.number().exactOptional(),
  status: statusSchema,
})
export type MigrationRequest = z.infer<typeof recordSchema>

/**
 * A stored request whose content still has its hash. If the content reads differently, because another version of Ferry
 * knew more fields or somebody changed it, the record is invalid: only what was requested can be approved and created.
 */
export const requestSchema = recordSchema.refine(
  (read) => contentHash(read) === read.specHash,
  'Its content is not what was hashed',
)

export type NewRequest = Pick<
  MigrationRequest,
  | 'id'
  | 'draft'
  | 'token'
  | 'spec'
  | 'identity'
  | 'bytes'
  | 'checks'
  | 'requestedBy'
  | 'requestedAt'
  | 'askedIn'
  | 'terms'
  | 'approvers'
  | 'able'
>

/** Makes a new request. If it needs no approvals, it is approved at once. Pure. */
export function newRequest(content: NewRequest): MigrationRequest {
  const request: MigrationRequest = {
    ...content,
    specHash: contentHash(content),
    votes: [],
    edits: [],
    reminders: 0,
    status: { type: 'waiting' },
  }
  return content.terms.needed === 0 ? { ...request, status: { type: 'approved', at: content.requestedAt } } : request
}

/**
 * Hash of everything that an approval is bound to. An account's name is not enough: it may come to mean another
 * account.
 */
export function contentHash({ spec, identity }: Pick<MigrationRequest, 'spec' | 'identity'>): string {
  return hashOf(identity === undefined ? spec : { spec, identity })
}

/** First 8 characters of the content's hash: buttons carry them, and people can compare them. */
export function shortHash({ specHash }: Pick<MigrationRequest, 'specHash'>): string {
  return specHash.slice(0, 8)
}

/** Whether a request is approved and Ferry has not heard yet what became of its creation. */
export function isBeingCreated({ status }: Pick<MigrationRequest, 'status'>): boolean {
  return status.type === 'approved' || (status.type === 'creating' && !status.isSought)
}

/** Whether a request came to nothing, so that people who still want the migration have to request it again. */
export function canRequestAgain({ status: { type } }: Pick<MigrationRequest, 'status'>): boolean {
  return type === 'failed' || type === 'rejected' || type === 'withdrawn' || type === 'expired'
}

/** Whether a request is over: nothing more happens to it by itself. */
export function isOver({ type }: Status): boolean {
  return type !== 'waiting' && type !== 'approved' && type !== 'creating'
}
