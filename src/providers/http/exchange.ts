import type { z } from 'zod'

/** A request to the one HTTP function. */
export type JsonRequest<Body> = {
  /** The subject of the request, named in every error: the provider, the account and the migration. */
  about: { provider: string; account: string; ref?: string }
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: URL
  headers: Readonly<Record<string, string>>
  /** Body text. It is sent byte for byte, because it may have been signed. */
  body?: string
  /** Schema of the body of a success. An empty body is read as `undefined`. */
  schema: z.ZodType<Body>
  /** Finds the provider's own error in an answer of any status: some providers send errors with status 200. */
  readError(answer: ParsedAnswer): ProviderProblem | undefined
  /** Values that must not appear in errors, besides those of the headers. */
  secrets?: readonly string[]
  /** Whether the call has no effect and can be repeated. By default, only a GET can. */
  isSafeToRepeat?: boolean
  signal?: AbortSignal
  /** The header in which the provider names its own request id, in lower case. */
  requestIdHeader?: string
  /** Receives the provider's request id when a call other than GET was accepted. */
  onRequestId?(id: string): void
  /**
   * Reads the body of a success in place of the JSON parser, to its end or as far as it wants: the rest is not fetched.
   * `schema` gets what the reader resolves to. A repeated call begins a new reading.
   */
  read?(body: BodyStream): Promise<unknown>
}

export type BodyStream = AsyncIterable<Uint8Array>

/** The answer of the one HTTP function. */
export type JsonAnswer<Body> = { status: number; headers: AnswerHeaders; body: Body }
/**
 * An answer before its provider has judged it. `body` is undefined if it was empty or not JSON; `text` is the body as
 * it came, undefined if it was too long.
 */
export type ParsedAnswer = { status: number; headers: AnswerHeaders; body: unknown; text: string | undefined }
export type RawAnswer = {
  status: number
  headers: AnswerHeaders
  /** The body as text. Undefined if it was too long to be an answer. */
  text: string | undefined
  /** Result of the request's own reader of the body. `text` is empty in this case. */
  reading?: { of: unknown }
  /** The pause that the provider asked for before the next call, in milliseconds. */
  retryAfterMs: number | undefined
}
/** Headers by their names in lower case. */
export type AnswerHeaders = Readonly<Record<string, string>>

/** An error in the provider's own words. */
export type ProviderProblem = {
  code?: string
  message?: string
  detail?: string
  /** The provider's request id, if the body names it. Otherwise it is read from the header. */
  requestId?: string
  /** The error code's meaning for the call, where it says more than the HTTP status. */
  standing?: Standing
}

/**
 * Meaning of an answer for its call. `unclear`: the provider broke in the middle, so the call may have had its effect.
 */
export type Standing = 'success' | 'refused' | 'denied' | 'throttled' | 'unclear' | 'redirected'

/** The provider's own request id, as the answer's headers name it. */
export function requestIdIn(
  headers: AnswerHeaders,
  { requestIdHeader }: Pick<JsonRequest<unknown>, 'requestIdHeader'>,
): string | undefined {
  return requestIdHeader === undefined ? undefined : headers[requestIdHeader]?.trim() || undefined
}

export function isSafeToRepeat(request: Pick<JsonRequest<unknown>, 'method' | 'isSafeToRepeat'>): boolean {
  return request.isSafeToRepeat ?? request.method === 'GET'
}
