import { z } from 'zod'
import { hashOf } from '../access/canonical.ts'
import { subjectsSchema } from '../access/roles.ts'
import { preflightSchema, specSchema } from '../migrations/spec.ts'
import { ableSchema } from './able.ts'
import { termsSchema } from './policy.ts'

const voteSchema = z.object({
  user: z.string(),
  at: z.number(),
  reason: z.string().exactOptional(),
  /** By somebody on call, alone. */
  isBreakGlass: z.boolean().exactOptional(),
})
export type Vote = z.infer<typeof voteSchema>

/** `voided` had approved the content before, which `specHash` names. */
const editSchema = z.object({
  by: z.string(),
  at: z.number(),
  specHash: z.string(),
  voided: z.array(z.string()).readonly(),
})
export type Edit = z.infer<typeof editSchema>

/** An attempt is written down before the cloud is asked; until its outcome is known, it may have been carried out. */
const creatingSchema = z.object({
  type: z.literal('creating'),
  since: z.number(),
  attempts: z.number(),
  triedAt: z.number(),
  /** Nobody looks for it before. */
  notBefore: z.number(),
  /**
   * Until then the last attempt may still arrive at the cloud: it is looked for, and not made again. Absent in what was
   * written before there was such a time.
   */
  settlesAt: z.number().default(0),
  /** It was looked for in vain. */
  isSought: z.boolean().exactOptional(),
})
export type Creating = z.infer<typeof creatingSchema>

const createdSchema = z.object({
  type: z.literal('created'),
  at: z.number(),
  migrationId: z.string(),
  /** When it is looked for a second one, which an attempt that arrived late would have made. */
  lookAgainAt: z.number().exactOptional(),
  /** Its id, where there is one. */
  secondId: z.string().exactOptional(),
})
export type Created = z.infer<typeof createdSchema>

/** In words for people; `code` is Ferry's or the cloud's. */
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

/** A migration that somebody wants to have created. Changed only by the functions of `transitions.ts`. */
const recordSchema = z.object({
  /** Short enough to type: `r-7f3a2c`. */
  id: z.string(),
  /** Id of the form that it was sent from, which makes no second one; absent in what was written before it was noted. */
  draft: z.string().exactOptional(),
  /** Travels to the cloud with the creation, so that one whose answer was lost is found again. */
  token: z.string(),
  spec: specSchema,
  /** What the account was when it was asked for, as `identityOf` says; absent in what was written before it was noted. */
  identity: z.string().exactOptional(),
  /** Of `spec` and `identity`: what people approve, and what is created. */
  specHash: z.string(),
  /** As `preflight` found it; absent where nobody could. */
  bytes: z.number().exactOptional(),
  checks: z.array(preflightSchema).readonly(),
  /** Slack user id. */
  requestedBy: z.string(),
  requestedAt: z.number(),
  /** Where it was asked for. */
  askedIn: z.string().exactOptional(),
  terms: termsSchema,
  /** Whom the policy named when it was last looked at, for showing; who may decide is asked at each decision. */
  approvers: subjectsSchema.exactOptional(),
  /** Who could approve it when Ferry last looked; absent in what was written before it did. */
  able: ableSchema.exactOptional(),
  /** For the content as it is now; each by another person. */
  votes: z.array(voteSchema).readonly(),
  /** What it was changed from, oldest first. */
  edits: z.array(editSchema).readonly(),
  /** How many of `terms.remindAt` are over. */
  reminders: z.number(),
  /** When an approval by one person alone was brought up again. */
  followedUpAt: z.number().exactOptional(),
  status: statusSchema,
})
export type MigrationRequest = z.infer<typeof recordSchema>

/**
 * What is approved and created is what was asked for: a content that is not read back as it was hashed, because another
 * version of Ferry knew more of it or somebody changed it, is no request at all.
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

/** Pure. One that needs nobody's approval has it. */
export function newRequest(asked: NewRequest): MigrationRequest {
  const request: MigrationRequest = {
    ...asked,
    specHash: contentHash(asked),
    votes: [],
    edits: [],
    reminders: 0,
    status: { type: 'waiting' },
  }
  return asked.terms.needed === 0 ? { ...request, status: { type: 'approved', at: asked.requestedAt } } : request
}

/** Of all that an approval is bound to: an account's name alone may come to mean another account. */
export function contentHash({ spec, identity }: Pick<MigrationRequest, 'spec' | 'identity'>): string {
  return hashOf(identity === undefined ? spec : { spec, identity })
}

/** What buttons carry, and people can compare. */
export function shortHash({ specHash }: Pick<MigrationRequest, 'specHash'>): string {
  return specHash.slice(0, 8)
}

/** Nothing more happens to it by itself. */
export function isOver({ type }: Status): boolean {
  return type !== 'waiting' && type !== 'approved' && type !== 'creating'
}
