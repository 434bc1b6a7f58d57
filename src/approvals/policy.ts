import { z } from 'zod'
import { type Subject, subjectSchema, subjectsSchema } from '../access/roles.ts'
import type { Spec } from '../migrations/spec.ts'

/** More approvals for one account, above a size, or both, and who alone may give them. */
const stricterRuleSchema = z.object({
  account: z.string().exactOptional(),
  aboveBytes: z.number().exactOptional(),
  needed: z.number(),
  approvers: subjectsSchema.exactOptional(),
})
export type StricterRule = z.infer<typeof stricterRuleSchema>

/** A workspace's rules for new migrations. Never changed: each change makes the next version, and all are kept. */
export const policySchema = z.object({
  /** 0 is what holds before anybody has set one. */
  version: z.number(),
  /** Where requests are decided; absent: where they were asked for. */
  channel: z.string().exactOptional(),
  /** Who alone may ask, whatever their role; absent: operators. */
  requesters: subjectsSchema.exactOptional(),
  /** Who alone may approve and reject, whatever their role; absent: approvers. */
  approvers: subjectsSchema.exactOptional(),
  /** How many people have to approve, 0 to 5. */
  needed: z.number(),
  /** Whether whoever asks may approve it too. */
  allowsSelf: z.boolean(),
  expiresAfterMs: z.number(),
  /** When those who could approve are reminded, counted from the request, soonest first. */
  remindAfterMs: z.array(z.number()).readonly(),
  /** Who is called with the last reminder. */
  escalateTo: subjectSchema.exactOptional(),
  stricter: z.array(stricterRuleSchema).readonly(),
  /** Who may approve alone in an emergency, with a reason: those on call. */
  breakGlass: subjectSchema.exactOptional(),
  /** Slack user id; absent in version 0. */
  changedBy: z.string().exactOptional(),
  changedAt: z.number(),
})
export type ApprovalPolicy = z.infer<typeof policySchema>

/** What one request is bound to, whatever becomes of the policy. Who approves is none of it: that is asked each time. */
export const termsSchema = z.object({
  ...policySchema.pick({ needed: true, allowsSelf: true, escalateTo: true, breakGlass: true }).shape,
  policyVersion: z.number(),
  /** Epoch milliseconds, as are `remindAt`. */
  expiresAt: z.number(),
  remindAt: z.array(z.number()).readonly(),
})
export type Terms = z.infer<typeof termsSchema>

export const mostNeeded = 5
/** Most people, and most user groups, that one list names. */
export const mostNamed = 20

export const firstPolicy: ApprovalPolicy = {
  version: 0,
  needed: 1,
  allowsSelf: false,
  expiresAfterMs: 24 * 3_600_000,
  remindAfterMs: [4 * 3_600_000],
  stricter: [],
  changedAt: 0,
}

export type Size = { /** Absent: nobody could find out. */ bytes?: number }
/** What is asked for, as far as rules look at it; a request is one. */
export type Matter = Size & { spec: Pick<Spec, 'account'> }

/** Pure. */
export function termsFor(policy: ApprovalPolicy, spec: Spec, { bytes, now }: Size & { now: number }): Terms {
  const expiresAt = now + policy.expiresAfterMs
  return {
    policyVersion: policy.version,
    needed: neededFor(policy, { spec, ...(bytes === undefined ? {} : { bytes }) }),
    allowsSelf: policy.allowsSelf,
    expiresAt,
    remindAt: policy.remindAfterMs
      .map((afterMs) => now + afterMs)
      .filter((at) => at < expiresAt)
      .toSorted((a, b) => a - b),
    ...(policy.escalateTo === undefined ? {} : { escalateTo: policy.escalateTo }),
    ...(policy.breakGlass === undefined ? {} : { breakGlass: policy.breakGlass }),
  }
}

/** Pure. The strictest rule that fits decides. */
export function neededFor(policy: Pick<ApprovalPolicy, 'needed' | 'stricter'>, matter: Matter): number {
  const rules = policy.stricter.filter((rule) => fits(rule, matter))
  return Math.min(mostNeeded, Math.max(policy.needed, ...rules.map(({ needed }) => needed)))
}

/**
 * Who alone may decide: of the rules that fit and name somebody, those of the strictest, the uppermost of several.
 * Undefined: whoever is an approver. Pure.
 */
export function approversFor(
  policy: Pick<ApprovalPolicy, 'approvers' | 'stricter'>,
  matter: Matter,
): readonly Subject[] | undefined {
  const naming = policy.stricter.filter((rule) => rule.approvers !== undefined && fits(rule, matter))
  const [strictest] = naming.toSorted((a, b) => b.needed - a.needed)
  return strictest?.approvers ?? policy.approvers
}

/** Everybody who is named for deciding about anything. */
export function everyApprover({ approvers = [], stricter }: Pick<ApprovalPolicy, 'approvers' | 'stricter'>): Subject[] {
  return [...approvers, ...stricter.flatMap((rule) => rule.approvers ?? [])]
}

/** What is of unknown size counts as larger than any. */
function fits({ account, aboveBytes }: StricterRule, { spec, bytes = Number.POSITIVE_INFINITY }: Matter): boolean {
  return (account === undefined || account === spec.account) && (aboveBytes === undefined || bytes > aboveBytes)
}
