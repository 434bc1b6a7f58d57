import type { MigrationRequest } from '../../approvals/request.ts'
import type { Migration } from '../../migrations/migration.ts'
import type { Watch, WorkspaceStore } from '../../store/store.ts'

/** The properties of a request that the watch of its migration keeps. */
export function keptOf(request: MigrationRequest | undefined): Pick<Watch, 'encrypts' | 'requested'> {
  if (request === undefined) return {}
  const { requestedBy, votes, spec } = request
  const requested = { by: requestedBy, approvedBy: votes.map(({ user }) => user) }
  return { requested, ...(spec.options.encrypts ? { encrypts: true } : {}) }
}

/** The request that a migration was created for. Undefined if somebody created it without Ferry. */
export async function requestBehind(
  { account, kind, id }: Pick<Migration, 'account' | 'kind' | 'id'>,
  { requests }: Pick<WorkspaceStore, 'requests'>,
): Promise<MigrationRequest | undefined> {
  const { items } = await requests.list()
  const made = items.find(
    ({ request: { spec, status } }) =>
      status.type === 'created' && status.migrationId === id && spec.account === account && spec.kind === kind,
  )
  return made?.request
}
