import { type Logger, type WebAPICallResult, WebClient } from '@slack/web-api'
import type { Clock } from '../clock.ts'
import { AppError, isAppError } from '../errors.ts'
import { refusalOf } from './refusals.ts'
import { neededScopes } from './surface.ts'
import { tokenProblem } from './token-problems.ts'

/**
 * Asks Slack before the start whether it accepts the tokens, whether it granted every scope, and whether both clocks
 * agree. Throws an AggregateError of all problems. If Slack is unreachable, waits for up to a minute, unless `signal`
 * says that the start fails anyway.
 */
export async function checkSlack(parts: SlackToCheck): Promise<void> {
  const skews: number[] = []
  const client = clientOf(parts, (skewMs) => skews.push(skewMs))
  const outcomes = await Promise.allSettled(callsFor(parts).map((call) => askPatiently(client, parts, call)))
  const problems = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
  // Each answer carries a time. The smallest difference is that of the answer that was delayed least.
  const skewMs = skews.toSorted((one, other) => Math.abs(one) - Math.abs(other))[0]
  if (skewMs !== undefined) problems.push(...judgeClock(parts, skewMs))
  if (problems.length > 0) throw new AggregateError(withoutRepetition(problems))
}

export type SlackToCheck = {
  slackApiUrl: string
  botToken?: string
  appToken?: string
  /** Whether requests come over HTTP. Slack then signs them with a time, which Ferry checks. */
  isHttp: boolean
  clock: Clock
  logger: Logger
  log: { warn(details: object, message: string): void }
  /** Ends the waiting: aborted when there is no reason to wait any longer. */
  signal: AbortSignal
}

type Call = {
  method: string
  token?: string
  problemOf?(reason: string): AppError
  judge?(answer: WebAPICallResult): AppError | undefined
}

function callsFor({ botToken, appToken }: SlackToCheck): Call[] {
  const calls: Call[] = []
  if (botToken !== undefined) {
    calls.push({
      method: 'auth.test',
      token: botToken,
      problemOf: (reason) => tokenProblem('start_token_refused', reason),
      judge: (answer) => organisationWide(answer) ?? missingScopes(answer),
    })
  }
  if (appToken !== undefined) {
    const problemOf = (reason: string) => tokenProblem('start_app_token_refused', reason)
    calls.push({ method: 'apps.connections.open', token: appToken, problemOf })
  }
  // Without a token, reachability and the clock can still be checked.
  return calls.length > 0 ? calls : [{ method: 'api.test' }]
}

/**
 * The problem with a token of an organisation: it stands for many workspaces, so Ferry would not know in which one it
 * acts. Undefined for other tokens.
 */
function organisationWide(answer: WebAPICallResult): AppError | undefined {
  return 'is_enterprise_install' in answer && answer.is_enterprise_install === true
    ? new AppError('start_token_of_organisation')
    : undefined
}

function missingScopes({ response_metadata: metadata }: WebAPICallResult): AppError | undefined {
  const granted = metadata?.scopes
  // A missing header proves nothing: a proxy may have removed it.
  if (granted === undefined) return undefined
  const missing = neededScopes().filter((scope) => !granted.includes(scope))
  return missing.length === 0 ? undefined : new AppError('start_scopes_missing', { scopes: missing.join(', ') })
}

function clientOf({ slackApiUrl, logger, clock }: SlackToCheck, onSkew: (skewMs: number) => void): WebClient {
  return new WebClient(undefined, {
    slackApiUrl,
    logger,
    timeout: 10_000,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    async fetch(url, init) {
      const askedAt = clock.now()
      const answer = await fetch(url, init)
      const slackAt = Date.parse(answer.headers.get('date') ?? '')
      // The header has whole seconds, and was written at some time between request and answer.
      if (!Number.isNaN(slackAt)) onSkew((askedAt + clock.now()) / 2 - (slackAt + 500))
      return answer
    },
  })
}

const waitsMs = [1000, 2000, 4000, 8000, 15_000, 30_000]

async function askPatiently(client: WebClient, parts: SlackToCheck, call: Call): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const failure = await ask(client, call)
    if (failure === undefined) return
    if (failure.code === 'slack_refused') throw call.problemOf?.(reasonOf(failure)) ?? startRefusal(failure)
    if (!isAppError(failure, 'slack_unreachable', 'slack_rate_limited')) throw failure
    await waitFor(parts, { attempt, reason: failure.code === 'slack_unreachable' ? reasonOf(failure) : 'rate limited' })
  }
}

async function ask(client: WebClient, { method, token, judge }: Call): Promise<AppError | undefined> {
  try {
    const answer = await client.apiCall(method, token === undefined ? {} : { token })
    return judge?.(answer)
  } catch (error) {
    return refusalOf(error, { method, isRepeatable: true })
  }
}

function reasonOf({ details: { reason } }: AppError): string {
  return String(reason ?? 'no answer')
}

function startRefusal({ details: { method, reason } }: AppError): AppError {
  return new AppError('start_slack_refused', { method, reason })
}

async function waitFor(
  { clock, log, slackApiUrl: url, signal }: SlackToCheck,
  { attempt, reason }: { attempt: number; reason: string },
): Promise<void> {
  const waitMs = waitsMs[attempt]
  if (waitMs !== undefined && !signal.aborted) {
    log.warn({ url, reason, waitSeconds: waitMs / 1000 }, 'Slack cannot be reached; trying again')
    await clock.sleep(waitMs, signal)
    if (!signal.aborted) return
  }
  throw new AppError('start_slack_unreachable', { url, reason, attempts: attempt + 1 })
}

const minuteMs = 60_000

/**
 * The problem with the clock, if any. Bolt refuses requests signed more than five minutes ago, and Ferry refuses those
 * from as far ahead.
 */
function judgeClock({ isHttp, log }: SlackToCheck, skewMs: number): AppError[] {
  const seconds = Math.round(Math.abs(skewMs) / 1000)
  const offset = `${seconds} seconds ${skewMs > 0 ? 'ahead of' : 'behind'}`
  if (isHttp && Math.abs(skewMs) > 5 * minuteMs) return [new AppError('start_clock_wrong', { offset })]
  if (Math.abs(skewMs) > minuteMs)
    log.warn({ offset: `${offset} Slack’s` }, 'The clock of this machine is wrong: set it')
  return []
}

/** Problems without repetitions: two calls that can't reach Slack are one problem. */
function withoutRepetition(problems: readonly unknown[]): unknown[] {
  const isUnreachable = (problem: unknown) => isAppError(problem, 'start_slack_unreachable')
  return problems.filter((problem, index) => !isUnreachable(problem) || problems.findIndex(isUnreachable) === index)
}
