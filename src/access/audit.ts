import { z } from 'zod'
import { hashOf, type Plain } from './canonical.ts'
import { roles } from './roles.ts'

export const auditOutcomes = ['begun', 'done', 'refused', 'unknown'] as const
export type AuditOutcome = (typeof auditOutcomes)[number]
/** `ferry` is what it did by itself. */
export const auditSurfaces = ['typed', 'button', 'form', 'mention', 'ferry'] as const
export type AuditSurface = (typeof auditSurfaces)[number]

/** One thing that somebody did or tried, as it is kept for good. No secrets, and nothing that was typed freely. */
const eventSchema = z.object({
  /** Epoch milliseconds. */
  at: z.number(),
  /** Slack user id. */
  user: z.string(),
  door: z.enum(auditSurfaces),
  channel: z.string().exactOptional(),
  /** What was asked for: `pause`, `connect`. */
  verb: z.string(),
  /** What it was done to: `prod-hw/1912…`, or an account's or key's name. */
  subject: z.string().exactOptional(),
  /** What exactly, in Ferry's own words: "2 rules", "operator for prod-hw". */
  detail: z.string().exactOptional(),
  /** An act leaves two: `begun` before it and how it ended after it. */
  outcome: z.enum(auditOutcomes),
  /** Ferry's or the cloud's code of a refusal. */
  code: z.string().exactOptional(),
  /** The cloud's own number for the request, for its support. */
  requestId: z.string().exactOptional(),
  /** The role by which it was allowed; where `policy` is there, the role that they had. */
  role: z.enum(roles).exactOptional(),
  /** The version of the approval policy that allowed it, by naming whoever did it. */
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

/** What stands before the first record. */
export const chainStart = '0'.repeat(64)

/** The record that follows `previous`. Pure. */
export function link(event: AuditEvent, previous: { seq: number; hash: string }): AuditRecord {
  const unhashed = { ...event, seq: previous.seq + 1, previous: previous.hash }
  return { ...unhashed, hash: hashOf(fieldsOf(unhashed)) }
}

/** Where a chain is broken; undefined when nothing was changed, taken out or put in. */
export type Break = { seq: number; why: 'missing' | 'changed' | 'out of place' | 'end unknown' }

/** What was noted of a chain apart from it: that its record of this number began with this hash. */
export type Mark = { seq: number; hash: string }

/** Checks records oldest first, one after the other, and whether they agree with what was noted apart from them. */
export function createVerifier(marks: readonly Mark[] = []) {
  let last = { seq: 0, hash: chainStart }
  return {
    /** The first break, if this record shows one. */
    check(record: AuditRecord): Break | undefined {
      const { hash, ...rest } = record
      const expected = last.seq + 1
      if (record.seq !== expected) return { seq: expected, why: 'missing' }
      if (record.previous !== last.hash) return { seq: record.seq, why: 'out of place' }
      const isAsNoted = marks.every(({ seq, hash: noted }) => seq !== record.seq || hash.startsWith(noted))
      if (hashOf(fieldsOf(rest)) !== hash || !isAsNoted) return { seq: record.seq, why: 'changed' }
      last = record
      return undefined
    },
    /** After the last record: what was cut off the end leaves nothing behind but what was noted. */
    end: (): Break | undefined =>
      marks.some(({ seq }) => seq > last.seq) ? { seq: last.seq + 1, why: 'missing' } : undefined,
    last: () => last,
  }
}

function fieldsOf(record: Omit<AuditRecord, 'hash'>): Plain {
  return { ...record }
}
