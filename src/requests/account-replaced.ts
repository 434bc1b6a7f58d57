import type { MigrationRequest } from '../approvals/request.ts'
import { isOfOtherAccount } from '../approvals/transitions.ts'
import { identityOf } from '../fleet/judge/identity.ts'
import type { Provider } from '../providers/provider.ts'
import type { WorkspaceStore } from '../store/store.ts'

/**
 * Whether the name of a waiting request's account means another account since the request was made, or none. Then
 * approving it is refused.
 */
export async function isAccountReplaced(
  request: MigrationRequest,
  { store, providers }: { store: Pick<WorkspaceStore, 'accounts'>; providers: readonly Provider[] },
): Promise<boolean> {
  const { identity, spec, status } = request
  if (identity === undefined || status.type !== 'waiting') return false
  const account = await store.accounts.get(spec.account)
  const provider = providers.find(({ name }) => name === account?.provider)
  return account === undefined || provider === undefined || isOfOtherAccount(request, identityOf(account, provider))
}
