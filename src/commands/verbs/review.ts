import type { MigrationRequest } from '../../approvals/request.ts'
import { defined } from '../../defined.ts'
import { isAccountReplaced } from '../../requests/account-replaced.ts'
import { reviewModal } from '../../views/request/forms.ts'
import { isWorthOffering } from '../machine/authorise.ts'
import type { Command, Invocation, Reply, Tools } from '../machine/command.ts'
import { castVote, findRequest, reasonIn, seenIn } from '../request-acts.ts'

export const review: Command = {
  verb: 'review',
  needs: 'viewer',
  takes: { most: 1 },
  options: ['hash', 'warned'],
  usage: 'review <id>',
  summary: 'See everything about a request and decide on it',
  examples: ['review r-7f3a2c'],
  opensForm: ({ answers }) => answers === undefined,
  async run(invocation, tools) {
    const request = await findRequest(invocation, review, tools)
    if (invocation.answers !== undefined) return decide(request, invocation, tools)
    const { channel } = invocation.origin
    const isReplaced = await isAccountReplaced(request, tools)
    const canVote = await canDecide(request, invocation, tools)
    return {
      type: 'form',
      modal: reviewModal(request, { canDecide: canVote, isReplaced, ...defined({ channel }) }),
    }
  },
}

async function decide(request: MigrationRequest, invocation: Invocation, tools: Tools): Promise<Reply> {
  const decision = invocation.answers?.decision
  if (decision !== 'approve' && decision !== 'reject') {
    return { type: 'form problems', problems: { decision: 'Choose one.' } }
  }
  const { reason } = reasonIn(invocation)
  if (decision === 'reject' && reason === undefined) {
    return { type: 'form problems', problems: { reason: 'Give a reason to reject it.' } }
  }
  const ballot = { ...defined({ reason }), ...seenIn(invocation) }
  return castVote({ type: decision, request, ...ballot }, invocation, tools)
}

/** Whether the person can probably decide, so that the form asks them. The decision is checked again. */
async function canDecide(request: MigrationRequest, { origin }: Invocation, tools: Tools): Promise<boolean> {
  const { status, requestedBy, terms, spec } = request
  if (status.type !== 'waiting' || (requestedBy === origin.user && !terms.allowsSelf)) return false
  return isWorthOffering({ origin, needs: { to: 'decide', about: request }, account: spec.account }, tools)
}
