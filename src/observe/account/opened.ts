import { AppError } from '../../errors/errors.ts'
import type { AccountFleet } from '../../fleet/account-fleet.ts'
import { projectOf, siteOf } from '../../fleet/judge/identity.ts'
import { adoptUnknown } from '../../fleet/persist.ts'
import { fleetOf } from '../../fleet/workspace-fleet.ts'
import type { Connection, Provider } from '../../providers/provider.ts'
import type { Account } from '../../store/store.ts'
import type { ObserverParts } from '../parts.ts'

/** An account as it is connected now, and what is known of the project that it opens. */
export type Opened = { account: Account; provider: Provider; connection: Connection; own: AccountFleet }

/** Opens an account. Throws AppError account_not_found, record_unreadable or store_unavailable. Asks no cloud. */
export async function openAccount(
  name: string,
  { store, fence, providers, connect, fleet }: ObserverParts,
): Promise<Opened> {
  const account = await store.accounts.get(name)
  if (account === undefined) throw new AppError('account_not_found', { account: name, known: '' })
  const provider = providers.find((one) => one.name === account.provider)
  if (provider === undefined) throw new AppError('record_unreadable', { collection: 'accounts' })
  const identity = projectOf(account, provider)
  await adoptUnknown(fleet, { account: name, identity }, { store, fence })
  const own = fleetOf(fleet, name, identity)
  const site = siteOf(account, provider)
  if (site !== undefined) own.site = site
  return { account, provider, connection: connect(account), own }
}
