import type { Answer } from '../cloud/http.ts'

/** UpCloud's refusals: HTTP status and message, both recorded or documented unless marked. */
const refusals = {
  AUTHENTICATION_REQUIRED: [
    401,
    'The use of this API requires authentication. Create your account at https://www.upcloud.com/.',
  ],
  AUTHENTICATION_FAILED: [401, 'authentication failed using the given username and password'],
  INVALID_REQUEST: [400, 'Validation error.'],
  /** The wording is made up. */
  INSUFFICIENT_CREDITS: [402, 'There are not enough credits.'],
  /** The wording is made up. */
  NOT_FOUND: [404, 'The requested path does not exist.'],
  RESOURCE_NOT_FOUND: [404, 'The resource you requested does not exist.'],
  /** A body of the service behind the gateway, as a guess. */
  UNTYPED_NOT_FOUND: [404, 'Not Found'],
  /** The wording is made up. */
  RESOURCE_ALREADY_EXISTS: [409, 'A resource with this name exists.'],
  /** The code is UpCloud's; that jobs use it is assumed. */
  UNABLE_TO_CANCEL: [409, 'The job has ended and cannot be cancelled.'],
  GENERAL_FAILURE: [500, 'Your request could not be fulfilled due to a technical issue.'],
} as const satisfies Record<string, readonly [status: number, message: string]>

export type RefusalCode = keyof typeof refusals
export type InvalidParam = { name: string; reason: string }
/** Formats of errors. Problems follow RFC 7807; servers, storages and authentication answer in the legacy format. */
export type ErrorFormat = 'problem' | 'legacy'

/** Thrown by a handler to answer with an error. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly status: number
  readonly invalidParams: readonly InvalidParam[]

  constructor(code: RefusalCode, options: { status?: number; invalidParams?: readonly InvalidParam[] } = {}) {
    const [status, message] = refusals[code]
    super(message)
    this.code = code
    this.status = options.status ?? status
    this.invalidParams = options.invalidParams ?? []
  }
}

/** The response for a refusal. A call without credentials gets the legacy body with the media type of problems. */
export function refusalAnswer(refusal: Refusal, format: ErrorFormat, correlationId: string): Answer {
  const { status } = refusal
  const legacy = legacyBody(refusal.code, refusal.message)
  switch (refusal.code) {
    case 'AUTHENTICATION_REQUIRED':
      return { status, headers: { 'content-type': 'application/problem+json' }, body: pretty(legacy) }
    case 'AUTHENTICATION_FAILED':
      return { status, headers: { 'content-type': 'application/json' }, body: legacy }
    case 'UNTYPED_NOT_FOUND':
      return { status, headers: { 'content-type': 'application/json' }, body: { status, title: refusal.message } }
    default:
      if (format === 'legacy') {
        return { status, headers: { 'content-type': 'application/json; charset=UTF-8' }, body: pretty(legacy) }
      }
      return {
        status,
        headers: {
          'content-type': 'application/problem+json',
          'content-language': 'en',
          'upcloud-cid': correlationId,
        },
        body: problemBody(refusal, correlationId),
      }
  }
}

export function legacyBody(code: string, message: string) {
  return { error: { error_code: code, error_message: message } }
}

/** The code in an error body of either format. */
export function errorCodeOf(body: unknown): string | undefined {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? {})
  return /"error_code": ?"(\w+)"/.exec(text)?.[1] ?? /errors#ERROR_(\w+)"/.exec(text)?.[1]
}

function problemBody({ code, status, message, invalidParams }: Refusal, correlationId: string) {
  return {
    correlation_id: correlationId,
    ...(invalidParams.length > 0 && { invalid_params: invalidParams }),
    status,
    title: message,
    type: `https://developers.upcloud.com/1.3/errors#ERROR_${code}`,
  }
}

function pretty(body: unknown): string {
  return JSON.stringify(body, null, 2)
}
