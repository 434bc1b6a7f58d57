import type { Ack } from '../delivery/envelope.ts'
import type { ActResult } from '../protocol.ts'

/** What the person who acted learns: the acknowledgement, and what was wrong with its content. */
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

/** The act had its effect and the app is not to be told of it. */
export const untold: ActResult = { ok: true, acknowledged: true }
