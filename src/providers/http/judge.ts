import { z } from 'zod'
import { AppError, type ErrorDetails } from '../../errors/errors.ts'
import {
  isSafeToRepeat,
  type JsonAnswer,
  type JsonRequest,
  type ProviderProblem,
  type RawAnswer,
  requestIdIn,
  type Standing,
} from './exchange.ts'
import { redact, secretsOfHeaders } from './redact.ts'

/** The outcome of an attempt. `error` is an AppError, or the reason of a signal that aborted a call without effect. */
export type Verdict<Body> = { ok: true; answer: JsonAnswer<Body> } | Failed
export type Failed = { ok: false; error: unknown; mayRepeat: boolean; retryAfterMs?: number | undefined }

/** Judges an answer that arrived. */
export function judgeAnswer<Body>(request: JsonRequest<Body>, raw: RawAnswer): Verdict<Body> {
  const parsed = parse(raw)
  const problem = request.readError({ ...raw, body: parsed.ok ? parsed.body : undefined })
  const standing = problem ? (problem.standing ?? standingOfError(raw.status)) : standingOf(raw.status)
  if (standing === 'success' && parsed.ok) {
    const body = request.schema.safeParse(parsed.body)
    if (body.success) return { ok: true, answer: { status: raw.status, headers: raw.headers, body: body.data } }
    return unreadable(request, raw, z.prettifyError(body.error))
  }
  const isSenseless = standing === 'refused' && !parsed.ok && problem === undefined
  if (standing === 'success' || isSenseless) return unreadable(request, raw, 'not JSON')
  return failed(request, raw, { standing, problem })
}

/** Judges a call that brought no answer in time. */
export function judgeFailure(request: JsonRequest<unknown>, thrown: unknown, waitedMs: number): Failed {
  const safe = isSafeToRepeat(request)
  if (safe && request.signal?.aborted) return { ok: false, error: request.signal.reason, mayRepeat: false }
  const reason = reasonOf(thrown)
  // An error of undici can lead to the whole request through its properties, so only its words are kept.
  const cause = new Error(redactFor(request, `${reason}: ${thrown instanceof Error ? thrown.message : ''}`))
  const wasSent = !neverSent.test(reason)
  const code = safe || !wasSent ? 'provider_unreachable' : 'provider_outcome_unknown'
  const how = howItFailed(reason, { wasSent, waitedMs })
  const details = { ...request.about, method: request.method, path: request.url.pathname, reason, how }
  return { ok: false, error: new AppError(code, details, { cause }), mayRepeat: safe }
}

/** Whether an attempt was given up because its time was over. */
export function hasRunOutOfTime({ error }: Failed): boolean {
  return error instanceof AppError && error.details.reason === outOfTime
}

const outOfTime = 'TimeoutError'

function howItFailed(reason: string, { wasSent, waitedMs }: { wasSent: boolean; waitedMs: number }): string {
  if (!wasSent) return ` (no connection: \`${reason}\`)`
  return reason === outOfTime ? ` (Ferry waited ${Math.ceil(waitedMs / 1000)} s)` : ' (the connection broke)'
}

/** Reasons of failures before the first byte: looking up the name, connecting, checking the certificate. */
const neverSent =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_CERT_\w+|CERT_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+)$/

function parse(raw: RawAnswer): { ok: true; body: unknown } | { ok: false } {
  if (raw.reading !== undefined) return { ok: true, body: raw.reading.of }
  if (raw.text === undefined) return { ok: false }
  if (raw.text.trim() === '') return { ok: true, body: undefined }
  try {
    return { ok: true, body: JSON.parse(raw.text) }
  } catch {
    return { ok: false }
  }
}

function standingOf(status: number): Standing {
  if (status >= 400) return standingOfError(status)
  return status >= 300 ? 'redirected' : 'success'
}

function standingOfError(status: number): Standing {
  if (status === 401) return 'denied'
  if (status === 429) return 'throttled'
  return status >= 500 ? 'unclear' : 'refused'
}

function failed(request: JsonRequest<unknown>, raw: RawAnswer, { standing, problem }: Failure): Failed {
  const safe = isSafeToRepeat(request)
  const code = errorCodes[standing][safe ? 'safe' : 'unsafe']
  const mayRepeat = safe && (standing === 'throttled' || standing === 'unclear')
  const details = detailsOf(request, raw, problem)
  const error = new AppError(code, { ...details, ...(standing === 'unclear' && { how: `: ${inItsWords(details)}` }) })
  return { ok: false, error, mayRepeat, retryAfterMs: raw.retryAfterMs }
}

type Failure = { standing: Exclude<Standing, 'success'>; problem: ProviderProblem | undefined }

/**
 * Error codes for a call without effect (`safe`) and for one whose effect matters. A denied call is never repeated:
 * Huawei locks the key.
 */
const errorCodes = {
  refused: { safe: 'provider_refused', unsafe: 'provider_refused' },
  denied: { safe: 'provider_denied', unsafe: 'provider_denied' },
  throttled: { safe: 'provider_throttled', unsafe: 'provider_throttled' },
  redirected: { safe: 'provider_nonsense', unsafe: 'provider_nonsense' },
  unclear: { safe: 'provider_failed', unsafe: 'provider_outcome_unknown' },
} as const

/**
 * The error for an answer that cannot be read. If the answer was a success, the call had its effect: the caller must
 * look before it asks again.
 */
function unreadable(request: JsonRequest<unknown>, raw: RawAnswer, reason: string): Failed {
  const hadEffect = raw.status < 300 && !isSafeToRepeat(request)
  const excerpt = redactFor(request, raw.text ?? '').slice(0, excerptLength)
  const details = {
    ...detailsOf(request, raw, undefined),
    reason: raw.text === undefined ? 'too long' : reason,
    how: ' (its answer cannot be read)',
    excerpt,
  }
  const error = new AppError(hadEffect ? 'provider_outcome_unknown' : 'provider_nonsense', details)
  return { ok: false, error, mayRepeat: false }
}

const excerptLength = 200

/** The provider's message and code: `Endpoint Error (NAVER.500)`. Only the status if the answer said nothing more. */
function inItsWords({ code, message }: ErrorDetails): string {
  return String(code).startsWith('HTTP.') ? String(message) : `${message} (\`${code}\`)`
}

function detailsOf(request: JsonRequest<unknown>, raw: RawAnswer, problem: ProviderProblem | undefined): ErrorDetails {
  const clean = (text: string | undefined) => (text === undefined ? undefined : redactFor(request, text))
  const { code = `HTTP.${raw.status}`, message = `HTTP status ${raw.status}` } = problem ?? {}
  return {
    ...request.about,
    method: request.method,
    path: request.url.pathname,
    status: raw.status,
    code: clean(code),
    message: clean(message),
    detail: clean(problem?.detail),
    isJson: isObject(raw) || undefined,
    requestId: clean(problem?.requestId?.trim() || requestIdIn(raw.headers, request)),
    // The provider's clock: a signature may be refused because Ferry's is wrong.
    date: raw.headers.date,
    retryAfterMs: raw.retryAfterMs,
  }
}

/** Whether a body is a JSON object: then a service answered, not a proxy's page. */
function isObject(raw: RawAnswer): boolean {
  const parsed = parse(raw)
  return parsed.ok && typeof parsed.body === 'object' && parsed.body !== null
}

/** A provider's text without the secrets that open the account. */
export function redactFor(request: JsonRequest<unknown>, text: string): string {
  return redact(text, secretsOf(request))
}

function secretsOf(request: JsonRequest<unknown>): string[] {
  return [...(request.secrets ?? []), ...secretsOfHeaders(request.headers)]
}

/**
 * Why a call failed: `ECONNREFUSED`, `TimeoutError`. undici hides the useful word in `code`, or in the first of several
 * errors.
 */
function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'unknown'
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code
  return thrown.cause instanceof Error ? reasonOf(thrown.cause) : thrown.name
}
