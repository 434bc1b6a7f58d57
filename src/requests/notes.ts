import type { Subject } from '../access/roles.ts'
import { canRequestAgain, type MigrationRequest } from '../approvals/request.ts'
import { refOf } from '../migrations/typed/ref.ts'
import type { OutboxEntry } from '../store/store.ts'
import { subjectsText, subjectText } from '../views/access/roles.ts'
import { type Choice, choices, section } from '../views/blocks/elements.ts'
import { cutMrkdwn, limits } from '../views/blocks/limits.ts'
import { people, requestAgain, routeOf, stateLine, voteLine } from '../views/request/card.ts'
import { stuckText } from '../views/request/stuck.ts'
import { plural } from '../views/words/format.ts'
import { at, code } from '../views/words/text.ts'

/** A message for the thread of a request's card, or for the whole channel. */
export type Note = Pick<OutboxEntry, 'place' | 'lane' | 'message'>

/** Notes on what happened between two states of a request, in the order in which they are told. Pure. */
export function notesOn(before: MigrationRequest, after: MigrationRequest): Note[] {
  const change = after.edits.length > before.edits.length ? after.edits.at(-1) : undefined
  const votes = change === undefined ? after.votes.slice(before.votes.length) : []
  return [
    ...(change === undefined ? [] : [inThread('stall', changed(change.by, change.voided))]),
    ...votes.map((vote) =>
      inThread('progress', vote.isBreakGlass ? voteLine(vote) : `${voteLine(vote)}${tally(after)}`),
    ),
    ...(after.status.type === before.status.type ? second(before, after) : outcome(after)),
  ]
}

/** Reminds the people who can approve. The last reminder also calls the policy's escalation. */
export function reminder(request: MigrationRequest, escalation: readonly Subject[]): Note {
  const { terms, votes, reminders, able } = request
  const isLast = reminders >= terms.remindAt.length
  const called = [...(able?.subjects ?? []), ...(isLast ? escalation : [])]
  const missing = plural(terms.needed - votes.length, 'approval')
  const lines = [
    `:bell: *${routeOf(request)}* still needs ${missing}. It expires ${at(terms.expiresAt)}.`,
    ...namesLine(called),
  ]
  return { ...inThread('stall', lines.join('\n'), [review(request)]), place: isLast ? 'broadcast' : 'thread' }
}

/** Tells everybody in the channel that nobody can approve a request, and calls the people who can change that. */
export function nobodyCan(
  request: MigrationRequest,
  menders: readonly Subject[],
  escalation: readonly Subject[] = [],
): Note {
  const said = [stuckText(request, menders), ...namesLine(escalation)].join('\n')
  return { ...inThread('stall', said, [review(request)]), place: 'broadcast' }
}

/** Tells that a request can be approved now, after nobody could. */
export function nowAble(request: MigrationRequest): Note {
  const who = subjectsText(request.able?.subjects ?? [], mostNamed)
  return inThread('stall', `:busts_in_silhouette: This can be approved now. Approvers: ${who}`, [review(request)])
}

/** Tells who may approve now, after the policy was changed while the request waits. */
export function nowNamed(request: MigrationRequest): Note {
  const { approvers, able } = request
  const named = able?.subjects ?? approvers ?? []
  const who = approvers === undefined ? 'everyone with the approver role' : subjectsText(named, mostNamed)
  return inThread('stall', `:busts_in_silhouette: The approval policy has changed. Approvers: ${who}`)
}

/** Asks the regular approvers to review a request, the day after somebody approved it alone. */
export function followUp(request: MigrationRequest, approvers: readonly Subject[]): Note {
  const vote = request.votes.find(({ isBreakGlass }) => isBreakGlass)
  const called = approvers.filter(({ id }) => id !== vote?.user)
  const lines = [
    `:mag: *Please review this again: ${routeOf(request)}*`,
    ...(vote === undefined ? [] : [voteLine(vote)]),
    ...namesLine(called),
  ]
  return { ...inThread('stall', lines.join('\n'), [review(request)]), place: 'broadcast' }
}

function namesLine(called: readonly Subject[]): string[] {
  const names = [...new Set(called.map(subjectText))].slice(0, mostNamed)
  return names.length === 0 ? [] : [names.join(' ')]
}

const mostNamed = 10

function review({ id }: MigrationRequest): Choice {
  return { label: 'Review', command: `review ${id}` }
}

function tally({ votes, terms }: MigrationRequest): string {
  return ` (${votes.length} of ${terms.needed})`
}

function changed(by: string, voided: readonly string[]): string {
  const whose = voided.length === 0 ? '' : ` The approval of ${people(voided)} is void: please review it again.`
  return `:pencil2: ${people([by])} changed the request.${whose}`
}

/** Tells the requester, and the people who approved, how the request ended. */
function outcome(request: MigrationRequest): Note[] {
  const { status, requestedBy, id } = request
  switch (status.type) {
    case 'waiting':
    case 'approved':
    case 'creating':
      return []
    case 'created':
    case 'failed':
      return [inThread('end', `${stateLine(request)}\n${everybodyIn(request)}`, anew(request))]
    case 'rejected':
    case 'expired':
      return [
        inThread('end', `${stateLine(request)}\n${people([requestedBy])}, this is about ${code(id)}`, anew(request)),
      ]
    case 'withdrawn':
      return [inThread('progress', stateLine(request))]
    default:
      return status satisfies never
  }
}

function anew(request: MigrationRequest): Choice[] {
  return canRequestAgain(request) ? [requestAgain(request)] : []
}

/** Tells the whole channel about a second migration. Both write to the same place and cost twice. */
function second(before: MigrationRequest, after: MigrationRequest): Note[] {
  const { status, spec } = after
  const isNew = status.type === 'created' && 'secondId' in status && !('secondId' in before.status)
  if (!isNew || status.secondId === undefined) return []
  const refs = [status.migrationId, status.secondId].map((id) => refOf({ account: spec.account, id }))
  const [first, other] = refs.map((ref) => code(ref))
  const what = `*Created twice*: as ${first}, which the card follows, and as ${other}, because a call arrived late.`
  const looks = refs.map((ref) => ({ label: `Show ${ref}`, command: `status ${ref}` }))
  const said = `:rotating_light: ${what} Check both and stop one.\n${everybodyIn(after)}`
  return [{ ...inThread('end', said, looks), place: 'broadcast' }]
}

function everybodyIn({ requestedBy, votes }: Pick<MigrationRequest, 'requestedBy' | 'votes'>): string {
  return people([...new Set([requestedBy, ...votes.map(({ user }) => user)])])
}

function inThread(lane: Note['lane'], mrkdwn: string, offered: readonly Choice[] = []): Note {
  return { lane, place: 'thread', message: { text: plainly(mrkdwn), blocks: [section(mrkdwn), ...choices(offered)] } }
}

/** A notification's text without mrkdwn marks. Mentions and dates stay; other marks would only show as characters. */
function plainly(mrkdwn: string): string {
  return cutMrkdwn(mrkdwn.replaceAll(/[*`]|:\w+: ?/g, ''), limits.notificationText)
}
