import type { ActResult } from '../slack/protocol.ts'

/** The message for a person whose act had no effect. Undefined if the app acknowledged it in time. */
export function describeFailure(result: ActResult, subject = 'That'): string | undefined {
  if (result.ok && result.acknowledged) return undefined
  const error = result.error ?? (result.acknowledged ? 'dispatch_failed' : 'operation_timeout')
  // Slack fails with codes. The local one refuses an impossible act in a full sentence.
  if (!/^[a-z_]+$/.test(error)) return error
  return `${subject} failed with the error “${error}”.${explain(error, result.status)}`
}

function explain(error: string, status: number | undefined): string {
  if (error === 'operation_timeout') return ' The app did not answer within three seconds.'
  return status === undefined || status === 200 ? '' : ` The app answered with HTTP ${status}.`
}
