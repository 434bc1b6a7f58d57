import { isAmong, type Role, reaches, type Standing, type Subject } from '../access/roles.ts'
import type { PreflightCheck, Spec } from '../migrations/spec.ts'
import type { AbleApprovers } from './able.ts'
import type { Terms } from './policy.ts'
import {
  type Created,
  type Creating,
  type CreationFailure,
  contentHash,
  type MigrationRequest,
  type Status,
  type Vote,
} from './request.ts'

/** What becomes of a request, or why nothing does. All of these are pure. */
export type Transition = { ok: true; request: MigrationRequest } | { ok: false; refusal: Refusal }

export type Refusal =
  | { type: 'own request' }
  | { type: 'not yours' }
  | { type: 'guest' }
  | { type: 'not an approver'; role: Role }
  | { type: 'not named' }
  | { type: 'not on call' }
  | { type: 'reason missing' }
  | { type: 'already voted'; at: number }
  | { type: 'content changed' }
  | { type: 'other account'; account: string }
  | { type: 'decided'; status: Status; by: readonly string[] }
  | { type: 'expired'; at: number }

/** Who decides, as it was found out this moment. */
export type Decider = Pick<Standing, 'user' | 'isGuest' | 'groups'> & { /** For the request's account. */ role: Role }

export type Ballot = {
  type: 'approve' | 'reject'
  decider: Decider
  /** Whom the policy names this moment, whatever their role; absent: approvers. */
  approvers?: readonly Subject[]
  /** The start of the hash of what they looked at; absent: the content as it was first asked for. */
  seenHash?: string
  /** What the request's account is now; looked at by approvals only. */
  identity?: string
  reason?: string
  /** Alone, as the one on call. */
  breaksGlass?: boolean
  now: number
}

/** Counts one person's vote. The last one that is needed approves; a single one rejects. */
export function vote(request: MigrationRequest, ballot: Ballot): Transition {
  const refusal = refusalOf(request, ballot)
  if (refusal !== undefined) return { ok: false, refusal }
  const { type, decider, reason, breaksGlass = false, now } = ballot
  if (type === 'reject') {
    return moved(request, { type: 'rejected', by: decider.user, at: now, reason: reason ?? '' })
  }
  const own: Vote = {
    user: decider.user,
    at: now,
    ...(reason === undefined ? {} : { reason }),
    ...(breaksGlass ? { isBreakGlass: true } : {}),
  }
  const votes = [...request.votes, own]
  const isEnough = breaksGlass || votes.length >= request.terms.needed
  return { ok: true, request: { ...request, votes, ...(isEnough ? { status: { type: 'approved', at: now } } : {}) } }
}

function refusalOf(request: MigrationRequest, ballot: Ballot): Refusal | undefined {
  const { type, decider, seenHash, now } = ballot
  const closed = closedTo(request, now)
  if (closed !== undefined) return closed
  if (!(seenHash === undefined ? isAsFirstAsked(request) : isSeen(request, seenHash))) {
    return { type: 'content changed' }
  }
  if (decider.isGuest) return { type: 'guest' }
  if (type === 'approve' && isOfOtherAccount(request, ballot.identity)) {
    return { type: 'other account', account: request.spec.account }
  }
  const isOwn = decider.user === request.requestedBy
  if (isOwn && !(request.terms.allowsSelf && type === 'approve')) return { type: 'own request' }
  const unfit = unfitnessOf(request, ballot)
  if (unfit !== undefined) return unfit
  const before = request.votes.find(({ user }) => user === decider.user)
  return before === undefined || type === 'reject' ? undefined : { type: 'already voted', at: before.at }
}

/** Whether its account was connected anew since, to something that nobody was asked about. */
export function isOfOtherAccount({ identity }: MigrationRequest, now: string | undefined): boolean {
  return identity !== undefined && identity !== now
}

function unfitnessOf({ terms }: MigrationRequest, ballot: Ballot): Refusal | undefined {
  const { type, decider, approvers, reason = '', breaksGlass = false } = ballot
  const { role } = decider
  if (breaksGlass) {
    const { breakGlass } = terms
    if (breakGlass === undefined || !isAmong([breakGlass], decider)) return { type: 'not on call' }
  } else if (approvers !== undefined) {
    if (!isAmong(approvers, decider)) return { type: 'not named' }
  } else if (!reaches(role, 'approver')) return { type: 'not an approver', role }
  const needsReason = breaksGlass || type === 'reject'
  return needsReason && reason.trim() === '' ? { type: 'reason missing' } : undefined
}

/** Only for whoever asked; others reject. */
export function withdraw(request: MigrationRequest, { user, now }: { user: string; now: number }): Transition {
  if (user !== request.requestedBy) return { ok: false, refusal: { type: 'not yours' } }
  const closed = closedTo(request, now)
  if (closed !== undefined) return { ok: false, refusal: closed }
  return moved(request, { type: 'withdrawn', by: user, at: now })
}

/** Too late to be decided; before that, and a second time, it is refused. */
export function expire(request: MigrationRequest, now: number): Transition {
  if (request.status.type !== 'waiting') return decided(request)
  const { expiresAt } = request.terms
  if (now < expiresAt) return { ok: false, refusal: { type: 'expired', at: expiresAt } }
  return moved(request, { type: 'expired', at: now })
}

/** Everything that follows from the content is found out anew. */
export type Change = {
  by: string
  spec: Spec
  identity?: string
  checks: readonly PreflightCheck[]
  bytes?: number
  terms: Terms
  approvers?: readonly Subject[]
  able?: AbleApprovers
  /** Of the content that was changed; absent: whatever it is. */
  seenHash?: string
  now: number
}

/** Why nobody, or not this person, may change it now. */
export function editRefusal(request: MigrationRequest, { by, now }: Pick<Change, 'by' | 'now'>): Refusal | undefined {
  return by === request.requestedBy ? closedTo(request, now) : { type: 'not yours' }
}

/** Whether what is sent is what was looked at and what is there: then nothing is to be done. */
export function isUnchanged(
  request: MigrationRequest,
  { seenHash = request.specHash, ...content }: Pick<Change, 'spec' | 'identity' | 'seenHash'>,
): boolean {
  return seenHash === request.specHash && isSame(request, content)
}

/** What was asked for before accounts were noted is not bound to one by being looked at. */
function isSame({ specHash, identity }: MigrationRequest, content: Pick<Change, 'spec' | 'identity'>): boolean {
  return contentHash(identity === undefined ? { spec: content.spec } : content) === specHash
}

/** Other content has nobody's approval: what was approved before is void. The same content changes nothing. */
export function edit(request: MigrationRequest, change: Change): Transition {
  const { by, now, seenHash = request.specHash, ...rest } = change
  const refusal = editRefusal(request, change)
  if (refusal !== undefined) return { ok: false, refusal }
  if (isSame(request, change)) return { ok: true, request }
  if (seenHash !== request.specHash) return { ok: false, refusal: { type: 'content changed' } }
  const { bytes: _, approvers: __, identity: ___, able: ____, ...kept } = request
  const voided = request.votes.map(({ user }) => user)
  return {
    ok: true,
    request: {
      ...kept,
      ...rest,
      specHash: contentHash(change),
      votes: [],
      edits: [...request.edits, { by, at: now, specHash: request.specHash, voided }],
      reminders: 0,
      status: rest.terms.needed === 0 ? { type: 'approved', at: now } : { type: 'waiting' },
    },
  }
}

export type Attempt = { now: number } & Pick<Creating, 'notBefore' | 'settlesAt'>

/** One attempt more, written down before the cloud is asked. */
export function beginCreating(request: MigrationRequest, { now, notBefore, settlesAt }: Attempt): Transition {
  const { status } = request
  if (status.type !== 'approved' && status.type !== 'creating') return decided(request)
  const { since, attempts } = status.type === 'creating' ? status : { since: now, attempts: 0 }
  return moved(request, { type: 'creating', since, attempts: attempts + 1, triedAt: now, notBefore, settlesAt })
}

/** The cloud has refused the attempt: nothing of it can arrive any more. */
export function settle(request: MigrationRequest, now: number): Transition {
  const { status } = request
  return status.type === 'creating' ? moved(request, { ...status, settlesAt: now }) : decided(request)
}

/** Its outcome could not be found out this time either. */
export function postpone(request: MigrationRequest, notBefore: number): Transition {
  const { status } = request
  return status.type === 'creating' ? moved(request, { ...status, notBefore, isSought: true }) : decided(request)
}

/** Somebody wants it to be looked for now. When it may be made again stays as it was. */
export function lookNow(request: MigrationRequest, now: number): Transition {
  const { status } = request
  if (status.type !== 'creating') return decided(request)
  return moved(request, { ...status, notBefore: Math.min(status.notBefore, now) })
}

export type Creation = { migrationId: string; now: number; lookAgainAt: number }

/** Only where it was tried more than once there may be a second one. */
export function created(request: MigrationRequest, { migrationId, now, lookAgainAt }: Creation): Transition {
  const { status } = request
  if (status.type !== 'creating') return decided(request)
  const again = status.attempts > 1 ? { lookAgainAt } : {}
  return moved(request, { type: 'created', at: now, migrationId, ...again })
}

/** It was looked for a second one; with `lookAgainAt`, in vain. */
export function lookedAgain(request: MigrationRequest, found: Pick<Created, 'lookAgainAt' | 'secondId'>): Transition {
  const { status } = request
  if (status.type !== 'created') return decided(request)
  const { lookAgainAt: _, ...kept } = status
  return moved(request, { ...kept, ...found })
}

export function failed(request: MigrationRequest, { failure, now }: { failure: CreationFailure; now: number }) {
  const { type } = request.status
  if (type !== 'creating' && type !== 'approved') return decided(request)
  return moved(request, { type: 'failed', at: now, failure })
}

/** The policy names others now, or nobody any more. */
export function withApprovers(request: MigrationRequest, approvers: readonly Subject[] | undefined): MigrationRequest {
  const { approvers: _, able: __, ...rest } = request
  return approvers === undefined ? rest : { ...rest, approvers }
}

/** Those who could decide were reminded, for all moments that are over. */
export function reminded(request: MigrationRequest, now: number): MigrationRequest {
  return { ...request, reminders: request.terms.remindAt.filter((at) => at <= now).length }
}

/** Who decided, of a request that is. */
export function decidersOf({ status, votes }: MigrationRequest): readonly string[] {
  if (status.type === 'rejected' || status.type === 'withdrawn') return [status.by]
  return status.type === 'waiting' || status.type === 'expired' ? [] : votes.map(({ user }) => user)
}

/** Whether it can still be decided and changed. */
export function isOpen(request: MigrationRequest, now: number): boolean {
  return closedTo(request, now) === undefined
}

function closedTo(request: MigrationRequest, now: number): Refusal | undefined {
  const { status, terms } = request
  if (status.type === 'expired') return { type: 'expired', at: terms.expiresAt }
  if (status.type !== 'waiting') return { type: 'decided', status, by: decidersOf(request) }
  return now >= terms.expiresAt ? { type: 'expired', at: terms.expiresAt } : undefined
}

function isAsFirstAsked({ edits }: MigrationRequest): boolean {
  return edits.length === 0
}

/**
 * Buttons carry a short hash, and two contents with the same short hash are quickly made: what fits an earlier content
 * of the request too names none.
 */
function isSeen({ specHash, edits }: MigrationRequest, seenHash: string): boolean {
  const contents = new Set([specHash, ...edits.map((one) => one.specHash)])
  const meant = [...contents].filter((hash) => hash.startsWith(seenHash.toLowerCase()))
  return seenHash.length >= 8 && meant.length === 1 && meant[0] === specHash
}

function moved(request: MigrationRequest, status: Status): Transition {
  return { ok: true, request: { ...request, status } }
}

function decided(request: MigrationRequest): Transition {
  return { ok: false, refusal: { type: 'decided', status: request.status, by: decidersOf(request) } }
}
