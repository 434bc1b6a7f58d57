import { type Call, requestOf } from '../http/endpoint.ts'
import { createSignatures } from '../http/signatures.ts'
import type { ProviderEnvironment } from '../provider.ts'
import type { NaverAccount } from './credentials.ts'
import { readProblem, requestIdHeader } from './problems.ts'
import { signatureHeaders } from './sign.ts'

export const label = 'NAVER Cloud Object Migration'

/** How far Ferry's clock may be off, in milliseconds. The gateway refuses five minutes and more. */
const largestSkewMs = 5 * 60_000

export function createNaverCall(
  account: string,
  { keys, regionCode, endpoint: host }: NaverAccount,
  { clock, fetchJson }: ProviderEnvironment,
): Call {
  const caller = {
    about: { provider: label, account },
    urlOf: (path: string) => new URL(`/migration-api/v1${path}`, host),
    headers: { 'Content-Type': 'application/json', 'x-ncp-region_code': regionCode },
    secrets: [keys.accessKey, keys.secretKey],
    readError: readProblem,
    requestIdHeader,
  }
  const signed = createSignatures({ clock, largestSkewMs })
  return async (endpoint, order, options) => {
    const unsigned = requestOf([endpoint, order], caller, options)
    const answer = await signed(() => {
      const headers = { ...unsigned.headers, ...signatureHeaders(unsigned, keys, clock.now()) }
      return fetchJson({ ...unsigned, headers })
    })
    return answer.body
  }
}
