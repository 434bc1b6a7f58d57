import { randomBytes } from 'node:crypto'
import { type ApprovalPolicy, termsFor } from '../approvals/policy.ts'
import { type MigrationRequest, newRequest } from '../approvals/request.ts'
import { AppError } from '../errors.ts'
import type { PreflightCheck, Spec } from '../migrations/spec.ts'
import { edit } from './decide.ts'
import { claimRequest, type Leasing, withRequest } from './lease.ts'
import { currentPolicy } from './policies.ts'
import { postingOf } from './posting.ts'

/** A spec without problems, and what `preflight` found. */
export type RequestOrder = {
  spec: Spec
  checks: readonly PreflightCheck[]
  /** What is to be moved, where preflight could tell. */
  bytes?: number
  user: string
  /** Where it is asked for. */
  channel?: string
}
export type Opening = Leasing & { /** Whether Ferry may post there. */ canPost(channel: string): Promise<boolean> }

/**
 * Writes a request down; its card is delivered from there. Throws preflight_failed for what would fail anyway,
 * approvals_channel_missing or channel_unusable where nobody could decide about it.
 */
export async function openRequest(order: RequestOrder, opening: Opening): Promise<MigrationRequest> {
  assertSound(order)
  const policy = await currentPolicy(opening.store)
  const channel = await channelFor(order, policy, opening)
  const now = opening.clock.now()
  const { spec, checks, bytes, user } = order
  const size = bytes === undefined ? {} : { bytes }
  const terms = termsFor(policy, spec, { ...size, now })
  const asked = { spec, checks, ...size, requestedBy: user, requestedAt: now, terms }
  const from = order.channel === undefined ? {} : { askedIn: order.channel }
  return withNewId(opening, async (id) => {
    const request = newRequest({ ...asked, ...from, id, token: randomBytes(8).toString('hex') })
    const posting = postingOf(request, { channel, createdAt: now, outbox: [], nextSeq: now }, { notes: [], now })
    await opening.store.requests.set(id, { request, posting })
    return request
  })
}

/** Other content for a request that waits: approvals of the old are void, and its terms are those of today. */
export async function changeRequest(id: string, order: RequestOrder, leasing: Leasing): Promise<MigrationRequest> {
  assertSound(order)
  const { spec, checks, bytes, user } = order
  const policy = await currentPolicy(leasing.store)
  const size = bytes === undefined ? {} : { bytes }
  return withRequest(id, leasing, (held) => {
    const now = leasing.clock.now()
    return edit(held, { by: user, spec, checks, ...size, terms: termsFor(policy, spec, { ...size, now }), now })
  })
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

/** Six characters are soon taken twice; a lease keeps two from taking the same at once. */
async function withNewId<Done>(leasing: Leasing, run: (id: string) => Promise<Done>): Promise<Done> {
  for (;;) {
    const id = `r-${randomBytes(3).toString('hex')}`
    const claim = await claimRequest(id, leasing)
    if (claim === undefined) continue
    try {
      if ((await leasing.store.requests.get(id)) === undefined) return await run(id)
    } finally {
      await claim.release()
    }
  }
}
