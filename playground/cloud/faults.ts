import { z } from 'zod'
import type { Answer } from './http.ts'

const where = {
  method: z.string().optional(),
  /** Text that the path has to contain. */
  path: z.string().optional(),
  /** Number of requests that the fault affects, by default 1. */
  times: z.number().int().positive().default(1),
}

/** A fault on the way to or from the cloud. Unless documented otherwise, an affected request has no effect. */
export const faultSchema = z.discriminatedUnion('kind', [
  z.object({ ...where, kind: z.literal('status'), status: z.number().int(), body: z.unknown().optional() }),
  /** An HTML page of a proxy. */
  z.object({ ...where, kind: z.literal('garbage'), status: z.number().int().default(502) }),
  /** An error with a success status. By default with a typical code of the cloud. */
  z.object({ ...where, kind: z.literal('error-in-200'), code: z.string().optional() }),
  z.object({ ...where, kind: z.literal('empty') }),
  /** The correct response, this many real milliseconds late. */
  z.object({ ...where, kind: z.literal('slow'), ms: z.number().nonnegative() }),
  /** The correct response once the gate of this name opens. Nothing is carried out before. */
  z.object({ ...where, kind: z.literal('held'), gate: z.string() }),
  z.object({ ...where, kind: z.literal('hang') }),
  z.object({ ...where, kind: z.literal('cut-before-effect') }),
  /** The request takes effect, and the caller gets no response. */
  z.object({ ...where, kind: z.literal('cut-after-effect') }),
  /** A rate limit. With null, the response does not say when to retry. */
  z.object({ ...where, kind: z.literal('throttle'), retryAfterSeconds: z.number().int().nullable().default(1) }),
  /** An exhausted quota of this account, in the cloud's own words. */
  z.object({ ...where, kind: z.literal('quota') }),
  /** The correct response, cut in the middle of its JSON. */
  z.object({ ...where, kind: z.literal('malformed') }),
  /** The correct response without these fields, at any depth. */
  z.object({ ...where, kind: z.literal('missing-fields'), fields: z.array(z.string()) }),
  /** The correct response with null in these fields, at any depth. */
  z.object({ ...where, kind: z.literal('nulls'), fields: z.array(z.string()) }),
  /** The correct response with a further field in each of its objects. */
  z.object({ ...where, kind: z.literal('extra-fields') }),
  /** The correct response with 2^64 - 1 in these fields, which JavaScript has to round. */
  z.object({ ...where, kind: z.literal('huge-numbers'), fields: z.array(z.string()) }),
  /** The correct response to the first affected request, repeated for all others: a page that repeats. */
  z.object({ ...where, kind: z.literal('repeated-page') }),
])

export type Fault = z.input<typeof faultSchema>
export type ActiveFault = z.output<typeof faultSchema>

export type Faults = {
  add(fault: Fault): void
  clear(): void
}

/** Faults that wait for requests. Each affected request uses up one of the first matching fault. */
export function createFaults(): Faults & { take(method: string, path: string): ActiveFault | undefined } {
  let waiting: ActiveFault[] = []
  return {
    add: (fault) => {
      waiting.push(faultSchema.parse(fault))
    },
    clear: () => {
      waiting = []
    },
    take(method, path) {
      const hit = waiting.find((fault) => (fault.method ?? method) === method && path.includes(fault.path ?? ''))
      if (hit) {
        hit.times -= 1
        waiting = waiting.filter(({ times }) => times > 0)
      }
      return hit
    },
  }
}

/** The bodies of a cloud's own errors, for faults that use them. */
export type ErrorBodies = {
  throttled(requestId: string): unknown
  quota(requestId: string): Answer
  /** The error body of a code, or of a typical one by default. */
  unexpected(code: string | undefined): unknown
}

/** The response instead of the real one. Undefined if the request is to be carried out. */
export function answerInstead(
  fault: ActiveFault | undefined,
  errors: ErrorBodies,
  requestId: string,
): Answer | undefined {
  switch (fault?.kind) {
    case 'status':
      return { status: fault.status, body: fault.body }
    case 'garbage':
      return { status: fault.status, body: '<html><body><h1>Bad Gateway</h1></body></html>' }
    case 'error-in-200':
      return { status: 200, body: errors.unexpected(fault.code) }
    case 'empty':
      return { status: 200 }
    case 'quota':
      return errors.quota(requestId)
    case 'throttle':
      return {
        status: 429,
        ...(fault.retryAfterSeconds !== null && { headers: { 'retry-after': String(fault.retryAfterSeconds) } }),
        body: errors.throttled(requestId),
      }
    default:
      return undefined
  }
}

/** The real response, damaged. A response that is not JSON stays unchanged. */
export function damage(text: string, fault: ActiveFault | undefined): string {
  switch (fault?.kind) {
    case 'malformed':
      return text.slice(0, Math.ceil(text.length / 2))
    case 'missing-fields':
      return replaceFields(text, fault.fields, undefined)
    case 'nulls':
      return replaceFields(text, fault.fields, null)
    case 'extra-fields':
      return rewrite(text, (_name, value) => (isPlain(value) ? { ...value, addedLater: { of: ['what', 1] } } : value))
    case 'huge-numbers':
      return fault.fields.reduce(
        (bent, field) => bent.replaceAll(new RegExp(`("${field}":)(?:-?[\\d.]+|"[^"]*"|null)`, 'g'), `$1${HUGE}`),
        text,
      )
    default:
      return text
  }
}

/** The largest 64-bit number. */
const HUGE = '18446744073709551615'

function replaceFields(text: string, fields: readonly string[], replacement: null | undefined): string {
  return rewrite(text, (name, value) => (fields.includes(name) ? replacement : value))
}

function rewrite(text: string, revive: (name: string, value: unknown) => unknown): string {
  return /^[[{]/.test(text) ? JSON.stringify(JSON.parse(text, revive)) : text
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
