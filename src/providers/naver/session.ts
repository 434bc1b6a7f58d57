import type { Call } from '../http/endpoint.ts'
import type { ProviderEnvironment } from '../provider.ts'

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
