import { AsyncLocalStorage } from 'node:async_hooks'
import { Agent, type Dispatcher, request as send } from 'undici'
import { type Clock, steadyBeside } from '../../async/clock.ts'
import { type Trace, untraced } from '../../async/trace.ts'
import { defined } from '../../defined.ts'
import { AppError, type AppErrorCode } from '../../errors/errors.ts'
import {
  type AnswerHeaders,
  isSafeToRepeat,
  type JsonAnswer,
  type JsonRequest,
  type RawAnswer,
  requestIdIn,
} from './exchange.ts'
import { hasRunOutOfTime, judgeAnswer, judgeFailure, redactFor, type Verdict } from './judge.ts'
import { createPatience, defaultPatience, type Patience, type PatienceRules } from './patience.ts'
import { defaultRetryPolicy, pauseBeforeRepeat, type RetryPolicy, readRetryAfterMs } from './retry.ts'

/**
 * The one HTTP function. Throws AppError: provider_refused (details: code, message, detail, requestId, status),
 * provider_denied, provider_throttled (retryAfterMs), provider_failed (an answered 5xx), provider_unreachable,
 * provider_outcome_unknown or provider_nonsense. Throws the signal's reason if it aborts a call that has no effect.
 * Repeats only what is safe to repeat, follows no redirect, and puts no secret into an error.
 */
export type FetchJson = <Body>(request: JsonRequest<Body>) => Promise<JsonAnswer<Body>>
export type Http = {
  fetchJson: FetchJson
  /** Does the work, and reports once for each call in it that a cloud takes long to answer. */
  tellingOfWaits<Done>(onWait: OnWait, work: () => Promise<Done>): Promise<Done>
  stop(): Promise<void>
}
export type OnWait = (about: JsonRequest<unknown>['about']) => void

export type HttpEnvironment = {
  clock: Clock
  /** Default: an Agent of its own, which `stop` closes. */
  dispatcher?: Dispatcher
  retry?: RetryPolicy
  /** Chance for pauses, from 0 to 1. */
  random?: () => number
  maxBodyBytes?: number
  patience?: PatienceRules
  /** Records each attempt that a command makes. */
  trace?: Trace
  /** Called once per attempt, for log and metrics. Holds no secret. */
  onExchange?(exchange: Exchange): void
}

export type Exchange = {
  provider: string
  account: string
  method: string
  host: string
  path: string
  attempt: number
  durationMs: number
  /** The longest that Ferry waited for this attempt. */
  timeoutMs: number
  status?: number
  outcome: 'answered' | 'aborted' | AppErrorCode
}

export function createHttp(environment: HttpEnvironment): Http {
  // Shorter than the timeout of the call, to tell a host that cannot be reached from one that does not answer.
  const dispatcher = environment.dispatcher ?? new Agent({ connect: { timeout: 5_000 } })
  const { patience = defaultPatience, ...others } = environment
  const wire: Wire = {
    retry: defaultRetryPolicy,
    random: Math.random,
    maxBodyBytes: 20 * 1024 * 1024,
    onExchange: () => {},
    trace: untraced,
    ...others,
    dispatcher,
    patience: createPatience(patience),
  }
  const waiting = new AsyncLocalStorage<OnWait>()
  return {
    fetchJson: (request) => tellOfWait(wire, { request, onWait: waiting.getStore() }),
    // All users of an account share its client, so the person who waits cannot be an argument of the client's methods.
    tellingOfWaits: (onWait, work) => waiting.run(onWait, work),
    stop: async () => {
      if (dispatcher !== environment.dispatcher) await dispatcher.close()
    },
  }
}

type Wire = Required<Omit<HttpEnvironment, 'patience'>> & { patience: Patience }
type Waiting<Body> = { request: JsonRequest<Body>; onWait: OnWait | undefined }

/** A wait is reported once it has lasted this long, in milliseconds. */
const longWaitMs = 8_000

async function tellOfWait<Body>(wire: Wire, { request, onWait }: Waiting<Body>): Promise<JsonAnswer<Body>> {
  if (onWait === undefined) return fetchWithRepeats(wire, request)
  const over = new AbortController()
  void wire.clock.sleep(longWaitMs, over.signal).then(() => {
    if (!over.signal.aborted) onWait(request.about)
  })
  return fetchWithRepeats(wire, request).finally(() => over.abort())
}

async function fetchWithRepeats<Body>(wire: Wire, request: JsonRequest<Body>): Promise<JsonAnswer<Body>> {
  const call = { host: request.url.host, isSafe: isSafeToRepeat(request), timeouts: 0, spentMs: 0 }
  for (let attempt = 1; ; attempt += 1) {
    request.signal?.throwIfAborted()
    const timeoutMs = wire.patience.timeoutMs(call)
    const { verdict, durationMs, requestId } = await attemptOnce(wire, request, {
      attempt,
      timeoutMs,
      spentMs: call.spentMs,
    })
    if (verdict.ok) {
      tellRequestId(request, requestId)
      return verdict.answer
    }
    const { mayRepeat, retryAfterMs } = verdict
    const isTimeout = hasRunOutOfTime(verdict)
    call.timeouts += isTimeout ? 1 : 0
    call.spentMs += isTimeout ? timeoutMs : durationMs
    const isOver = wire.patience.timeoutMs(call) <= 0
    if (isOver) wire.patience.noteSilence(call.host)
    const repeat = { attempt, retryAfterMs, random: wire.random }
    const pauseMs = mayRepeat && !isOver ? pauseBeforeRepeat(wire.retry, repeat) : undefined
    if (pauseMs === undefined) throw verdict.error
    await wire.clock.sleep(pauseMs, request.signal)
  }
}

function tellRequestId({ method, onRequestId }: JsonRequest<unknown>, requestId: string | undefined): void {
  if (method !== 'GET' && requestId !== undefined) onRequestId?.(requestId)
}

type Attempt = { attempt: number; timeoutMs: number /** Time that earlier attempts took. */; spentMs: number }

/** One attempt, as a part of the command that it is made for. Its address is told without the query, which can be signed. */
function attemptOnce<Body>(wire: Wire, request: JsonRequest<Body>, attempt: Attempt): Promise<Attempted<Body>> {
  const { about, method, url } = request
  const facts = {
    ...{ 'http.request.method': method, 'server.address': url.host, 'url.path': url.pathname },
    ...{ 'ferry.provider': about.provider, 'ferry.account': about.account, 'ferry.attempt': attempt.attempt },
  }
  return wire.trace.within(`${method} ${about.provider}`, facts, async (span) => {
    const attempted = await attemptNow(wire, request, attempt)
    const about = { 'http.response.status_code': attempted.status, 'cloud.request_id': attempted.requestId }
    span.note({ 'ferry.outcome': outcomeOf(attempted.verdict), ...defined(about) })
    return attempted
  })
}

/** An attempt with its HTTP status and the cloud's id of the call, without secrets. Both are absent without an answer. */
type Attempted<Body> = { verdict: Verdict<Body>; durationMs: number; status?: number; requestId?: string }

async function attemptNow<Body>(
  wire: Wire,
  request: JsonRequest<Body>,
  { attempt, timeoutMs, spentMs }: Attempt,
): Promise<Attempted<Body>> {
  const time = steadyBeside(wire.clock)
  const startedAt = time.now()
  const { verdict, status, id } = await exchange(wire, request, timeoutMs).then(
    (raw) => ({ verdict: judgeAnswer(request, raw), status: raw.status, id: requestIdIn(raw.headers, request) }),
    (thrown: unknown) => {
      return { verdict: judgeFailure(request, thrown, spentMs + timeoutMs), status: undefined, id: undefined }
    },
  )
  const durationMs = time.now() - startedAt
  if (status !== undefined) wire.patience.noteAnswer(request.url.host, durationMs)
  wire.onExchange({
    provider: request.about.provider,
    account: request.about.account,
    method: request.method,
    host: request.url.host,
    path: request.url.pathname,
    attempt,
    durationMs,
    timeoutMs,
    ...defined({ status }),
    outcome: outcomeOf(verdict),
  })
  return { verdict, durationMs, ...defined({ status, requestId: id && redactFor(request, id) }) }
}

function outcomeOf(verdict: Verdict<unknown>): Exchange['outcome'] {
  if (verdict.ok) return 'answered'
  return verdict.error instanceof AppError ? verdict.error.code : 'aborted'
}

async function exchange(wire: Wire, request: JsonRequest<unknown>, timeoutMs: number): Promise<RawAnswer> {
  const timeout = AbortSignal.timeout(timeoutMs)
  const response = await send(request.url, {
    dispatcher: wire.dispatcher,
    method: request.method,
    headers: { accept: 'application/json', ...request.headers },
    body: request.body ?? null,
    signal: request.signal ? AbortSignal.any([timeout, request.signal]) : timeout,
  })
  const headers = flatten(response.headers)
  const answer = {
    status: response.statusCode,
    headers,
    retryAfterMs: readRetryAfterMs(headers['retry-after'], wire.clock.now()),
  }
  const { read } = request
  // Errors are short, so they are read whole for the provider to judge.
  if (read === undefined || answer.status >= 300) {
    return { ...answer, text: await readText(response.body, wire.maxBodyBytes) }
  }
  return { ...answer, text: '', reading: { of: await read(bytesOf(response.body)) } }
}

/**
 * The chunks of a body. A reader that leaves early destroys the stream and its connection: the rest is not worth
 * reading.
 */
async function* bytesOf(body: Dispatcher.ResponseData['body']): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) if (Buffer.isBuffer(chunk)) yield chunk
}

/** Reads a body to its end, so that the connection can be used again. Undefined if it is too long to be an answer. */
async function readText(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let bytesRead = 0
  for await (const chunk of bytesOf(body)) {
    bytesRead += chunk.length
    if (bytesRead > maxBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function flatten(headers: Dispatcher.ResponseData['headers']): AnswerHeaders {
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value ?? ''].flat().join(', ')])
  return Object.fromEntries(entries)
}
