import type { Channel } from '../store/store.ts'

/** A test message: the channel, and when somebody sent it, in epoch milliseconds. */
export type Trial = { channel: string; at: number }

export const trialPrefix = 'trial:'

/** The id of the thread of a test message. */
export function trialIdOf({ channel, at }: Trial): string {
  return `${trialPrefix}${channel}#${at}`
}

/**
 * Outcome of a test message: Slack has accepted it, with its handle; Slack has refused the channel since; or it still
 * waits. Pure.
 */
export function outcomeOf(trial: Trial, record: Channel | undefined): TrialOutcome {
  const { receipts = {}, broken, held } = record ?? {}
  const ts = receipts[trialIdOf(trial)]?.cardTs
  if (ts !== undefined) return { type: 'arrived', ts }
  if (broken !== undefined && broken.triedAt >= trial.at) return { type: 'refused', reason: broken.reason }
  return { type: 'waiting', ...(held !== undefined && { heldSince: held.since }) }
}
export type TrialOutcome =
  | { type: 'arrived'; ts: string }
  | { type: 'refused'; reason: string }
  | { type: 'waiting'; heldSince?: number }
