import type { Subject } from '../../access/roles.ts'
import type { AbleApprovers } from '../../approvals/able.ts'
import type { MigrationRequest } from '../../approvals/request.ts'
import { subjectsText } from '../access/roles.ts'
import { plural } from '../words/format.ts'
import { code } from '../words/text.ts'

/** Facts about a request that nobody can approve. The request may not be made yet. */
export type Stuck = Pick<MigrationRequest, 'approvers' | 'votes' | 'able'> & {
  spec: Pick<MigrationRequest['spec'], 'account'>
  terms: Pick<MigrationRequest['terms'], 'needed'>
}

/**
 * The warning that too few people can approve a request: why, and what to type. `menders` are the people who can type
 * it.
 */
export function stuckText(request: Stuck, menders: readonly Subject[]): string {
  return `:warning: *${shortageOf(request)}* ${whyStuck(request)}\n${remedyFor(request, menders)}`
}

function shortageOf({ terms, votes, able }: Stuck): string {
  const missing = terms.needed - votes.length
  const count = able?.count ?? 0
  if (count === 0) return 'Nobody can approve this yet.'
  const more = votes.length === 0 ? '' : ' more'
  return `${missing}${more} approvals are needed, but only ${plural(count, 'person', 'people')} can give one.`
}

function whyStuck({ approvers, spec }: Stuck): string {
  const whom =
    approvers === undefined ? `the approver role for ${code(spec.account, 40)}` : 'a place in the approval policy'
  return `Somebody else needs ${whom}, and has to be a full member of this workspace. Guests and people from other workspaces can’t approve.`
}

/** Remedy for a request that too few people can approve: who can act, and the command that they type. */
export function remedyFor(
  { approvers, spec }: Pick<Stuck, 'approvers' | 'spec'>,
  menders: readonly Subject[] = [],
): string {
  const who = menders.length === 0 ? 'A Ferry admin' : subjectsText(menders, mostMenders)
  return approvers === undefined
    ? `${who} can give somebody the role: ${code(`/migrate roles give @person approver ${spec.account}`, 80)}`
    : `${who} can change who approves: ${code('/migrate approvals set')}`
}

const mostMenders = 5

/** Who may approve, as far as Slack said: "Approvers: @ann, @ben and 3 more." */
export function whoMay({ subjects, isUncertain }: AbleApprovers, most: number): string {
  const names = subjects.length === 0 ? [] : [`Approvers: ${subjectsText(subjects, most)}.`]
  const doubt = isUncertain ? ['Slack did not confirm all of them.'] : []
  return [...names, ...doubt].join(' ')
}
