import { isAmong, type Role, reaches, type Standing, type Subject } from '../access/roles.ts'
import { defined } from '../defined.ts'
import type { PreflightCheck, Spec } from '../migrations/spec/spec.ts'
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
import { warningKey, warningsOf } from './warnings.ts'

/** The outcome of a change of a request: the changed request, or the refusal. All functions in this file are pure. */
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
  /** The person was not shown what the checks warn of. `key`: what an approval despite them carries. */
  | { type: 'warned'; warnings: readonly PreflightCheck[]; key: string; ballot: Pick<Ballot, 'reason' | 'breaksGlass'> }
  | { type: 'other account'; account: string }
  | { type: 'decided'; status: Status; by: readonly string[] }
  | { type: 'expired'; at: number }

/** A person who decides, as Slack and the grants describe them at this moment. */
export type Decider = Pick<Standing, 'user' | 'isGuest' | 'groups'> & { /** For the request's account. */ role: Role }

export type Ballot = {
  type: 'approve' | 'reject'
  decider: Decider
  /** People whom the policy names at this moment, whatever their role. If absent, approvers decide. */
  approvers?: readonly Subject[]
  /** Beginning of the hash of the content that the person saw. If absent, the content as it was first requested. */
  seenHash?: string
  /** Key of the warnings that the person saw. Only approvals look at it. */
  warned?: string
  /** The identity of the request's account now. Only approvals look at it. */
  identity?: string
  reason?: string
  /** Whether the person approves alone, being on call. */
  breaksGlass?: boolean
  now: number
}

/** Counts one person's vote. The last approval that is needed approves the request; a single rejection rejects it. */
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
    ...defined({ reason }),
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
  if (!(seenHash === undefined ? isAsFirstRequested(request) : isSeen(request, seenHash))) {
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
  if (type === 'reject') return undefined
  return before === undefined ? warningTo(request, ballot) : { type: 'already voted', at: before.at }
}

function warningTo(request: MigrationRequest, { warned, reason, breaksGlass }: Ballot): Refusal | undefined {
  const key = warningKey(request)
  if (key === undefined || key === warned) return undefined
  return { type: 'warned', warnings: warningsOf(request), key, ballot: defined({ reason, breaksGlass }) }
}

/**
 * Whether the account's name means another account than at the time of the request, so that nobody was asked about it.
 */
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

/** Withdraws a request. Only the requester can; others reject it. */
export function withdraw(request: MigrationRequest, { user, now }: { user: string; now: number }): Transition {
  if (user !== request.requestedBy) return { ok: false, refusal: { type: 'not yours' } }
  const closed = closedTo(request, now)
  if (closed !== undefined) return { ok: false, refusal: closed }
  return moved(request, { type: 'withdrawn', by: user, at: now })
}

/** Marks a waiting request as expired. Refused before its time and if it no longer waits. */
export function expire(request: MigrationRequest, now: number): Transition {
  if (request.status.type !== 'waiting') return decided(request)
  const { expiresAt } = request.terms
  if (now < expiresAt) return { ok: false, refusal: { type: 'expired', at: expiresAt } }
  return moved(request, { type: 'expired', at: now })
}

/** A change of a request's content, together with everything that has to be worked out again for the new content. */
export type Change = {
  by: string
  spec: Spec
  identity?: string
  checks: readonly PreflightCheck[]
  bytes?: number
  terms: Terms
  approvers?: readonly Subject[]
  able?: AbleApprovers
  /** Hash of the content that the person changed. If absent, whatever the content is now. */
  seenHash?: string
  now: number
}

/** Why nobody, or not this person, may change a request now. Undefined if they may. */
export function editRefusal(request: MigrationRequest, { by, now }: Pick<Change, 'by' | 'now'>): Refusal | undefined {
  return by === request.requestedBy ? closedTo(request, now) : { type: 'not yours' }
}

/** Whether a change would leave a request as it is, and the person saw its present content. */
export function isUnchanged(
  request: MigrationRequest,
  { seenHash = request.specHash, ...content }: Pick<Change, 'spec' | 'identity' | 'seenHash'>,
): boolean {
  return seenHash === request.specHash && isSame(request, content)
}

/** Whether a request has this content. A request from before accounts were noted is compared without its account. */
function isSame({ specHash, identity }: MigrationRequest, content: Pick<Change, 'spec' | 'identity'>): boolean {
  return contentHash(identity === undefined ? { spec: content.spec } : content) === specHash
}

/** Gives a request new content. Approvals of the old content become void. The same content changes nothing. */
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

/** Notes one more attempt to create the migration, before the cloud is asked. */
export function beginCreating(request: MigrationRequest, { now, notBefore, settlesAt }: Attempt): Transition {
  const { status } = request
  if (status.type !== 'approved' && status.type !== 'creating') return decided(request)
  const { since, attempts } = status.type === 'creating' ? status : { since: now, attempts: 0 }
  return moved(request, { type: 'creating', since, attempts: attempts + 1, triedAt: now, notBefore, settlesAt })
}

/** Notes that the cloud has refused an attempt, so that nothing of it can still arrive. */
export function settle(request: MigrationRequest, now: number): Transition {
  const { status } = request
  return status.type === 'creating' ? moved(request, { ...status, settlesAt: now }) : decided(request)
}

/** Notes that the outcome of an attempt is still unknown, and when to look again. */
export function postpone(request: MigrationRequest, notBefore: number): Transition {
  const { status } = request
  return status.type === 'creating' ? moved(request, { ...status, notBefore, isSought: true }) : decided(request)
}

/** Lets Ferry look for the migration now. When it may try the creation again stays the same. */
export function lookNow(request: MigrationRequest, now: number): Transition {
  const { status } = request
  if (status.type !== 'creating') return decided(request)
  return moved(request, { ...status, notBefore: Math.min(status.notBefore, now) })
}

export type Creation = { migrationId: string; now: number; lookAgainAt: number }

/** Notes that the migration was created, and when to look for a second one if there was more than one attempt. */
export function created(request: MigrationRequest, { migrationId, now, lookAgainAt }: Creation): Transition {
  const { status } = request
  if (status.type !== 'creating') return decided(request)
  const again = status.attempts > 1 ? { lookAgainAt } : {}
  return moved(request, { type: 'created', at: now, migrationId, ...again })
}

/** Notes the id of a second migration if there is one, or when to look again if the cloud could not be read. */
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

/** Notes the people whom the policy names now, if any. Who can approve has to be looked up again. */
export function withApprovers(request: MigrationRequest, approvers: readonly Subject[] | undefined): MigrationRequest {
  const { approvers: _, able: __, ...rest } = request
  return approvers === undefined ? rest : { ...rest, approvers }
}

/** Notes that approvers were reminded for every moment that has passed. */
export function reminded(request: MigrationRequest, now: number): MigrationRequest {
  return { ...request, reminders: request.terms.remindAt.filter((at) => at <= now).length }
}

/** Ids of the people who decided about a request. Empty for a request that waits or has expired. */
export function decidersOf({ status, votes }: MigrationRequest): readonly string[] {
  if (status.type === 'rejected' || status.type === 'withdrawn') return [status.by]
  return status.type === 'waiting' || status.type === 'expired' ? [] : votes.map(({ user }) => user)
}

/** Whether a request can still be decided and changed. */
export function isOpen(request: MigrationRequest, now: number): boolean {
  return closedTo(request, now) === undefined
}

function closedTo(request: MigrationRequest, now: number): Refusal | undefined {
  const { status, terms } = request
  if (status.type === 'expired') return { type: 'expired', at: terms.expiresAt }
  if (status.type !== 'waiting') return { type: 'decided', status, by: decidersOf(request) }
  return now >= terms.expiresAt ? { type: 'expired', at: terms.expiresAt } : undefined
}

function isAsFirstRequested({ edits }: MigrationRequest): boolean {
  return edits.length === 0
}

/**
 * Whether a short hash names the present content. Two contents with the same short hash are easy to make, so a hash
 * that also fits an earlier content names none.
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
