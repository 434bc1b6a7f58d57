import { type AuthTestResponse, type Logger, WebClient } from '@slack/web-api'
import { defined } from '../../defined.ts'
import { type AppError, isAppError } from '../../errors/errors.ts'
import { refusalOf } from '../client/refusals.ts'

/**
 * Slack's error names for a token that does not work, from its page on auth.test. `isGone` marks those that can only
 * mean that the app was removed or its token revoked. invalid_auth is also the answer to an address that the workspace
 * does not admit.
 */
const refusals = {
  account_inactive: { isGone: true },
  token_revoked: { isGone: true },
  token_expired: { isGone: false },
  invalid_auth: { isGone: false },
} as const satisfies Record<string, { isGone: boolean }>

export type TokenAnswer =
  /** `scopes`: what the token was granted, if Slack said so. */
  | { type: 'works'; who: AuthTestResponse; scopes?: readonly string[] }
  | { type: 'refused'; reason: string; isGone: boolean }
  /** Slack did not say whether the token works: an outage, a limit, or a refusal that is not about the token. */
  | { type: 'unknown'; error: AppError }

export type Asking = { slackApiUrl: string; logger: Logger }

/** Asks Slack once whether a token works. Never rejects. */
export async function askAbout(botToken: string, asking: Asking): Promise<TokenAnswer> {
  try {
    const who = await whoIs(botToken, { ...asking, retries: 0 })
    return { type: 'works', who, ...defined({ scopes: who.response_metadata?.scopes }) }
  } catch (error) {
    const failure = isAppError(error) ? error : asRefusal(error)
    const reason = tokenRefusalOf(failure)
    return reason === undefined
      ? { type: 'unknown', error: failure }
      : { type: 'refused', reason, isGone: refusals[reason].isGone }
  }
}

/** Asks Slack who a token belongs to. Throws slack_refused if Slack does not accept it. */
export async function whoIs(
  botToken: string,
  { slackApiUrl, logger, retries }: Asking & { retries: number },
): Promise<AuthTestResponse> {
  const client = new WebClient(botToken, {
    slackApiUrl,
    retryConfig: { retries },
    timeout: 10_000,
    logger,
    ...promptly,
  })
  try {
    return await client.auth.test()
  } catch (error) {
    throw asRefusal(error)
  }
}

/** Options for a client that does not wait when Slack limits its calls; the caller may. */
const promptly = { rejectRateLimitedCalls: true }

function asRefusal(error: unknown): AppError {
  return refusalOf(error, { method: 'auth.test', isRepeatable: true })
}

/** Slack's error name if a call was refused because of its token. */
export function tokenRefusalOf(error: unknown): keyof typeof refusals | undefined {
  if (!isAppError(error, 'slack_refused')) return undefined
  const { reason } = error.details
  return isTokenRefusal(reason) ? reason : undefined
}

function isTokenRefusal(reason: unknown): reason is keyof typeof refusals {
  return typeof reason === 'string' && Object.hasOwn(refusals, reason)
}
