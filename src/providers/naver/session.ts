import type { ProviderEnvironment } from '../provider.ts'
import type { NaverCall } from './client.ts'

/** One opened account. */
export type Session = { account: string; environment: ProviderEnvironment; call: NaverCall }
