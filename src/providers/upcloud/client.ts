import type { z } from 'zod'
import { defined } from '../../defined.ts'
import type { JsonRequest } from '../exchange.ts'
import type { CallOptions, ProviderEnvironment } from '../provider.ts'
import type { UpCloudAccount } from './credentials.ts'
import { readProblem, requestIdHeader } from './problems.ts'
import { authorizationOf } from './sign.ts'

export const label = 'UpCloud Managed Object Storage'

/** Sends one request to UpCloud for one account and reads the answer. */
export type UpCloudCall = <Body>(request: UpCloudRequest<Body>) => Promise<Body>

export type UpCloudRequest<Body> = {
  method: 'GET' | 'POST' | 'DELETE'
  /** Path below the version: `/account`. */
  path: string
  query?: Readonly<Record<string, string | number>>
  body?: object
  schema: z.ZodType<Body>
  /** The migration that the request is about, for errors. */
  ref?: string
  /** Keys in the body, which must not appear in errors. */
  secrets?: readonly string[]
} & CallOptions

export function createUpCloudCall(
  name: string,
  account: UpCloudAccount,
  environment: ProviderEnvironment,
): UpCloudCall {
  const authorization = authorizationOf(account.identity)
  return async (request) => (await environment.fetchJson(toHttp(request, { name, account, authorization }))).body
}

type Caller = { name: string; account: UpCloudAccount; authorization: string }

function toHttp<Body>(request: UpCloudRequest<Body>, { name, account, authorization }: Caller): JsonRequest<Body> {
  const { identity, endpoint } = account
  const url = new URL(`/1.3${request.path}`, endpoint)
  for (const [key, value] of Object.entries(request.query ?? {})) url.searchParams.set(key, String(value))
  return {
    about: { provider: label, account: name, ...(request.ref === undefined ? {} : { ref: request.ref }) },
    method: request.method,
    url,
    headers: { Authorization: authorization, 'Content-Type': 'application/json' },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    schema: request.schema,
    readError: readProblem,
    secrets: [identity.type === 'token' ? identity.token : identity.password, ...(request.secrets ?? [])],
    requestIdHeader,
    ...defined({ signal: request.signal, onRequestId: request.onRequestId }),
  }
}
