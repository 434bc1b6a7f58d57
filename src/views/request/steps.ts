import type { PlanBlock } from '@slack/types'
import { canRequestAgain, type MigrationRequest } from '../../approvals/request.ts'
import { plan, type Step } from '../blocks/plan.ts'
import { plural } from '../words/format.ts'

/** The way of a request from its checks to the end of its migration, for the message that everybody sees. */
export function requestSteps(request: MigrationRequest): PlanBlock {
  const reached = reachedBy[request.status.type]
  const here = canRequestAgain(request) ? 'error' : 'in_progress'
  const standing = (index: number): Step['status'] => {
    if (index === reached) return here
    return index < reached ? 'complete' : 'pending'
  }
  const steps = [
    { name: 'checked', title: checked(request) },
    { name: 'approved', title: approved(request) },
    { name: 'created', title: created(request) },
    { name: 'running', title: 'Running' },
    { name: 'done', title: 'Done' },
  ]
  return plan(
    'From request to end',
    steps.map((step, index) => ({ ...step, status: standing(index) })),
  )
}

/** How many steps a request in a state has behind it. One that came to nothing stopped at the next. */
const reachedBy: Record<MigrationRequest['status']['type'], number> = {
  waiting: 1,
  approved: 2,
  creating: 2,
  created: 3,
  failed: 2,
  rejected: 1,
  withdrawn: 1,
  expired: 1,
}

function checked({ checks }: MigrationRequest): string {
  const doubts = checks.filter(({ outcome }) => outcome !== 'pass').length
  return doubts === 0 ? 'Checked' : `Checked, with ${plural(doubts, 'warning')}`
}

function approved({ status, votes, terms }: MigrationRequest): string {
  if (status.type === 'rejected') return 'Rejected'
  if (status.type === 'withdrawn') return 'Withdrawn'
  if (status.type === 'expired') return 'Expired'
  if (status.type === 'waiting') return `Approval: ${votes.length} of ${terms.needed}`
  return terms.needed === 0 ? 'Approved, as the policy asks nobody' : 'Approved'
}

function created({ status }: MigrationRequest): string {
  return status.type === 'failed' ? 'Not created' : status.type === 'creating' ? 'Being created' : 'Created'
}
