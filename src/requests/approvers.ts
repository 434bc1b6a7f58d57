import { reaches, type Subject } from '../access/roles.ts'
import { type ApprovalPolicy, approversFor } from '../approvals/policy.ts'
import type { MigrationRequest } from '../approvals/request.ts'
import type { WorkspaceStore } from '../store/store.ts'

type Asked = Pick<MigrationRequest, 'spec' | 'requestedBy' | 'approvers'>
type Grants = Pick<WorkspaceStore, 'grants'>

/** Whom to call upon: those whom the policy names, or to whom the role was given; other approvers read the channel. */
export async function approversOf(request: Asked, store: Grants): Promise<readonly Subject[]> {
  const all = request.approvers ?? (await approversByRole(request, store))
  return all.filter(({ id }) => id !== request.requestedBy)
}

/** Whether its card names others than the policy does now. Pure. */
export function namesOthers(request: MigrationRequest, policy: ApprovalPolicy): boolean {
  return idsOf(request.approvers) !== idsOf(approversFor(policy, request))
}

async function approversByRole({ spec }: Asked, { grants }: Grants): Promise<Subject[]> {
  const { items } = await grants.list()
  const isAbout = (account: string | undefined) => account === undefined || account === spec.account
  const fitting = items.filter(({ role, account }) => reaches(role, 'approver') && isAbout(account))
  return fitting.map(({ type, id }) => ({ type, id }))
}

function idsOf(subjects: readonly Subject[] | undefined): string | undefined {
  return subjects?.map(({ id }) => id).join(' ')
}
