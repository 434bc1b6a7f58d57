import type { PlanBlock } from '@slack/types'
import type { MigrationRequest } from '../../approvals/request.ts'
import { plan, type Step } from '../blocks/plan.ts'
import { plural } from '../words/format.ts'

/** The way of a request from its checks to the end of its migration, for the message that everybody sees. */
export function requestSteps(request: MigrationRequest): PlanBlock {
  const { status } = request
  const reached = reachedBy[status.type]
  const failsAt = stoppedAt(status.type)
  const standing = (index: number): Step['status'] => {
    if (index === failsAt) return 'error'
    if (index < reached) return 'complete'
    return index === reached && failsAt === undefined ? 'in_progress' : 'pending'
  }
  const titles = [checked(request), approved(request), created(request), 'Running', 'Done']
  const steps = titles.map((title, index) => ({ name: stepNames[index] ?? '', title, status: standing(index) }))
  return plan('From request to end', steps)
}

const stepNames = ['checked', 'approved', 'created', 'running', 'done'] as const

/** How many steps a request in a state has behind it. */
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

/** The step at which a request came to nothing. */
function stoppedAt(state: MigrationRequest['status']['type']): number | undefined {
  if (state === 'failed') return stepNames.indexOf('created')
  return state === 'rejected' || state === 'withdrawn' || state === 'expired'
    ? stepNames.indexOf('approved')
    : undefined
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
