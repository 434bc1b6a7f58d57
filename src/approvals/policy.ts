import type { Subject } from '../access/roles.ts'
import type { Spec } from '../migrations/spec.ts'

/** A workspace's rules for new migrations. Never changed: each change makes the next version, and all are kept. */
export type ApprovalPolicy = {
  /** 0 is what holds before anybody has set one. */
  version: number
  /** Where requests are decided; absent: where they were asked for. */
  channel?: string
  /** Who alone may ask, whatever their role; absent: operators. */
  requesters?: readonly Subject[]
  /** Who alone may approve and reject, whatever their role; absent: approvers. */
  approvers?: readonly Subject[]
  /** How many people have to approve, 0 to 5. */
  needed: number
  /** Whether whoever asks may approve it too. */
  allowsSelf: boolean
  expiresAfterMs: number
  /** When those who could approve are reminded, counted from the request, soonest first. */
  remindAfterMs: readonly number[]
  /** Who is called with the last reminder. */
  escalateTo?: Subject
  stricter: readonly StricterRule[]
  /** Who may approve alone in an emergency, with a reason: those on call. */
  breakGlass?: Subject
  /** Slack user id; absent in version 0. */
  changedBy?: string
  changedAt: number
}

/** More approvals for one account, above a size, or both, and who alone may give them. */
export type StricterRule = { account?: string; aboveBytes?: number; needed: number; approvers?: readonly Subject[] }

/** What one request is bound to, whatever becomes of the policy. Who approves is none of it: that is asked each time. */
export type Terms = Pick<ApprovalPolicy, 'needed' | 'allowsSelf' | 'escalateTo' | 'breakGlass'> & {
  policyVersion: number
  /** Epoch milliseconds, as are `remindAt`. */
  expiresAt: number
  remindAt: readonly number[]
}

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
