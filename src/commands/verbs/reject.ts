import type { Command, Invocation } from '../machine/command.ts'
import { askReason, castVote, findRequest, reasonIn, seenIn } from '../request-acts.ts'

export const reject: Command = {
  verb: 'reject',
  aliases: ['deny', 'decline'],
  // What a rejection needs depends on the request, so it is checked later.
  needs: 'viewer',
  takes: 'text',
  options: ['hash'],
  usage: 'reject <id> [reason]',
  summary: 'Reject a request for a migration',
  examples: ['reject r-7f3a2c', 'reject r-7f3a2c that bucket is in use'],
  notes: ['Give a reason, which everybody in the channel can read. Without one, a form asks for it.'],
  opensForm: lacksReason,
  async run(invocation, tools) {
    const request = await findRequest(invocation, reject, tools)
    if (lacksReason(invocation)) return askReason({ type: 'reject', request }, invocation, tools)
    return castVote({ type: 'reject', request, ...reasonIn(invocation), ...seenIn(invocation) }, invocation, tools)
  },
}

function lacksReason(invocation: Invocation): boolean {
  return invocation.answers === undefined && reasonIn(invocation).reason === undefined
}
