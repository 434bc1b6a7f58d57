import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'

/**
 * Why a request is not read, or goes no further. Refusals are counted by reason. `aheadSeconds` comes with `clock`: how
 * far Ferry's clock is ahead of the request's time.
 */
export type Refusal = {
  status: number
  reason: RefusalReason
  headers?: OutgoingHttpHeaders
  aheadSeconds?: number
}
export type RefusalReason =
  | 'path'
  | 'method'
  | 'content_type'
  | 'too_large'
  | 'signature'
  | 'timestamp'
  | 'clock'
  | 'busy'
  | 'slow'
  | 'connections'
  | 'malformed'
  | 'failed'

export type Accepted = {
  /** The method that each path takes. */
  methods: ReadonlyMap<string, string>
  /** The path whose requests Slack signs. */
  signedPath: string
  /** The present time, in epoch milliseconds. */
  now: number
}

/**
 * Largest body in bytes. A view has 250 kB at most. A click brings the view or message it was made in, percent-encoded,
 * so that it may grow to three times that.
 */
export const mostBytes = 1024 * 1024

/** Checks a request before its body is read. Undefined if it may be read. */
export function judgeHead(request: IncomingMessage, { methods, signedPath, now }: Accepted): Refusal | undefined {
  const path = pathOf(request)
  const method = methods.get(path)
  if (method === undefined) return { status: 404, reason: 'path' }
  if (request.method !== method) return { status: 405, reason: 'method', headers: { allow: method } }
  if (path !== signedPath) return undefined
  if (declaredBytes(request) > mostBytes) return { status: 413, reason: 'too_large' }
  const type = request.headers['content-type'] ?? ''
  if (!isForm(type) && !isJson(type)) return { status: 415, reason: 'content_type' }
  return isCheckOfCertificate(request) ? undefined : judgeSignature(request, now)
}

export function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?')[0] ?? ''
}

/**
 * The size that a request declares for its body, in bytes. NaN if it declares none: the body then comes in chunks, or
 * there is none.
 */
export function declaredBytes({ headers }: IncomingMessage): number {
  return Number(headers['content-length'] ?? Number.NaN)
}

/**
 * Largest difference between a signature's time and the clock, in seconds. Slack repeats nothing older, and a request
 * from the future could be replayed until its time comes.
 */
const toleranceSeconds = 5 * 60

function judgeSignature({ headers }: IncomingMessage, now: number): Refusal | undefined {
  if (!/^v0=[0-9a-f]{64}$/.test(single(headers['x-slack-signature']))) return { status: 401, reason: 'signature' }
  const timestamp = single(headers['x-slack-request-timestamp'])
  const ageSeconds = Math.floor(now / 1000) - Number(timestamp)
  const isInTime = /^\d+$/.test(timestamp) && Math.abs(ageSeconds) <= toleranceSeconds
  return isInTime ? undefined : { status: 401, reason: 'timestamp' }
}

/** Whether a content type is a form's. Bolt reads exactly this one as a form, and Slack sends it so. */
function isForm(type: string): boolean {
  return type === 'application/x-www-form-urlencoded'
}

function isJson(type: string): boolean {
  return /^application\/json(\s*;|$)/.test(type)
}

/**
 * Largest certificate check, in bytes. Now and then, Slack checks the certificate with `ssl_check=1` and an old token:
 * a small form without a signature.
 */
const checkBytes = 512

function isCheckOfCertificate(request: IncomingMessage): boolean {
  const { headers } = request
  const isUnsigned = headers['x-slack-signature'] === undefined && headers['x-slack-request-timestamp'] === undefined
  return isUnsigned && isForm(headers['content-type'] ?? '') && declaredBytes(request) <= checkBytes
}

function single(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value : ''
}
