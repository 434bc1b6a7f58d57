import { z } from 'zod'
import { hashOf, type Plain } from './canonical.ts'
import { roles } from './roles.ts'

export const auditOutcomes = ['begun', 'done', 'refused', 'unknown'] as const
export type AuditOutcome = (typeof auditOutcomes)[number]
/** The ways in which an act can reach Ferry. `ferry` stands for what Ferry does by itself. */
export const auditSurfaces = ['typed', 'button', 'form', 'mention', 'ferry'] as const
export type AuditSurface = (typeof auditSurfaces)[number]

/** An act or an attempt by one person, kept for good. Holds no secrets and nothing that was typed freely. */
const eventSchema = z.object({
  /** Epoch milliseconds. */
  at: z.number(),
  /** Slack user id. */
  user: z.string(),
  door: z.enum(auditSurfaces),
  channel: z.string().exactOptional(),
  /** The action: `pause`, `connect`. */
  verb: z.string(),
  /** The thing that the action was done to: `prod-hw/1912…`, or the name of an account or key. */
  subject: z.string().exactOptional(),
  /** Details of the action in Ferry's own words: "2 rules", "operator for prod-hw". */
  detail: z.string().exactOptional(),
  /** How far the act got. An act leaves two entries: `begun` before it, and how it ended after it. */
  outcome: z.enum(auditOutcomes),
  /** Ferry's or the cloud's error code for a refusal. */
  code: z.string().exactOptional(),
  /** The cloud's own id of the API call, for its support. */
  requestId: z.string().exactOptional(),
  /** The role that allowed the act. If `policy` is set, the role that the person had. */
  role: z.enum(roles).exactOptional(),
  /** Version of the approval policy that allowed the act by naming the person. */
  policy: z.number().exactOptional(),
})
export type AuditEvent = z.infer<typeof eventSchema>

/** An event with its place in the chain: `hash` covers it and the hash before it. */
export const auditRecordSchema = z.object({
  ...eventSchema.shape,
  seq: z.number(),
  previous: z.string(),
  hash: z.string(),
})
export type AuditRecord = z.infer<typeof auditRecordSchema>

/** The hash before the first record of a chain. */
export const chainStart = '0'.repeat(64)

/** Makes the record that follows `previous`. Pure. */
export function link(event: AuditEvent, previous: Mark): AuditRecord {
  const unhashed = { ...event, seq: previous.seq + 1, previous: previous.hash }
  return { ...unhashed, hash: hashOf(fieldsOf(unhashed)) }
}

/** Where a chain is broken, and how. */
export type Break = { seq: number; why: 'missing' | 'changed' | 'out of place' | 'end unknown' }

/** A note about a chain that is kept apart from it: the record with this number has a hash that begins like this. */
export const markSchema = z.object({ seq: z.number(), hash: z.string() })
export type Mark = z.infer<typeof markSchema>

/** The verb of the entry that begins a chain anew, because the end of the one before can't be read any more. */
export const newChainVerb = 'audit begin'

/** Entries that follow from each other, from the first to the last. */
export type Chain = { from: number; to: number /** Why it was begun, if it is not the first one. */; because?: string }

/**
 * Checks records one after the other, oldest first, and compares them with marks that were kept apart from the chain.
 * A record that begins a chain anew may follow a gap; nothing tells what the gap held.
 */
export function createVerifier(marks: readonly Mark[] = []) {
  let last: Mark = { seq: 0, hash: chainStart }
  const chains: Chain[] = []
  return {
    /** Checks the next record. Returns the first break, or undefined if the chain is intact so far. */
    check(record: AuditRecord): Break | undefined {
      const { hash, ...rest } = record
      const expected = last.seq + 1
      const isNewChain = record.verb === newChainVerb && record.previous === chainStart && record.seq >= expected
      if (record.seq !== expected && !isNewChain) return { seq: expected, why: 'missing' }
      if (record.previous !== last.hash && !isNewChain) return { seq: record.seq, why: 'out of place' }
      const isAsNoted = marks.every(({ seq, hash: noted }) => seq !== record.seq || hash.startsWith(noted))
      if (hashOf(fieldsOf(rest)) !== hash || !isAsNoted) return { seq: record.seq, why: 'changed' }
      if (isNewChain) chains.push({ from: record.seq, to: record.seq, because: record.detail ?? '' })
      else extend(chains, record.seq)
      last = record
      return undefined
    },
    /** Checks the end of the chain, after the last record. Only a mark can show that records were cut off the end. */
    end: (): Break | undefined =>
      marks.some(({ seq }) => seq > last.seq) ? { seq: last.seq + 1, why: 'missing' } : undefined,
    last: () => last,
    /** The chains that were checked, oldest first. More than one if the audit was begun anew. */
    chains: (): readonly Chain[] => chains,
  }
}

function extend(chains: Chain[], seq: number): void {
  const chain = chains.at(-1)
  if (chain === undefined) chains.push({ from: seq, to: seq })
  else chain.to = seq
}

function fieldsOf(record: Omit<AuditRecord, 'hash'>): Plain {
  return { ...record }
}
