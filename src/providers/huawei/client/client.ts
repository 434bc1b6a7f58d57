import { type Call, requestOf } from '../../http/endpoint.ts'
import type { JsonRequest } from '../../http/exchange.ts'
import { createSignatures } from '../../http/signatures.ts'
import type { ProviderEnvironment } from '../../provider.ts'
import { isTokenStale, readProblem, requestIdHeader } from '../problems.ts'
import type { HuaweiAccount } from './credentials.ts'
import { createTokens } from './iam.ts'
import { type AccessKeys, signRequest } from './sign.ts'

export const label = 'Huawei Cloud OMS'

/** How far Ferry's clock may be off, in milliseconds. The gateway refuses more than 15 minutes (API signing guide). */
const largestSkewMs = 15 * 60_000

export function createOmsCall(name: string, account: HuaweiAccount, environment: ProviderEnvironment): Call {
  const { identity, projectId, omsEndpoint } = account
  const authenticate = authenticatorOf(name, account, environment)
  const caller = {
    about: aboutOf(name),
    urlOf: (path: string, below?: 'host') => new URL(below === 'host' ? path : `/v2/${projectId}${path}`, omsEndpoint),
    headers: { 'Content-Type': 'application/json', 'X-Project-Id': projectId },
    secrets: identity.type === 'keys' ? [identity.accessKey, identity.secretKey] : [identity.password],
    readError: readProblem,
    requestIdHeader,
  }
  return async (endpoint, order, options) => {
    const unsigned = requestOf([endpoint, order], caller, options)
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

function aboutOf(account: string) {
  return { provider: label, account }
}
