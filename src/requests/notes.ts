import type { Subject } from '../access/roles.ts'
import type { MigrationRequest } from '../approvals/request.ts'
import type { OutboxEntry } from '../store/store.ts'
import { subjectsText, subjectText } from '../views/access.ts'
import { section } from '../views/elements.ts'
import { cutMrkdwn, limits } from '../views/limits.ts'
import { people, routeOf, stateLine, voteLine } from '../views/request-card.ts'
import { at, code } from '../views/text.ts'

/** Something to be said in the thread of a request's card, or to the whole channel. */
export type Note = Pick<OutboxEntry, 'place' | 'lane' | 'message'>

/** What happened between two looks at a request, in the order in which it is told. Pure. */
export function notesOn(before: MigrationRequest, after: MigrationRequest): Note[] {
  const change = after.edits.length > before.edits.length ? after.edits.at(-1) : undefined
  const votes = change === undefined ? after.votes.slice(before.votes.length) : []
  return [
    ...(change === undefined ? [] : [inThread('stall', changed(change.by, change.voided))]),
    ...votes.map((vote) => inThread('progress', `${voteLine(vote)} (${after.votes.length} of ${after.terms.needed})`)),
    ...(after.status.type === before.status.type ? [] : outcome(after)),
  ]
}

/** For those who could decide; the last one calls whoever is named for that. */
export function reminder(request: MigrationRequest, approvers: readonly Subject[]): Note {
  const { terms, votes, reminders } = request
  const isLast = reminders >= terms.remindAt.length
  const called = [...approvers, ...(isLast && terms.escalateTo !== undefined ? [terms.escalateTo] : [])]
  const names = [...new Set(called.map(subjectText))].slice(0, mostNamed).join(' ')
  const missing = terms.needed - votes.length
  const text = `:bell: *${routeOf(request)}* still needs ${missing} ${missing === 1 ? 'approval' : 'approvals'}. It expires ${at(terms.expiresAt)}. ${names}`
  return { ...inThread('stall', text.trim()), place: isLast ? 'broadcast' : 'thread' }
}

/** The policy was changed while it waits. */
export function nowNamed(request: MigrationRequest): Note {
  const { approvers } = request
  const who = approvers === undefined ? 'whoever has the role approver' : subjectsText(approvers, mostNamed)
  return inThread('stall', `:busts_in_silhouette: The approval policy was changed. Who may approve this now: ${who}`)
}

/** The day after somebody approved alone: those who would have been asked shall look at it. */
export function followUp(request: MigrationRequest): Note {
  const vote = request.votes.find(({ isBreakGlass }) => isBreakGlass)
  const who = request.terms.escalateTo === undefined ? '' : ` ${subjectText(request.terms.escalateTo)}`
  const what = vote === undefined ? '' : ` ${voteLine(vote)}`
  return {
    ...inThread('stall', `:rotating_light: To be looked at again, *${routeOf(request)}*:${what}${who}`),
    place: 'broadcast',
  }
}

const mostNamed = 10

function changed(by: string, voided: readonly string[]): string {
  const whose = voided.length === 0 ? '' : ` The approval of ${people(voided)} is void: please look again.`
  return `:pencil2: ${people([by])} changed what is asked for.${whose}`
}

/** Whoever asked hears how it ends, and so does everybody who approved it. */
function outcome(request: MigrationRequest): Note[] {
  const { status, requestedBy, votes, id } = request
  const everybody = people([...new Set([requestedBy, ...votes.map(({ user }) => user)])])
  switch (status.type) {
    case 'waiting':
    case 'approved':
    case 'creating':
      return []
    case 'created':
    case 'failed':
      return [inThread('end', `${stateLine(request)}\n${everybody}`)]
    case 'rejected':
    case 'expired':
      return [inThread('end', `${stateLine(request)}\n${people([requestedBy])}, this is about ${code(id)}`)]
    case 'withdrawn':
      return [inThread('progress', stateLine(request))]
    default:
      return status satisfies never
  }
}

function inThread(lane: Note['lane'], mrkdwn: string): Note {
  return { lane, place: 'thread', message: { text: plainly(mrkdwn), blocks: [section(mrkdwn)] } }
}

/** People and moments stay; other marks are only characters in a notification. */
function plainly(mrkdwn: string): string {
  return cutMrkdwn(mrkdwn.replaceAll(/[*`]|:\w+: ?/g, ''), limits.notificationText)
}
