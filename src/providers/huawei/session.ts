import type { ProviderEnvironment } from '../provider.ts'
import type { OmsCall } from './client.ts'
import type { Reading } from './translate/parts.ts'

/** One opened account. */
export type Session = { account: string; environment: ProviderEnvironment; call: OmsCall }

export function readingNow({ account, environment }: Session): Reading {
  return { account, readAt: environment.clock.now() }
}
