import type { Ack } from '../delivery/envelope.ts'
import type { ActResult } from '../protocol.ts'

/** The result for the person who acted: how the app acknowledged, and what was wrong with its answer. */
export function actResult(ack: Ack, problem: { error?: string; errors?: Record<string, string> } = {}): ActResult {
  const error = problem.error ?? ack.failure
  const result: ActResult = {
    ok: ack.acknowledged && error === undefined && problem.errors === undefined,
    acknowledged: ack.acknowledged,
  }
  if (ack.status !== undefined) result.status = ack.status
  if (problem.errors !== undefined) result.errors = problem.errors
  if (error !== undefined) result.error = error
  return result
}

/** The result of an act that took effect and that the app is not told about. */
export const untold: ActResult = { ok: true, acknowledged: true }
