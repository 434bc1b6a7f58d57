import { hashOf } from '../access/canonical.ts'
import type { Provider } from '../providers/provider.ts'
import type { Account } from '../store/store.ts'

/** The same for the same project of the same cloud, whatever keys open it and whatever name it has. */
export function identityOf({ credentials }: Pick<Account, 'credentials'>, provider: Provider): string {
  return hashOf({ provider: provider.name, ...provider.identify(credentials) })
}
