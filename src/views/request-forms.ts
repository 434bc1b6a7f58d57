import type { KnownBlock } from '@slack/types'
import type { RequestRefused } from '../approvals/refused.ts'
import { type MigrationRequest, shortHash } from '../approvals/request.ts'
import type { Refusal } from '../approvals/transitions.ts'
import { button, type Choice, choices, menu, section } from './elements.ts'
import { formModal, question } from './form.ts'
import { plural } from './format.ts'
import type { FormMemo } from './ids.ts'
import type { Message, Modal } from './message.ts'
import { messageModal } from './problem.ts'
import {
  askAgain,
  canAskAgain,
  mention,
  people,
  reasonLength,
  requestDetails,
  requestHeading,
  routeOf,
  standingLines,
  stateLine,
  stateWord,
} from './request-card.ts'
import { rows } from './rows.ts'
import { at, code, notice } from './text.ts'

export type Review = {
  canDecide: boolean
  /** Whether the account's name means another account since the request was made. */
  isReplaced: boolean
  channel?: string
}

/** Everything about a request. People who may decide can do so on the same page. */
export function reviewModal(request: MigrationRequest, { canDecide, isReplaced, channel }: Review): Modal {
  const blocks = [
    section(`*${routeOf(request)}*\n${standingLines(request)}`),
    ...(isReplaced
      ? [section(`:warning: ${replacedText(request.spec.account)} Until then nobody can approve it.`)]
      : []),
    ...requestDetails(request, { isBrief: false }),
  ]
  if (!canDecide) return messageModal('Review', { text: '', blocks })
  return formModal({
    title: 'Review',
    submit: 'Decide',
    memo: memoOf(`review ${request.id} --hash ${shortHash(request)}`, channel),
    blocks: [
      ...blocks,
      question({
        name: 'decision',
        label: 'Decision',
        choices: [
          ...(isReplaced ? [] : [{ value: 'approve', label: 'Approve' }]),
          { value: 'reject', label: 'Reject' },
        ],
      }),
      question({
        name: 'reason',
        label: 'Reason',
        hint: 'Needed when you reject. Everybody in the channel reads it.',
        isOptional: true,
        isMultiline: true,
        maxLength: reasonLength,
      }),
    ],
  })
}

export type ReasonForm = { request: MigrationRequest; verb: 'approve' | 'reject'; command: string; channel?: string }

/** The form for the reason of a rejection, or of an approval by one person alone. */
export function reasonForm({ request, verb, command, channel }: ReasonForm): Modal {
  return formModal({
    title: verb === 'reject' ? 'Reject' : 'Approve alone',
    submit: verb === 'reject' ? 'Reject' : 'Approve',
    memo: memoOf(command, channel),
    blocks: [
      section(`*${routeOf(request)}*\n${code(request.id)}, asked by ${mention(request.requestedBy)}`),
      question({
        name: 'reason',
        label: 'Reason',
        hint: 'Everybody in the channel reads it.',
        isMultiline: true,
        maxLength: reasonLength,
      }),
    ],
  })
}

/** The answer to the person who decided. */
export function decidedMessage(request: MigrationRequest): Message {
  return {
    text: notice(`${stateWord(request)}: ${request.id}`),
    blocks: [requestHeading(request), ...choices([{ label: 'Review', command: `review ${request.id}` }])],
  }
}

/** The answer to the person who wants Ferry to ask the cloud now. */
export function lookingMessage(request: MigrationRequest): Message {
  const { id } = request
  return {
    text: notice(`Looking for ${id}`),
    blocks: [
      section(`:mag: Ferry is asking the cloud now whether ${code(id)} was created. Its card shows the answer.`),
      ...choices([{ label: 'Review', command: `review ${id}` }]),
    ],
  }
}

/** The answer if a decision or a change does not count, with the reason. */
export function voteRefused({ request, refusal }: Refused, offered: readonly Choice[] = []): Message {
  return {
    text: notice(`Nothing was changed: ${request}`),
    blocks: [
      section(`:warning: ${code(request)}: ${refusalText(refusal)}`),
      ...choices([{ label: 'Review', command: `review ${request}` }, ...offered]),
    ],
  }
}

export type Refused = Pick<RequestRefused, 'request' | 'refusal'>

function refusalText(refusal: Refusal): string {
  switch (refusal.type) {
    case 'own request':
      return 'It is your own request. Somebody else has to decide; you can withdraw it.'
    case 'not yours':
      return 'Only whoever asked for it can do that. Approvers can reject it.'
    case 'guest':
      return 'Guests cannot decide. Ask a full member of this workspace.'
    case 'not an approver':
      return 'You need the approver role for its account, which an admin of Ferry can give you.'
    case 'not named':
      return 'The approval policy names who may decide about it, and you are not among them.'
    case 'not on call':
      return 'Only those on call, as the approval policy names them, may approve alone.'
    case 'reason missing':
      return 'It needs a reason.'
    case 'already voted':
      return `You have approved it already ${at(refusal.at)}.`
    case 'content changed':
      return 'It was changed since you looked. Look at it again first.'
    case 'other account':
      return replacedText(refusal.account)
    case 'decided':
      return decidedText(refusal)
    case 'expired':
      return `It expired ${at(refusal.at)}. Whoever wants it has to ask again.`
    default:
      return refusal satisfies never
  }
}

function decidedText({ status, by }: Extract<Refusal, { type: 'decided' }>): string {
  const { word, since = '' } = statusWords[status.type]
  const whom = by.length === 0 ? '' : ` by ${people(by)}`
  const when = 'at' in status ? ` ${at(status.at)}` : ''
  return `It is already ${word}${whom}${when}${since}.`
}

/** What was decided about a request, and what has come of it since. */
const statusWords: Readonly<Record<MigrationRequest['status']['type'], { word: string; since?: string }>> = {
  waiting: { word: 'waiting' },
  approved: { word: 'approved' },
  creating: { word: 'approved', since: ', and is being created' },
  created: { word: 'approved', since: ', and is created' },
  failed: { word: 'approved', since: ', but could not be created' },
  rejected: { word: 'rejected' },
  withdrawn: { word: 'withdrawn' },
  expired: { word: 'expired' },
}

function replacedText(account: string): string {
  return `${code(account)} was connected anew since this was asked for, and may be another project now. Whoever asked can look at it and edit it.`
}

export type RequestList = { requests: readonly MigrationRequest[]; isAll: boolean; unreadable: number }

/** A list of requests, newest first. */
export function requestList({ requests, isAll, unreadable }: RequestList): Message {
  const title = isAll ? 'All requests' : 'Open requests'
  const none = isAll ? 'Nobody has asked for a migration yet.' : 'Nothing waits for approval.'
  const lost = unreadable === 0 ? [] : [section(`:warning: ${plural(unreadable, 'stored request')} cannot be read.`)]
  return {
    text: title,
    blocks: [
      section(`*${title}*${requests.length === 0 ? `\n${none}` : ''}`),
      ...rows(requests, requestRow),
      ...lost,
      ...choices(isAll ? [] : [{ label: 'All requests', command: 'requests all' }]),
    ],
  }
}

/** A request as a row of a list, with what can be done about it. */
export function requestRow(request: MigrationRequest): KnownBlock {
  const { id, requestedBy, requestedAt } = request
  const lines = [
    `*${routeOf(request)}*`,
    stateLine(request),
    `${code(id)} · asked by ${mention(requestedBy)} ${at(requestedAt)}`,
  ]
  const look = { label: 'Review', command: `review ${id}` }
  const accessory = canAskAgain(request) ? menu([look, askAgain(request)]) : button(look)
  return { ...section(lines.join('\n')), accessory }
}

function memoOf(command: string, channel: string | undefined): FormMemo {
  return { command, ...(channel === undefined ? {} : { channel }) }
}
