import { type Subject, subjectOf } from '../access/roles.ts'
import { type AppError, type ErrorDetails, isAppError } from '../errors/errors.ts'
import { ableAmong, reachable } from '../requests/approvers.ts'
import type { Tools } from './machine/command.ts'

/** People whom a refusal can name. Nobody who has left, and no guests where deciding is the matter. */
export type Helpers = { admins: readonly Subject[]; named: readonly Subject[] }

type Asking = Pick<Tools, 'kindOf' | 'membersOf' | 'firstAdmins'>

/** The people who can help after a refusal. Empty if they cannot be found out: the refusal is told in any case. */
export async function whoCanHelp(error: AppError, tools: Asking): Promise<Helpers> {
  if (!isAppError(error, 'not_allowed', 'not_named')) return { admins: [], named: [] }
  const { details } = error
  const first = await tools.firstAdmins().catch(() => [])
  const admins = [...new Set([...first, ...idsIn(details.admins)])].map(subjectOf)
  const named = idsIn(details.named).map(subjectOf)
  const decides = details.act === 'approve this'
  return {
    admins: await reachable(admins, tools),
    named: await (decides ? ableAmong(named, tools) : reachable(named, tools)),
  }
}

function idsIn(list: ErrorDetails[string]): readonly string[] {
  return typeof list === 'object' ? list : []
}
