import { randomBytes } from 'node:crypto'
import { hashOf } from '../access/canonical.ts'
import type { Nameable } from '../access/people.ts'
import { isStuck } from '../approvals/able.ts'
import { type ApprovalPolicy, approversFor, type Matter, termsFor } from '../approvals/policy.ts'
import { type MigrationRequest, newRequest } from '../approvals/request.ts'
import type { Change } from '../approvals/transitions.ts'
import { AppError } from '../errors/errors.ts'
import type { PreflightCheck, Spec } from '../migrations/spec/spec.ts'
import type { WorkspaceStore } from '../store/store.ts'
import { type Asking, ableApprovers, mendersOf } from './approvers.ts'
import { edit } from './decide.ts'
import { claimRequest, type Held, type Leasing } from './lease.ts'
import { type Note, nobodyCan } from './notes.ts'
import { currentPolicy } from './policies.ts'
import { postingOf } from './posting.ts'

/** A spec without problems, with the findings of `preflight`. */
export type RequestOrder = {
  spec: Spec
  /** Identity of the account when the checks were made, by `identityOf`. */
  identity: string
  checks: readonly PreflightCheck[]
  /** Size in bytes. Absent if `preflight` could not tell. */
  bytes?: number
  user: string
  /** Channel in which the person requests the migration. */
  channel?: string
}
export type ChangeOrder = RequestOrder & Pick<Change, 'seenHash'>
export type Opening = Leasing &
  Nameable & { /** Whether Ferry may post in a channel. */ canPost(channel: string): Promise<boolean> }

/** An order for a new request. `id` is the one that `requestIdFor` gives for the draft. */
export type NewOrder = RequestOrder & Required<Pick<MigrationRequest, 'id' | 'draft'>>

/**
 * Writes a new request; its card is delivered from the record. Throws preflight_failed if it would fail anyway,
 * approvals_channel_missing or channel_unusable if nobody could decide about it, and request_busy if a request has this
 * id.
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
  const made = { ...content, requestedBy: user, requestedAt: now, terms, ...namedFor(policy, order) }
  const from = order.channel === undefined ? {} : { askedIn: order.channel }
  const { id, draft } = order
  const able = await ableApprovers({ ...made, votes: [] }, opening)
  const request = newRequest({ ...made, able, ...from, id, draft, token: randomBytes(8).toString('hex') })
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
 * Id of the request that a draft becomes. It follows from the draft, so that two people who send it at once want the
 * same id and only one gets it. Ids of other drafts are skipped, since six characters are soon used twice.
 */
export async function requestIdFor(draft: string, { requests }: Requests): Promise<string> {
  for (let turn = 0; ; turn += 1) {
    const id = `r-${hashOf({ draft, turn }).slice(0, 6)}`
    const record = await requests.get(id)
    if (record === undefined || record.request.draft === draft) return id
  }
}

/** The request that a draft has become. Undefined if it was not sent. */
export async function requestFrom(draft: string, store: Requests): Promise<MigrationRequest | undefined> {
  const record = await store.requests.get(await requestIdFor(draft, store))
  return record?.request
}

/**
 * Gives a waiting request other content. Approvals of the old content become void, and the terms are those of today's
 * policy.
 */
export async function changeRequest(
  held: Held,
  order: ChangeOrder,
  changing: Pick<Leasing, 'store' | 'clock'> & Nameable,
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

/** The note that nobody can approve a request, which goes out at once to the people who can change that. */
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
  throw new AppError('preflight_failed', {
    problem: failed.what,
    next: failed.next ?? 'Correct it and send the request again.',
  })
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
