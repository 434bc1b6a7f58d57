import type { MigrationRequest } from '../../approvals/request.ts'
import { isOfOtherAccount } from '../../approvals/transitions.ts'
import type { Clock } from '../../async/clock.ts'
import { AppError } from '../../errors/errors.ts'
import { identityOf } from '../../fleet/judge/identity.ts'
import type { StorageSecret } from '../../migrations/spec/storage-secret.ts'
import type { Connection, CreateOrder, Creator, Provider } from '../../providers/provider.ts'
import type { Account, WorkspaceStore } from '../../store/store.ts'

export type CloudParts = {
  store: WorkspaceStore
  providers: readonly Provider[]
  connect(account: Account): Connection
  clock: Clock
  /** Cuts off calls that take longer than the lease. */
  signal: AbortSignal
}

/** A connection that can create what a request contains, with the complete order. */
export type OpenCloud = {
  provider: Provider
  connection: Connection
  order: CreateOrder
  creator: Creator
}

/**
 * Prepares a creation. Throws account_not_found, account_replaced, creation_impossible or storage_key_not_found. Does
 * not ask the cloud.
 */
export async function openCloud(request: MigrationRequest, parts: CloudParts): Promise<OpenCloud> {
  const { spec, token } = request
  const { store, providers, connect } = parts
  const account = await store.accounts.get(spec.account)
  if (account === undefined) throw new AppError('account_not_found', { account: spec.account })
  const provider = providers.find(({ name }) => name === account.provider)
  if (provider !== undefined && isOfOtherAccount(request, identityOf(account, provider))) {
    throw new AppError('account_replaced', { account: spec.account })
  }
  const connection = connect(account)
  const creator = connection.operation('creation', spec.kind)
  if (provider === undefined || creator === undefined) {
    throw new AppError('creation_impossible', { kind: spec.kind, account: spec.account })
  }
  const source = await secretOf(spec.source.key, store)
  const target = await secretOf(spec.target.key, store)
  const keys = { ...(source && { source }), ...(target && { target }) }
  return { provider, connection, order: { spec, keys, token }, creator }
}

async function secretOf(name: string | undefined, { storageKeys }: WorkspaceStore): Promise<StorageSecret | undefined> {
  if (name === undefined) return undefined
  const key = await storageKeys.get(name)
  if (key === undefined) throw new AppError('storage_key_not_found', { key: name })
  return key.secret
}
