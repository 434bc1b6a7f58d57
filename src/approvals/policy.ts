import type { Subject } from '../access/roles.ts'
import type { Spec } from '../migrations/spec.ts'

/** A workspace's rules for new migrations. Never changed: each change makes the next version, and all are kept. */
export type ApprovalPolicy = {
  /** 0 is what holds before anybody has set one. */
  version: number
  /** Where requests are decided; absent: where they were asked for. */
  channel?: string
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

/** More approvals for one account, above a size, or both. */
export type StricterRule = { account?: string; aboveBytes?: number; needed: number }

/** What one request is bound to, whatever becomes of the policy. */
export type Terms = Pick<ApprovalPolicy, 'needed' | 'allowsSelf' | 'escalateTo' | 'breakGlass'> & {
  policyVersion: number
  /** Epoch milliseconds, as are `remindAt`. */
  expiresAt: number
  remindAt: readonly number[]
}

export const mostNeeded = 5

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

/** Pure. The strictest rule that fits decides; what is of unknown size counts as larger than any. */
export function termsFor(policy: ApprovalPolicy, spec: Spec, { bytes, now }: Size & { now: number }): Terms {
  const rules = policy.stricter.filter((rule) => fits(rule, spec, bytes))
  const expiresAt = now + policy.expiresAfterMs
  return {
    policyVersion: policy.version,
    needed: Math.min(mostNeeded, Math.max(policy.needed, ...rules.map(({ needed }) => needed))),
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

function fits({ account, aboveBytes }: StricterRule, spec: Spec, bytes = Number.POSITIVE_INFINITY): boolean {
  return (account === undefined || account === spec.account) && (aboveBytes === undefined || bytes > aboveBytes)
}
