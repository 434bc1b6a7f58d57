import { z } from 'zod'
import { type Subject, subjectSchema, subjectsSchema } from '../access/roles.ts'
import { defined } from '../defined.ts'
import type { Spec } from '../migrations/spec/spec.ts'

/** A rule that requires more approvals for one account, above a size, or both, and can name who alone may give them. */
const stricterRuleSchema = z.object({
  account: z.string().exactOptional(),
  aboveBytes: z.number().exactOptional(),
  needed: z.number(),
  approvers: subjectsSchema.exactOptional(),
})
export type StricterRule = z.infer<typeof stricterRuleSchema>

/**
 * A workspace's rules for new migrations. A policy is never changed: each change makes the next version, and all
 * versions are kept.
 */
export const policySchema = z.object({
  /** Number of the version. 0 is the policy that holds before anybody has set one. */
  version: z.number(),
  /** Channel where requests are decided. If absent, they are decided where they were made. */
  channel: z.string().exactOptional(),
  /** The only people who may request migrations, whatever their role. If absent, operators may. */
  requesters: subjectsSchema.exactOptional(),
  /** The only people who may approve and reject, whatever their role. If absent, approvers may. */
  approvers: subjectsSchema.exactOptional(),
  /** How many people have to approve a request, 0 to 5. */
  needed: z.number(),
  /** Whether people may approve their own requests. */
  allowsSelf: z.boolean(),
  expiresAfterMs: z.number(),
  /** When approvers are reminded, in milliseconds after the request, soonest first. */
  remindAfterMs: z.array(z.number()).readonly(),
  /** The person or group called with the last reminder. */
  escalateTo: subjectSchema.exactOptional(),
  stricter: z.array(stricterRuleSchema).readonly(),
  /** The person or group on call, who may approve alone in an emergency, with a reason. */
  breakGlass: subjectSchema.exactOptional(),
  /** Slack user id. Absent in version 0. */
  changedBy: z.string().exactOptional(),
  changedAt: z.number(),
})
export type ApprovalPolicy = z.infer<typeof policySchema>

/**
 * The terms that a request keeps even if the policy changes. They do not say who approves: that is checked at each
 * decision.
 */
export const termsSchema = z.object({
  ...policySchema.pick({ needed: true, allowsSelf: true, escalateTo: true, breakGlass: true }).shape,
  policyVersion: z.number(),
  /** When the request expires, in epoch milliseconds. `remindAt` is in epoch milliseconds too. */
  expiresAt: z.number(),
  remindAt: z.array(z.number()).readonly(),
})
export type Terms = z.infer<typeof termsSchema>

export const mostNeeded = 5
/** Most people, and most user groups, that one list can name. */
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

export type Size = { /** Size in bytes. Absent if nobody could find out. */ bytes?: number }
/** The part of a request that the rules look at: its account and its size. */
export type Matter = Size & { spec: Pick<Spec, 'account'> }

/** The terms of a new request under a policy. Pure. */
export function termsFor(policy: ApprovalPolicy, spec: Spec, { bytes, now }: Size & { now: number }): Terms {
  const expiresAt = now + policy.expiresAfterMs
  return {
    policyVersion: policy.version,
    needed: neededFor(policy, { spec, ...defined({ bytes }) }),
    allowsSelf: policy.allowsSelf,
    expiresAt,
    remindAt: policy.remindAfterMs
      .map((afterMs) => now + afterMs)
      .filter((at) => at < expiresAt)
      .toSorted((a, b) => a - b),
    ...defined({ escalateTo: policy.escalateTo, breakGlass: policy.breakGlass }),
  }
}

/** How many approvals a request needs under a policy. The strictest rule that fits decides. Pure. */
export function neededFor(policy: Pick<ApprovalPolicy, 'needed' | 'stricter'>, matter: Matter): number {
  const rules = policy.stricter.filter((rule) => fits(rule, matter))
  return Math.min(mostNeeded, Math.max(policy.needed, ...rules.map(({ needed }) => needed)))
}

/**
 * The only people who may decide about a request: those named by the strictest rule that fits and names somebody; of
 * equally strict rules, the first. Undefined if everybody with the approver role may. Pure.
 */
export function approversFor(
  policy: Pick<ApprovalPolicy, 'approvers' | 'stricter'>,
  matter: Matter,
): readonly Subject[] | undefined {
  const naming = policy.stricter.filter((rule) => rule.approvers !== undefined && fits(rule, matter))
  const [strictest] = naming.toSorted((a, b) => b.needed - a.needed)
  return strictest?.approvers ?? policy.approvers
}

/** Everybody whom a policy names as an approver of anything. */
export function everyApprover({ approvers = [], stricter }: Pick<ApprovalPolicy, 'approvers' | 'stricter'>): Subject[] {
  return [...approvers, ...stricter.flatMap((rule) => rule.approvers ?? [])]
}

/** Whether a rule fits a request. An unknown size counts as larger than any. */
function fits({ account, aboveBytes }: StricterRule, { spec, bytes = Number.POSITIVE_INFINITY }: Matter): boolean {
  return (account === undefined || account === spec.account) && (aboveBytes === undefined || bytes > aboveBytes)
}
