import { hashOf } from '../../access/canonical.ts'
import type { Provider } from '../../providers/provider.ts'
import type { Account } from '../../store/store.ts'

/**
 * Hash that is equal for the same project of the same cloud, whatever keys open it and whatever the account is called.
 */
export function identityOf({ credentials }: Pick<Account, 'credentials'>, provider: Provider): string {
  return hashOf({ provider: provider.name, ...provider.identify(credentials) })
}

/**
 * The beginning of an account's identity. It is enough to tell the projects apart that one account was connected to.
 */
export function projectOf(account: Pick<Account, 'credentials'>, provider: Provider): string {
  return projectIn(identityOf(account, provider))
}

/**
 * An account's project apart from its access key: equal for every key of a project. Undefined where no key is
 * part of the identity.
 */
export function siteOf({ credentials }: Pick<Account, 'credentials'>, provider: Provider): string | undefined {
  const { identifyingKey, name } = provider
  if (identifyingKey === undefined) return undefined
  const { [identifyingKey]: _, ...site } = provider.identify(credentials)
  return projectIn(hashOf({ provider: name, ...site }))
}

export function projectIn(identity: string): string {
  return identity.slice(0, 12)
}
