import { randomBytes } from 'node:crypto'
import { hashOf } from '../access/canonical.ts'
import { isStuck } from '../approvals/able.ts'
import { type ApprovalPolicy, approversFor, type Matter, termsFor } from '../approvals/policy.ts'
import { type MigrationRequest, newRequest } from '../approvals/request.ts'
import type { Change } from '../approvals/transitions.ts'
import { AppError } from '../errors.ts'
import type { PreflightCheck, Spec } from '../migrations/spec.ts'
import type { WorkspaceStore } from '../store/store.ts'
import { type Asking, ableApprovers, mendersOf, type People } from './approvers.ts'
import { edit } from './decide.ts'
import { claimRequest, type Held, type Leasing } from './lease.ts'
import { type Note, nobodyCan } from './notes.ts'
import { currentPolicy } from './policies.ts'
import { postingOf } from './posting.ts'

/** A spec without problems, and what `preflight` found. */
export type RequestOrder = {
  spec: Spec
  /** Of the account that the checks were made in. */
  identity: string
  checks: readonly PreflightCheck[]
  /** What is to be moved, where preflight could tell. */
  bytes?: number
  user: string
  /** Where it is asked for. */
  channel?: string
}
export type ChangeOrder = RequestOrder & Pick<Change, 'seenHash'>
export type Opening = Leasing &
  People & { /** Whether Ferry may post there. */ canPost(channel: string): Promise<boolean> }

/** `id` is what `requestIdFor` says of the draft. */
export type NewOrder = RequestOrder & Required<Pick<MigrationRequest, 'id' | 'draft'>>

/**
 * Writes a request down; its card is delivered from there. Throws preflight_failed for what would fail anyway,
 * approvals_channel_missing or channel_unusable where nobody could decide about it, and request_busy where there is one of
 * this id.
 */
export async function openRequest(order: NewOrder, opening: Opening): Promise<MigrationRequest> {
  assertSound(order)
  const policy = await currentPolicy(opening.store)
  const channel = await channelFor(order, policy, opening)
  const now = opening.clock.now()
  const { spec, identity, checks, bytes, user } = order
  const size = bytes === undefined ? {} : { bytes }
  const terms = termsFor(policy, spec, { ...size, now })
  const content = { spec, identity, checks, ...size }
  const asked = { ...content, requestedBy: user, requestedAt: now, terms, ...namedFor(policy, order) }
  const from = order.channel === undefined ? {} : { askedIn: order.channel }
  const { id, draft } = order
  const able = await ableApprovers({ ...asked, votes: [] }, opening)
  const request = newRequest({ ...asked, able, ...from, id, draft, token: randomBytes(8).toString('hex') })
  const notes = await notesOnApprovers(request, opening)
  const posting = postingOf(request, { channel, createdAt: now, outbox: [], nextSeq: now }, { notes, now })
  const claim = await claimRequest(id, opening)
  try {
    const isTaken = claim === undefined || (await opening.store.requests.get(id)) !== undefined
    if (isTaken) throw new AppError('request_busy', { id })
    await opening.store.requests.set(id, { request, posting })
  } finally {
    await claim?.release()
  }
  return request
}

type Requests = Pick<WorkspaceStore, 'requests'>

/**
 * Follows from the draft that is sent, so that two who send it at once are after the same id, and only one gets it. One
 * that nobody else has; six characters are soon taken twice.
 */
export async function requestIdFor(draft: string, { requests }: Requests): Promise<string> {
  for (let turn = 0; ; turn += 1) {
    const id = `r-${hashOf({ draft, turn }).slice(0, 6)}`
    const record = await requests.get(id)
    if (record === undefined || record.request.draft === draft) return id
  }
}

/** The request that a draft has become. */
export async function requestFrom(draft: string, store: Requests): Promise<MigrationRequest | undefined> {
  const record = await store.requests.get(await requestIdFor(draft, store))
  return record?.request
}

/** Other content for a request that waits: approvals of the old are void, and its terms are those of today. */
export async function changeRequest(
  held: Held,
  order: ChangeOrder,
  changing: Pick<Leasing, 'store' | 'clock'> & People,
): Promise<MigrationRequest> {
  const { store, clock } = changing
  assertSound(order)
  const { spec, identity, checks, bytes, user, seenHash } = order
  const policy = await currentPolicy(store)
  const size = bytes === undefined ? {} : { bytes }
  const now = clock.now()
  const terms = termsFor(policy, spec, { ...size, now })
  const named = namedFor(policy, order)
  const able = await ableApprovers({ spec, terms, ...named, requestedBy: user, votes: [] }, changing)
  const found = { identity, checks, ...size, terms, ...named, able }
  const notes = (next: MigrationRequest) => notesOnApprovers(next, changing)
  return edit(held, { by: user, spec, ...found, ...(seenHash && { seenHash }), now }, notes)
}

/** That nobody can approve it is said at once, to those who can mend that. */
async function notesOnApprovers(request: MigrationRequest, asking: Asking): Promise<Note[]> {
  const isWaiting = request.status.type === 'waiting'
  return isWaiting && isStuck(request, request.able) ? [nobodyCan(request, await mendersOf(request, asking))] : []
}

function namedFor(policy: ApprovalPolicy, matter: Matter): Pick<MigrationRequest, 'approvers'> {
  const approvers = approversFor(policy, matter)
  return approvers === undefined ? {} : { approvers }
}

function assertSound({ checks }: RequestOrder): void {
  const failed = checks.find(({ outcome }) => outcome === 'fail')
  if (failed === undefined) return
  throw new AppError('preflight_failed', { problem: failed.what, next: failed.next ?? 'Correct it and ask again.' })
}

async function channelFor(
  order: RequestOrder,
  policy: ApprovalPolicy,
  { canPost }: Pick<Opening, 'canPost'>,
): Promise<string> {
  const channel = policy.channel ?? order.channel
  if (channel === undefined) throw new AppError('approvals_channel_missing')
  if (!(await canPost(channel))) throw new AppError('channel_unusable', { channel: `<#${channel}>` })
  return channel
}
