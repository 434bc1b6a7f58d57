import type { Answer } from '../cloud/http.ts'
import type { Call } from './gateway.ts'

const CREDITS = 9_972.2324

/** Shows the account, the cheapest way to test credentials. */
export function getAccount({ tenant }: Call): Answer {
  const { credits = CREDITS, username } = tenant.account
  return { status: 200, body: { account: { credits, username, resource_limits: { managed_object_storages: 100 } } } }
}

export function hasCredits({ tenant }: Call): boolean {
  return (tenant.account.credits ?? CREDITS) > 0
}
