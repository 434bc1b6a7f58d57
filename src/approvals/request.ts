import { hashOf } from '../access/canonical.ts'
import type { Subject } from '../access/roles.ts'
import type { PreflightCheck, Spec } from '../migrations/spec.ts'
import type { AbleApprovers } from './able.ts'
import type { Terms } from './policy.ts'

/** A migration that somebody wants to have created. Changed only by the functions of `transitions.ts`. */
export type MigrationRequest = {
  /** Short enough to type: `r-7f3a2c`. */
  id: string
  /** Id of the form that it was sent from, which makes no second one; absent in what was written before it was noted. */
  draft?: string
  /** Travels to the cloud with the creation, so that one whose answer was lost is found again. */
  token: string
  spec: Spec
  /** What the account was when it was asked for, as `identityOf` says; absent in what was written before it was noted. */
  identity?: string
  /** Of `spec` and `identity`: what people approve, and what is created. */
  specHash: string
  /** As `preflight` found it; absent where nobody could. */
  bytes?: number
  checks: readonly PreflightCheck[]
  /** Slack user id. */
  requestedBy: string
  requestedAt: number
  /** Where it was asked for. */
  askedIn?: string
  terms: Terms
  /** Whom the policy named when it was last looked at, for showing; who may decide is asked at each decision. */
  approvers?: readonly Subject[]
  /** Who could approve it when Ferry last looked; absent in what was written before it did. */
  able?: AbleApprovers
  /** For the content as it is now; each by another person. */
  votes: readonly Vote[]
  /** What it was changed from, oldest first. */
  edits: readonly Edit[]
  /** How many of `terms.remindAt` are over. */
  reminders: number
  /** When an approval by one person alone was brought up again. */
  followedUpAt?: number
  status: Status
}

export type Vote = {
  user: string
  at: number
  reason?: string
  /** By somebody on call, alone. */
  isBreakGlass?: boolean
}
/** `voided` had approved the content before, which `specHash` names. */
export type Edit = { by: string; at: number; specHash: string; voided: readonly string[] }

export type Status =
  | { type: 'waiting' }
  | { type: 'approved'; at: number }
  /** An attempt is written down before the cloud is asked; until its outcome is known, it may have been carried out. */
  | Creating
  | Created
  | { type: 'failed'; at: number; failure: CreationFailure }
  | { type: 'rejected'; by: string; at: number; reason: string }
  | { type: 'withdrawn'; by: string; at: number }
  | { type: 'expired'; at: number }

export type Creating = {
  type: 'creating'
  since: number
  attempts: number
  triedAt: number
  /** Nobody looks for it before. */
  notBefore: number
  /** Until then the last attempt may still arrive at the cloud: it is looked for, and not made again. */
  settlesAt: number
  /** It was looked for in vain. */
  isSought?: boolean
}
export type Created = {
  type: 'created'
  at: number
  migrationId: string
  /** When it is looked for a second one, which an attempt that arrived late would have made. */
  lookAgainAt?: number
  /** Its id, where there is one. */
  secondId?: string
}

/** In words for people; `code` is Ferry's or the cloud's. */
export type CreationFailure = { code: string; what: string; next: string; requestId?: string }

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
