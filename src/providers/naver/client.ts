import type { z } from 'zod'
import { defined } from '../../defined.ts'
import type { JsonRequest } from '../exchange.ts'
import type { CallOptions, ProviderEnvironment } from '../provider.ts'
import { createSignatures } from '../signatures.ts'
import type { NaverAccount } from './credentials.ts'
import { readProblem, requestIdHeader } from './problems.ts'
import { signatureHeaders } from './sign.ts'

export const label = 'NAVER Cloud Object Migration'

/** How far Ferry's clock may be off, in milliseconds. The gateway refuses five minutes and more. */
const largestSkewMs = 5 * 60_000

/** Sends one request to Object Migration for one account and reads the answer. */
export type NaverCall = <Body>(request: NaverRequest<Body>) => Promise<Body>

export type NaverRequest<Body> = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Encoded path below `/migration-api/v1`: `/policy/nightly-copy`. */
  path: string
  query?: Readonly<Record<string, string | number | undefined>>
  body?: object
  schema: z.ZodType<Body>
  /** The migration that the request is about, for errors. */
  ref?: string
  /** Keys in the body, which must not appear in errors. */
  secrets?: readonly string[]
} & CallOptions

export function createNaverCall(name: string, account: NaverAccount, environment: ProviderEnvironment): NaverCall {
  const { clock, fetchJson } = environment
  const signed = createSignatures({ clock, largestSkewMs })
  return async (request) => {
    const unsigned = toHttp(name, account, request)
    const answer = await signed(() => {
      const headers = { ...unsigned.headers, ...signatureHeaders(unsigned, account.keys, clock.now()) }
      return fetchJson({ ...unsigned, headers })
    })
    return answer.body
  }
}

function toHttp<Body>(name: string, account: NaverAccount, request: NaverRequest<Body>): JsonRequest<Body> {
  const { keys, regionCode, endpoint } = account
  const url = new URL(`/migration-api/v1${request.path}`, endpoint)
  for (const [key, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) url.searchParams.set(key, String(value))
  }
  return {
    about: { provider: label, account: name, ...(request.ref === undefined ? {} : { ref: request.ref }) },
    method: request.method,
    url,
    headers: { 'Content-Type': 'application/json', 'x-ncp-region_code': regionCode },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    schema: request.schema,
    readError: readProblem,
    secrets: [keys.accessKey, keys.secretKey, ...(request.secrets ?? [])],
    requestIdHeader,
    ...defined({ signal: request.signal, onRequestId: request.onRequestId }),
  }
}
