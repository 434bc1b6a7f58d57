import { defined } from '../../defined.ts'
import type { JsonRequest } from '../exchange.ts'
import type { CallOptions, ProviderEnvironment } from '../provider.ts'
import { createSignatures } from '../signatures.ts'
import type { HuaweiAccount } from './credentials.ts'
import type { Endpoint, RequestParts } from './endpoint.ts'
import { createTokens } from './iam.ts'
import { isTokenStale, readProblem, requestIdHeader } from './problems.ts'
import { type AccessKeys, signRequest } from './sign.ts'

export const label = 'Huawei Cloud OMS'

/** How far Ferry's clock may be off, in milliseconds. The gateway refuses more than 15 minutes (API signing guide). */
const largestSkewMs = 15 * 60_000

/**
 * Carries out one operation of OMS for one account. Throws AppError form_invalid, before OMS is asked, for an order that
 * OMS would refuse.
 */
export type OmsCall = <Order, Answer>(
  endpoint: Endpoint<Order, Answer>,
  order: Order,
  options?: OmsOptions,
) => Promise<Answer>

/** Options that any operation takes. `ref` is the migration that it is about, for errors. */
export type OmsOptions = CallOptions & { ref?: string }

export function createOmsCall(name: string, account: HuaweiAccount, environment: ProviderEnvironment): OmsCall {
  const authenticate = authenticatorOf(name, account, environment)
  return async (endpoint, order, options = {}) => {
    const unsigned = toHttp({ endpoint, parts: endpoint.partsOf(order) }, { name, account, options })
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
  const signed = createSignatures({ clock, largestSkewMs })
  return (request, send) => signed(() => send(signRequest(request, keys, new Date(clock.now()))))
}

type Asked<Order, Answer> = { endpoint: Endpoint<Order, Answer>; parts: RequestParts }
type Asking = { name: string; account: HuaweiAccount; options: OmsOptions }

function toHttp<Order, Answer>(
  { endpoint, parts }: Asked<Order, Answer>,
  { name, account, options }: Asking,
): JsonRequest<Answer> {
  const { projectId, identity, omsEndpoint } = account
  const root = endpoint.below === 'host' ? '' : `/v2/${projectId}`
  const url = new URL(`${root}${parts.path}`, omsEndpoint)
  for (const [key, value] of Object.entries(parts.query ?? {})) {
    if (value !== undefined) url.searchParams.set(key, String(value))
  }
  const own = identity.type === 'keys' ? [identity.accessKey, identity.secretKey] : [identity.password]
  const { ref, signal, onRequestId } = options
  return {
    about: { ...aboutOf(name), ...defined({ ref }) },
    method: endpoint.method,
    url,
    headers: { 'Content-Type': 'application/json', 'X-Project-Id': projectId },
    ...defined({ body: parts.body && JSON.stringify(parts.body) }),
    schema: endpoint.answer,
    readError: endpoint.readError ?? readProblem,
    secrets: [...own, ...parts.secrets],
    requestIdHeader,
    ...defined({ isSafeToRepeat: endpoint.isSafeToRepeat, signal, onRequestId }),
  }
}

function aboutOf(account: string) {
  return { provider: label, account }
}
