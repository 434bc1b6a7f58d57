import type { AuditEvent } from '../access/audit.ts'
import type { MigrationRequest } from '../approvals/request.ts'
import { AppError, isAppError } from '../errors/errors.ts'
import type { WorkspaceStore } from '../store/store.ts'

type Noted = Pick<AuditEvent, 'verb' | 'outcome' | 'code' | 'requestId'> & { at: number; more?: string }

/** Notes in the audit what Ferry does about a request by itself, on behalf of the requester. */
export async function note(
  request: MigrationRequest,
  { more, requestId, ...noted }: Noted,
  { audit }: Pick<WorkspaceStore, 'audit'>,
): Promise<void> {
  const detail = [contentOf(request), ...(more === undefined ? [] : [more])].join(', ')
  const named = requestId === undefined ? {} : { requestId: requestId.slice(0, longest) }
  await audit.append({ ...noted, ...named, user: request.requestedBy, door: 'ferry', subject: request.id, detail })
}

/** The content and policy that a decision is about: `content 4f53…, policy 3`. */
export function contentOf({ specHash, terms }: Pick<MigrationRequest, 'specHash' | 'terms'>): string {
  return `content ${specHash}, policy ${terms.policyVersion}`
}

/** How a failed attempt is written down. Only a refusal certainly changed nothing. */
export function endingOf(error: unknown): Pick<AuditEvent, 'outcome' | 'code' | 'requestId'> {
  if (!isAppError(error)) return { outcome: 'unknown' }
  const { code, requestId } = error.details
  return {
    outcome: isUncertain(error) ? 'unknown' : 'refused',
    code: String(code ?? error.code).slice(0, longest),
    ...(requestId === undefined ? {} : { requestId: String(requestId) }),
  }
}

/** Whether a failed call may have been carried out all the same. */
export function isUncertain(error: unknown): boolean {
  return !(error instanceof AppError) || ['provider_outcome_unknown', 'provider_nonsense'].includes(error.code)
}

const longest = 100
