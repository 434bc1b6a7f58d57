import { type Logger, type WebAPICallResult, WebClient } from '@slack/web-api'
import type { Clock } from '../../async/clock.ts'
import { AppError, isAppError } from '../../errors/errors.ts'
import type { Log } from '../../log.ts'
import { foreignAnswerIn, refusalOf } from '../client/refusals.ts'
import { lackedScopes, neededScopes, optionalScopes } from '../client/surface.ts'
import { tokenProblem } from './token-problems.ts'

/**
 * Asks Slack before the start whether it accepts the tokens, whether it granted every scope, and whether both clocks
 * agree. Throws an AggregateError of all problems. If Slack is unreachable, waits for up to a minute, unless `signal`
 * says that the start fails anyway.
 */
export async function checkSlack(parts: SlackToCheck): Promise<void> {
  const { problems, skewMs, lacked } = await examineSlack(parts)
  if (lacked.length > 0) parts.log.warn({ scopes: lacked, off: offWithout(lacked) }, 'Optional scopes are not granted')
  if (skewMs !== undefined) problems.push(...judgeClock(parts, skewMs))
  if (problems.length > 0) throw new AggregateError(problems)
}

/**
 * Asks Slack the same, and returns all problems. `skewMs`: how far this machine's clock is ahead of Slack's, in
 * milliseconds; undefined if no answer carried a time. `lacked`: optional scopes that were not granted.
 */
export async function examineSlack(parts: SlackToAsk): Promise<Examined> {
  const skews: number[] = []
  let lacked: readonly string[] = []
  const client = clientOf(parts, (skewMs) => skews.push(skewMs))
  const onGranted = (granted: readonly string[]) => {
    lacked = lackedScopes(granted)
  }
  const problems = await askPatiently(client, { ...parts, onGranted })
  // Each answer carries a time. The smallest difference is that of the answer that was delayed least.
  return { problems, lacked, skewMs: skews.toSorted((one, other) => Math.abs(one) - Math.abs(other))[0] }
}

type Examined = { problems: AppError[]; skewMs: number | undefined; lacked: readonly string[] }

/** Features that are off while optional scopes are missing, in words. */
export function offWithout(scopes: readonly string[]): string {
  const off = Object.entries(optionalScopes).flatMap(([scope, what]) => (scopes.includes(scope) ? [what] : []))
  return [...new Set(off)].join(', ')
}

export type SlackToCheck = SlackToAsk & {
  /** Whether requests come over HTTP. Slack then signs them with a time, which Ferry checks. */
  isHttp: boolean
}

export type SlackToAsk = {
  slackApiUrl: string
  botToken?: string
  appToken?: string
  clock: Clock
  logger: Logger
  log: Log<'warn'>
  /** Ends the waiting: aborted when there is no reason to wait any longer. */
  signal: AbortSignal
}

/** `onGranted` is called with the scopes of the bot's token, if Slack names them. */
type Asked = SlackToAsk & { onGranted(scopes: readonly string[]): void }

type Call = {
  method: string
  token?: string
  problemOf?(reason: string): AppError
  judge?(answer: WebAPICallResult): AppError | undefined
}

function callsFor({ botToken, appToken, onGranted }: Asked): Call[] {
  const calls: Call[] = []
  if (botToken !== undefined) {
    calls.push({
      method: 'auth.test',
      token: botToken,
      problemOf: (reason) => tokenProblem('start_token_refused', reason),
      judge: (answer) => organisationWide(answer) ?? missingScopes(answer, onGranted),
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

function missingScopes(
  { response_metadata: metadata }: WebAPICallResult,
  onGranted: Asked['onGranted'],
): AppError | undefined {
  const granted = metadata?.scopes
  // A missing header proves nothing: a proxy may have removed it.
  if (granted === undefined) return undefined
  onGranted(granted)
  const missing = neededScopes().filter((scope) => !granted.includes(scope))
  return missing.length === 0 ? undefined : new AppError('start_scopes_missing', { scopes: missing.join(', ') })
}

function clientOf({ slackApiUrl, logger, clock }: SlackToAsk, onSkew: (skewMs: number) => void): WebClient {
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

/**
 * Makes all calls side by side, and waits together for those that Slack did not answer. Returns the problems. Waits no
 * longer once there is one, since Ferry does not start then.
 */
async function askPatiently(client: WebClient, parts: Asked): Promise<AppError[]> {
  let calls = callsFor(parts)
  for (let attempt = 0; ; attempt += 1) {
    const outcomes = await Promise.all(calls.map(async (call) => ({ call, failure: await ask(client, parts, call) })))
    const unanswered = outcomes.filter(({ failure }) => isAway(failure))
    const problems = outcomes.flatMap(({ call, failure }) =>
      failure === undefined || isAway(failure) ? [] : [problemOf(call, failure)],
    )
    const [first] = unanswered
    if (first?.failure === undefined) return withoutRepetition(problems)
    const reason = first.failure.code === 'slack_unreachable' ? reasonOf(first.failure) : 'rate limited'
    const hasWaited = problems.length === 0 && (await waitFor(parts, { attempt, reason }))
    if (!hasWaited) return [...withoutRepetition(problems), unreachable(parts, { attempt, reason })]
    calls = unanswered.map(({ call }) => call)
  }
}

async function ask(
  client: WebClient,
  { slackApiUrl: url }: SlackToAsk,
  { method, token, judge }: Call,
): Promise<AppError | undefined> {
  try {
    const answer = await client.apiCall(method, token === undefined ? {} : { token })
    return judge?.(answer)
  } catch (error) {
    const answer = foreignAnswerIn(error)
    if (answer !== undefined) return new AppError('start_not_slack', { url, answer })
    return refusalOf(error, { method, isRepeatable: true })
  }
}

function isAway(failure: AppError | undefined): boolean {
  return isAppError(failure, 'slack_unreachable', 'slack_rate_limited')
}

function problemOf({ problemOf: explain }: Call, failure: AppError): AppError {
  if (failure.code !== 'slack_refused') return failure
  const { method, reason } = failure.details
  return explain?.(reasonOf(failure)) ?? new AppError('start_slack_refused', { method, reason })
}

function reasonOf({ details: { reason } }: AppError): string {
  return String(reason ?? 'no answer')
}

/** Problems without repetitions: two calls that something other than Slack answers are one problem. */
function withoutRepetition(problems: readonly AppError[]): AppError[] {
  const isForeign = (problem: AppError) => problem.code === 'start_not_slack'
  return problems.filter((problem, index) => !isForeign(problem) || problems.findIndex(isForeign) === index)
}

/** Waits before the next attempt. Returns false if there is none. */
async function waitFor(
  { clock, log, slackApiUrl: url, signal }: SlackToAsk,
  { attempt, reason }: { attempt: number; reason: string },
): Promise<boolean> {
  const waitMs = waitsMs[attempt]
  if (waitMs === undefined || signal.aborted) return false
  log.warn({ url, reason, waitSeconds: waitMs / 1000 }, 'Slack cannot be reached; trying again')
  await clock.sleep(waitMs, signal)
  return !signal.aborted
}

function unreachable(
  { slackApiUrl: url }: SlackToAsk,
  { attempt, reason }: { attempt: number; reason: string },
): AppError {
  return new AppError('start_slack_unreachable', { url, reason, attempts: attempt + 1 })
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
