import type { z } from 'zod'
import { defined } from '../../defined.ts'
import { blameClock } from '../clock-skew.ts'
import type { JsonRequest } from '../exchange.ts'
import type { CallOptions, ProviderEnvironment } from '../provider.ts'
import type { HuaweiAccount } from './credentials.ts'
import { createTokens } from './iam.ts'
import { isTokenStale, readProblem, requestIdHeader } from './problems.ts'
import { type AccessKeys, signRequest } from './sign.ts'

export const label = 'Huawei Cloud OMS'

/** How far Ferry's clock may be off, in milliseconds. The gateway refuses more than 15 minutes (API signing guide). */
const largestSkewMs = 15 * 60_000

/** Sends one request to OMS for one account and reads the answer. */
export type OmsCall = <Body>(request: OmsRequest<Body>) => Promise<Body>

export type OmsRequest<Body> = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Path below the project, `/tasks/191297407830872`, or below the host for facts about OMS itself, `/v2`. */
  path: string
  below?: 'project' | 'host'
  query?: Readonly<Record<string, string | number | undefined>>
  body?: object
  /** Set for a POST that changes nothing. */
  isSafeToRepeat?: boolean
  schema: z.ZodType<Body>
  /** Replaces the usual reading of errors if a code has another meaning here. */
  readError?: JsonRequest<Body>['readError']
  /** The migration that the request is about, for errors. */
  ref?: string
  /** Keys in the body, which must not appear in errors. */
  secrets?: readonly string[]
} & CallOptions

/** Options that any request takes. */
export type OmsOptions = CallOptions & { ref?: string }

export function createOmsCall(name: string, account: HuaweiAccount, environment: ProviderEnvironment): OmsCall {
  const authenticate = authenticatorOf(name, account, environment)
  return async (request) => {
    const unsigned = toHttp(name, account, request)
    const answer = await authenticate(unsigned, (headers) => environment.fetchJson({ ...unsigned, headers }))
    return answer.body
  }
}

/**
 * Gives a request the headers that open the account, and sends it. If its token went stale, sends it again with a new
 * one.
 */
type Authenticate = <Answer>(request: JsonRequest<unknown>, send: Send<Answer>) => Promise<Answer>
type Send<Answer> = (headers: JsonRequest<unknown>['headers']) => Promise<Answer>

function authenticatorOf(name: string, account: HuaweiAccount, environment: ProviderEnvironment): Authenticate {
  const { identity, projectId } = account
  if (identity.type === 'keys') return signing(identity, environment)
  const scope = { ...identity, projectId, endpoint: account.iamEndpoint, about: aboutOf(name) }
  const tokens = createTokens(scope, environment)
  return async (request, send) => {
    const token = await tokens.get()
    try {
      return await send({ ...request.headers, 'X-Auth-Token': token })
    } catch (error) {
      if (!isTokenStale(error)) throw error
      return send({ ...request.headers, 'X-Auth-Token': await tokens.renew(token) })
    }
  }
}

function signing(keys: AccessKeys, { clock }: ProviderEnvironment): Authenticate {
  return async (request, send) => {
    try {
      return await send(signRequest(request, keys, new Date(clock.now())))
    } catch (error) {
      throw blameClock(error, { now: clock.now(), largestSkewMs })
    }
  }
}

function toHttp<Body>(name: string, account: HuaweiAccount, request: OmsRequest<Body>): JsonRequest<Body> {
  const { projectId, identity } = account
  const root = request.below === 'host' ? '' : `/v2/${projectId}`
  const url = new URL(`${root}${request.path}`, account.omsEndpoint)
  for (const [key, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) url.searchParams.set(key, String(value))
  }
  const own = identity.type === 'keys' ? [identity.accessKey, identity.secretKey] : [identity.password]
  return {
    about: { ...aboutOf(name), ...(request.ref === undefined ? {} : { ref: request.ref }) },
    method: request.method,
    url,
    headers: { 'Content-Type': 'application/json', 'X-Project-Id': projectId },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    schema: request.schema,
    readError: request.readError ?? readProblem,
    secrets: [...own, ...(request.secrets ?? [])],
    requestIdHeader,
    ...defined({
      isSafeToRepeat: request.isSafeToRepeat,
      signal: request.signal,
      onRequestId: request.onRequestId,
    }),
  }
}

function aboutOf(account: string) {
  return { provider: label, account }
}
