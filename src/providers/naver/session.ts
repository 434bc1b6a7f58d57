import type { Call } from '../http/endpoint.ts'
import type { AccountAccess, ProviderEnvironment } from '../provider.ts'
import { createNaverCall } from './client.ts'
import { accountOf } from './credentials.ts'

/** One opened account. */
export type Session = {
  account: string
  environment: ProviderEnvironment
  call: Call
  /** Properties of the list of policies that answers have shown, since NAVER does not document them. */
  listing: {
    /** Whether NAVER's number of policies was ever larger than its page, so that it counts all policies. */
    countsAll: boolean
    /** Rows in a full page, which may be fewer than were asked for. */
    rowsAtOnce: number
  }
}

/** The most policies that Ferry asks for at once. */
export const pageSize = 100

/** Opens one NAVER account. */
export function openNaver({ name, credentials }: AccountAccess, environment: ProviderEnvironment): Session {
  const call = createNaverCall(name, accountOf(credentials), environment)
  return { account: name, environment, call, listing: { countsAll: false, rowsAtOnce: pageSize } }
}
