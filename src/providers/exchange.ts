import type { z } from 'zod'

/** What goes into the one HTTP function. */
export type JsonRequest<Body> = {
  /** Goes into every error: who was called, for which account, about which migration. */
  about: { provider: string; account: string; ref?: string }
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: URL
  headers: Readonly<Record<string, string>>
  /** Sent byte for byte: it may have been signed. */
  body?: string
  /** Of a success. An empty body is read as `undefined`. */
  schema: z.ZodType<Body>
  /** Finds the provider's own error in an answer of any status: some put one into a 200. */
  readError(answer: ParsedAnswer): ProviderProblem | undefined
  /** Values that must not appear in errors, beside those of the headers. */
  secrets?: readonly string[]
  /** A call without effect. Default: GET is, nothing else. */
  isSafeToRepeat?: boolean
  signal?: AbortSignal
  /** In which header the provider names its own id of a request; lower case. */
  requestIdHeader?: string
  /** Told that id once a call that is no GET was accepted. */
  onRequestId?(id: string): void
  /**
   * Reads the body of a success in place of the JSON parser, to its end or as far as it wants: the rest is not fetched.
   * `schema` gets what it resolves to. A call that is repeated begins a new reading.
   */
  read?(body: BodyStream): Promise<unknown>
}

export type BodyStream = AsyncIterable<Uint8Array>

/** What comes out of it. */
export type JsonAnswer<Body> = { status: number; headers: AnswerHeaders; body: Body }
/** `body` is undefined when it was empty or is no JSON; `text` is what came, undefined when too long. */
export type ParsedAnswer = { status: number; headers: AnswerHeaders; body: unknown; text: string | undefined }
export type RawAnswer = {
  status: number
  headers: AnswerHeaders
  /** Undefined when the body was too long to be an answer. */
  text: string | undefined
  /** What the request's own reader made of the body; `text` is empty then. */
  reading?: { of: unknown }
  /** What the provider asked for before the next call. */
  retryAfterMs: number | undefined
}
/** Lower case names. */
export type AnswerHeaders = Readonly<Record<string, string>>

/** A provider's error in the provider's words. */
export type ProviderProblem = {
  code?: string
  message?: string
  detail?: string
  /** Where the body names it; else it is looked for in the header. */
  requestId?: string
  /** Where the code says it better than the HTTP status. */
  standing?: Standing
}

/** How a call stands after an answer; `unclear`: the provider broke in the middle, so it may have had its effect. */
export type Standing = 'success' | 'refused' | 'denied' | 'throttled' | 'unclear' | 'redirected'

/** The provider's own id of a request, as an answer's headers name it. */
export function requestIdIn(
  headers: AnswerHeaders,
  { requestIdHeader }: Pick<JsonRequest<unknown>, 'requestIdHeader'>,
): string | undefined {
  return requestIdHeader === undefined ? undefined : headers[requestIdHeader]?.trim() || undefined
}

export function isSafeToRepeat(request: Pick<JsonRequest<unknown>, 'method' | 'isSafeToRepeat'>): boolean {
  return request.isSafeToRepeat ?? request.method === 'GET'
}
