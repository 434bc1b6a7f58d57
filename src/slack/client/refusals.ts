import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api'
import { AppError } from '../../errors/errors.ts'

/** Slack's errors that mean a rate limit and do not say how long to wait. */
const throttled = ['rate_limited', 'ratelimited']

/**
 * Translates a failed Web API call into an AppError. A call that may have had an effect (`isRepeatable` false) and lost
 * its answer is slack_outcome_unknown. Nothing of the original error is kept that could hold a token.
 */
export function refusalOf(
  error: unknown,
  { method, isRepeatable }: { method: string; isRepeatable: boolean },
): AppError {
  if (error instanceof WebAPIRateLimitedError) {
    return new AppError('slack_rate_limited', { method, retryAfterMs: error.retryAfter * 1000 })
  }
  if (error instanceof WebAPIPlatformError) {
    const reason = error.data.error
    if (!isReason(reason)) return lost(method, isRepeatable, 'not Slack’s answer')
    if (throttled.includes(reason)) return new AppError('slack_rate_limited', { method })
    return isSlacksTrouble(reason)
      ? lost(method, isRepeatable, reason)
      : new AppError('slack_refused', { method, reason })
  }
  if (error instanceof WebAPIHTTPError) return lost(method, isRepeatable, `HTTP ${error.statusCode}`)
  if (error instanceof WebAPIRequestError) {
    const reason = neverSent(error)
    if (reason !== undefined) return new AppError('slack_unreachable', { method, reason })
    return lost(method, isRepeatable, 'connection lost')
  }
  return lost(method, isRepeatable, error instanceof Error ? error.name : 'unknown')
}

/**
 * The foreign answer, if the address of the call is not Slack's: Slack answers 200 with JSON, or 429, and
 * only a 5xx or a timeout can be its own trouble. Undefined for any other failure.
 */
export function foreignAnswerIn(error: unknown): string | undefined {
  if (error instanceof WebAPIPlatformError) {
    return isReason(error.data.error) ? undefined : 'something other than Slack’s JSON'
  }
  const isForeign = error instanceof WebAPIHTTPError && error.statusCode < 500 && error.statusCode !== 408
  return isForeign ? `HTTP ${error.statusCode}` : undefined
}

/** Whether an error of a call is Slack's own failure, which Slack reports in the same way. */
export function isSlacksTrouble(error: string): boolean {
  return ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'].includes(error)
}

/**
 * Whether a text is one of Slack's error names. web-api passes any other body, such as a proxy's page, as the name of
 * an error.
 */
function isReason(text: unknown): text is string {
  return typeof text === 'string' && /^[a-z][a-z0-9_.:-]{1,80}$/.test(text)
}

function lost(method: string, isRepeatable: boolean, reason: string): AppError {
  return new AppError(isRepeatable ? 'slack_unreachable' : 'slack_outcome_unknown', { method, reason })
}

/** Why the connection was never made, so that the request did not reach Slack. Undefined if it may have. */
function neverSent(error: WebAPIRequestError): string | undefined {
  const codes = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT']
  for (let cause: unknown = error.original; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && codes.includes(String(cause.code))) return String(cause.code)
  }
  return undefined
}
