import type { InstallState } from '../../store/store.ts'

/** A fact about Ferry's installation in a workspace. */
export type InstallFact =
  /** Slack sent an event. It may come late, twice, or for a token that was replaced since. */
  | { type: 'told'; what: 'revoked' | 'uninstalled' }
  /** Slack was asked about the token, and accepts it. */
  | { type: 'works' }
  | { type: 'refused'; reason: string; isGone: boolean }

/**
 * The state of an install after a fact. Undefined if it stays the same. Pure. An event alone takes nothing away: an
 * uninstallation becomes a removal only once Slack refuses the token for a reason that can mean nothing else.
 */
export function stateAfter(state: InstallState, fact: InstallFact, now: number): InstallState | undefined {
  if (state.type === 'purged') return undefined
  switch (fact.type) {
    case 'told':
      return afterTold(state, fact.what, now)
    case 'works':
      return state.type === 'active' ? undefined : { type: 'active' }
    case 'refused':
      return afterRefused(state, fact, now)
    default:
      return fact satisfies never
  }
}

/** Whether Ferry serves a workspace in this state. Where it can say nothing, it asks nothing of Slack or of a cloud. */
export function isServed({ type }: InstallState): boolean {
  return type === 'active' || type === 'doubted'
}

/** When the data of a removed workspace is deleted, in epoch milliseconds. Undefined for other states. */
export function purgeDueAt(state: InstallState, graceMs: number): number | undefined {
  return state.type === 'removed' ? state.since + graceMs : undefined
}

function afterTold(state: InstallState, told: 'revoked' | 'uninstalled', now: number): InstallState | undefined {
  const isRemovalTold = told === 'uninstalled'
  switch (state.type) {
    case 'active':
      return { type: 'doubted', since: now, told }
    case 'doubted':
      return isRemovalTold && state.told === 'revoked' ? { ...state, told } : undefined
    case 'refused':
      return isRemovalTold && !state.isRemovalTold ? { ...state, isRemovalTold } : undefined
    default:
      return undefined
  }
}

type Refusal = Extract<InstallFact, { type: 'refused' }>

function afterRefused(state: InstallState, { reason, isGone }: Refusal, now: number): InstallState | undefined {
  if (state.type === 'removed') return undefined
  const isRemovalTold =
    (state.type === 'doubted' && state.told === 'uninstalled') || (state.type === 'refused' && state.isRemovalTold)
  if (isRemovalTold && isGone) return { type: 'removed', since: now, reason }
  if (state.type !== 'refused') return { type: 'refused', since: now, reason, isRemovalTold }
  return state.reason === reason ? undefined : { ...state, reason }
}
