import { type Call, requestOf } from '../http/endpoint.ts'
import type { ProviderEnvironment } from '../provider.ts'
import type { UpCloudAccount } from './credentials.ts'
import { readProblem, requestIdHeader } from './problems.ts'
import { authorizationOf } from './sign.ts'

export const label = 'UpCloud Managed Object Storage'

export function createUpCloudCall(
  account: string,
  { identity, endpoint: host }: UpCloudAccount,
  { fetchJson }: ProviderEnvironment,
): Call {
  const caller = {
    about: { provider: label, account },
    urlOf: (path: string) => new URL(`/1.3${path}`, host),
    headers: { Authorization: authorizationOf(identity), 'Content-Type': 'application/json' },
    secrets: [identity.type === 'token' ? identity.token : identity.password],
    readError: readProblem,
    requestIdHeader,
  }
  return async (endpoint, order, options) => (await fetchJson(requestOf([endpoint, order], caller, options))).body
}
