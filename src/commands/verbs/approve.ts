import type { Command, Invocation } from '../machine/command.ts'
import { askReason, castVote, findRequest, reasonIn, seenIn } from '../request-acts.ts'

export const approve: Command = {
  verb: 'approve',
  // What an approval needs depends on the request, so it is checked later.
  needs: 'viewer',
  takes: 'text',
  options: ['hash', 'warned', 'break-glass'],
  usage: 'approve <id> [reason] [--break-glass]',
  summary: 'Approve a request for a migration',
  examples: ['approve r-7f3a2c', 'approve r-7f3a2c --break-glass bucket is filling up'],
  notes: [
    'Somebody else has to decide on your own requests, unless the policy says otherwise.',
    '`--break-glass` lets the person on call approve alone, with a reason. Ferry marks it and asks for a review the next day.',
  ],
  opensForm: lacksReason,
  async run(invocation, tools) {
    const request = await findRequest(invocation, approve, tools)
    const breaksGlass = invocation.flags['break-glass'] !== undefined
    if (lacksReason(invocation)) return askReason({ type: 'approve', request, breaksGlass }, invocation, tools)
    const ballot = { ...reasonIn(invocation), ...seenIn(invocation), breaksGlass }
    return castVote({ type: 'approve', request, ...ballot }, invocation, tools)
  },
}

function lacksReason(invocation: Invocation): boolean {
  const { flags, answers } = invocation
  return flags['break-glass'] !== undefined && answers === undefined && reasonIn(invocation).reason === undefined
}
