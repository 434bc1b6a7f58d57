import { defined } from '../../defined.ts'
import { AppError, isAppError } from '../../errors/errors.ts'
import { isInReach } from '../../migrations/actions.ts'
import { type Kind, kinds } from '../../migrations/migration.ts'
import type { Connection, Provider } from '../../providers/provider.ts'
import type { Account } from '../../store/store.ts'
import { didYouMean, nearest } from '../../text/nearest.ts'
import { type Authorising, authorise, rightsNow } from '../machine/authorise.ts'
import type { Command, Invocation, Origin, Tools } from '../machine/command.ts'
import { quoted } from '../machine/tokenize.ts'

/** An account with its client. Opening it makes no call. */
export type OpenAccount = { account: Account; provider: Provider; connection: Connection }

/** The account of this name, or all accounts if no name is given. */
export async function accountsFor(name: string | undefined, { store }: Pick<Tools, 'store'>): Promise<Account[]> {
  // That an account can't be read is an error: "there is none" would not be true.
  const named = name === undefined ? undefined : await store.accounts.get(name.toLowerCase())
  if (named !== undefined) return [named]
  const { items, unreadable } = await store.accounts.list()
  const [lost] = unreadable
  if (items.length === 0 && lost !== undefined && name === undefined) await store.accounts.get(lost)
  if (items.length === 0) throw new AppError('account_none', defined({ account: name?.toLowerCase() }))
  if (name !== undefined) throw accountNotFound(name.toLowerCase(), items)
  return items
}

export function accountNotFound(name: string, accounts: readonly Account[]): AppError {
  const names = accounts.map((account) => account.name)
  const close = names.find((one) => one.startsWith(name.toLowerCase())) ?? nearest(name, names)[0]
  return new AppError('account_not_found', { account: name.slice(0, 40), known: didYouMean(close) })
}

type Typed = { command: Pick<Command, 'verb'>; typed: string; names: readonly string[]; invocation: Invocation }

/**
 * Finds a migration where an account could have been named as well. If nothing fits, the error names the account that
 * was probably meant, with the command about it.
 */
export async function orAccount<Found>(
  { command: { verb }, typed, names, invocation: { words, flags } }: Typed,
  find: () => Promise<Found>,
): Promise<Found> {
  try {
    return await find()
  } catch (error) {
    const [close] = nearest(typed, names)
    if (close === undefined || !isAppError(error, 'migration_not_found')) throw error
    const isWhole = words.includes(typed) && Object.keys(flags).length === 0
    const meant = [verb, ...words.map((word) => quoted(word === typed ? close : word))].join(' ')
    throw new AppError(
      'migration_not_found',
      {
        ...error.details,
        nearest: `${error.details.nearest ?? ''} Did you mean the account \`${close}\`?`,
        ...(isWhole && { meant }),
      },
      { cause: error },
    )
  }
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

/** An account in which migrations can be created. */
export type CreateAccount = { account: Account; provider: Provider }

/**
 * The accounts in which a person may request a migration and the provider can create one. That an `own` account cannot
 * be read, or that the person may not use it, is an error.
 */
export async function createAccounts(
  own: string | undefined,
  { origin, tools }: { origin: Origin; tools: Tools },
): Promise<CreateAccount[]> {
  const { items, unreadable } = await tools.store.accounts.list()
  // Reading it throws the reason why it can't be read: "it is gone" would not be true.
  if (own !== undefined && unreadable.includes(own)) await tools.store.accounts.get(own)
  if (items.length + unreadable.length === 0) throw new AppError('account_none')
  const able = items.flatMap((account) => ableToCreate(account, tools))
  const now = rightsNow(tools)
  const allowed = await Promise.all(
    able.map(({ account: { name } }) => isAllowed(name, { origin, now, isOwn: name === own })),
  )
  return able.filter((_, index) => allowed[index])
}

/**
 * An account in which a person may request a migration, read alone. Undefined if there is none of the name, or none can be
 * created there. That the person may not use it is an error.
 */
export async function createAccount(
  name: string,
  { origin, tools }: { origin: Origin; tools: Tools },
): Promise<CreateAccount | undefined> {
  const account = await tools.store.accounts.get(name)
  const [able] = account === undefined ? [] : ableToCreate(account, tools)
  if (able !== undefined) await authorise({ origin, needs: { to: 'request' }, account: name }, tools)
  return able
}

function ableToCreate(account: Account, { providers }: Pick<Tools, 'providers'>): CreateAccount[] {
  const one = { account, provider: providerOf(account, providers) }
  return kindsMadeBy(one).length > 0 ? [one] : []
}

async function isAllowed(
  account: string,
  { origin, now, isOwn }: { origin: Origin; now: Authorising; isOwn: boolean },
): Promise<boolean> {
  try {
    await authorise({ origin, needs: { to: 'request' }, account }, now)
    return true
  } catch (error) {
    if (!isOwn && isAppError(error, 'not_allowed', 'not_named', 'guest_not_allowed')) return false
    throw error
  }
}

/** The kinds of migrations that can be created in an account. */
export function kindsMadeBy({ account, provider }: CreateAccount): Kind[] {
  return kinds.filter((kind) => {
    const capabilities = provider.kinds[kind]
    return capabilities?.can.creation !== undefined && isInReach(account.facts.region, capabilities)
  })
}

/** The error for a person who can request a migration in no account. */
export function noCreateAccount(): AppError {
  const problem = 'None of the connected accounts that you can use can create migrations from here.'
  return new AppError('usage', { problem, usage: 'connect' })
}
