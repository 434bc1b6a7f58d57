import { AppError } from '../../errors/errors.ts'
import type { Connection, Provider } from '../../providers/provider.ts'
import type { Account } from '../../store/store.ts'
import { nearest } from '../../text/nearest.ts'
import type { Tools } from '../machine/command.ts'

/** An account with its client. Opening it makes no call. */
export type OpenAccount = { account: Account; provider: Provider; connection: Connection }

/** The account of this name, or all accounts if no name is given. */
export async function accountsFor(name: string | undefined, { store }: Pick<Tools, 'store'>): Promise<Account[]> {
  const { items, unreadable } = await store.accounts.list()
  const wanted = name?.toLowerCase()
  const lost = unreadable.find((key) => (wanted === undefined ? items.length === 0 : key === wanted))
  // Reading it throws the reason why it can't be read: "there is none" would not be true.
  if (lost !== undefined) await store.accounts.get(lost)
  if (items.length === 0) throw new AppError('account_none')
  if (wanted === undefined) return items
  const named = items.filter((account) => account.name === wanted)
  if (named.length === 0) throw accountNotFound(wanted, items)
  return named
}

export function accountNotFound(name: string, accounts: readonly Account[]): AppError {
  const [close] = nearest(
    name,
    accounts.map((account) => account.name),
  )
  const known = close === undefined ? '' : ` Did you mean \`${close}\`?`
  return new AppError('account_not_found', { account: name.slice(0, 40), known })
}

export function providerOf(account: Account, providers: readonly Provider[]): Provider {
  const provider = providers.find(({ name }) => name === account.provider)
  if (provider === undefined) throw new AppError('record_unreadable', { collection: 'accounts' })
  return provider
}

export function openAccount(
  account: Account,
  { providers, connect }: Pick<Tools, 'providers' | 'connect'>,
): OpenAccount {
  return { account, provider: providerOf(account, providers), connection: connect(account) }
}
