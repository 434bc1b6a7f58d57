import type { KnownBlock } from '@slack/types'
import type { RequestRefused } from '../../approvals/refused.ts'
import { canRequestAgain, isBeingCreated, type MigrationRequest, shortHash } from '../../approvals/request.ts'
import type { Refusal } from '../../approvals/transitions.ts'
import { warningsOf } from '../../approvals/warnings.ts'
import { defined } from '../../defined.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { button, type Choice, choices, menu, section } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import type { FormMemo } from '../blocks/ids.ts'
import type { Message, Modal } from '../blocks/message.ts'
import { pageOf, pageRows, pageText, turns } from '../blocks/pages.ts'
import { messageModal } from '../blocks/problem.ts'
import { plural } from '../words/format.ts'
import { checkLines } from '../words/spec-lines.ts'
import { at, code, escaped, notice } from '../words/text.ts'
import {
  mention,
  people,
  reasonLength,
  requestAgain,
  requestDetails,
  requestHeading,
  routeOf,
  standingLines,
  stateLine,
  stateWord,
} from './card.ts'

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
      ? [section(`:warning: ${replacedText(request.spec.account)} Until then, nobody can approve it.`)]
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
        hint: 'Required to reject. Everybody in the channel can read it.',
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
  const warnings = verb === 'approve' ? warningsOf(request) : []
  return formModal({
    title: verb === 'reject' ? 'Reject' : 'Approve alone',
    submit: verb === 'reject' ? 'Reject' : 'Approve',
    memo: memoOf(command, channel),
    blocks: [
      section(`*${routeOf(request)}*\n${code(request.id)}, requested by ${mention(request.requestedBy)}`),
      ...(warnings.length === 0 ? [] : [section(checkLines(warnings).join('\n'))]),
      question({
        name: 'reason',
        label: 'Reason',
        hint: 'Everybody in the channel can read it.',
        isMultiline: true,
        maxLength: reasonLength,
      }),
    ],
  })
}

/** The answer to the person who decided. It is not updated, so what is not known yet is left to the request's card. */
export function decidedMessage(request: MigrationRequest, channel: string | undefined): Message {
  const { id, spec, status } = request
  const made = status.type === 'created' ? refOf({ account: spec.account, id: status.migrationId }) : undefined
  const approved = approvedLine(request, made, channel)
  return {
    text: notice(`${stateWord(request)}: ${id}`),
    blocks: [
      approved === undefined ? requestHeading(request) : section(`*New migration: ${routeOf(request)}*\n${approved}`),
      ...choices([
        ...(made === undefined ? [] : [{ label: 'Open', command: `status ${made}` }]),
        { label: 'Review', command: `review ${id}` },
      ]),
    ],
  }
}

/** Outcome of a last approval. Undefined if the request has another state. */
function approvedLine(
  request: MigrationRequest,
  made: string | undefined,
  channel: string | undefined,
): string | undefined {
  if (made !== undefined) return `:white_check_mark: *Approved*, and created as ${code(made)}`
  if (request.status.type === 'failed') return `:white_check_mark: *Approved*\n${stateLine(request)}`
  const card = channel === undefined ? 'Its card' : `Its card in <#${escaped(channel)}>`
  return isBeingCreated(request) ? `:white_check_mark: *Approved.* ${card} shows what becomes of it.` : undefined
}

/** The answer to the person who wants Ferry to ask the cloud now. */
export function lookingMessage(request: MigrationRequest): Message {
  const { id } = request
  return {
    text: notice(`Looking for ${id}`),
    blocks: [
      section(`:mag: Ferry is asking the cloud whether ${code(id)} was created. See its card for the answer.`),
      ...choices([{ label: 'Review', command: `review ${id}` }]),
    ],
  }
}

/** The answer if a decision or a change does not count, with the reason. */
export function voteRefused({ request, refusal, hash }: Refused, offered: readonly Choice[] = []): Message {
  if (refusal.type === 'warned') return warnedOf({ request, hash, refusal })
  return {
    text: notice(`Nothing was changed: ${request}`),
    blocks: [
      section(`:warning: ${code(request)}: ${refusalText(refusal)}`),
      ...choices([{ label: 'Review', command: `review ${request}` }, ...offered]),
    ],
  }
}

/** The warnings that somebody has to see who approves a request, and the button that approves all the same. */
function warnedOf({ request, hash, refusal }: Refused & { refusal: Extract<Refusal, { type: 'warned' }> }): Message {
  const { warnings, key, ballot } = refusal
  const alone = ballot.breaksGlass ? ' --break-glass' : ''
  const reason = ballot.reason === undefined ? '' : ` ${ballot.reason}`
  const command = `approve ${request} --hash ${hash} --warned ${key}${alone}${reason}`
  return {
    text: notice(`Not approved yet: ${request}`),
    blocks: [
      section(`*Not approved yet.* Before you approve ${code(request)}:\n${checkLines(warnings).join('\n')}`),
      ...choices([
        { label: 'Approve anyway', command, style: 'danger' },
        { label: 'Review', command: `review ${request}` },
      ]),
    ],
  }
}

export type Refused = Pick<RequestRefused, 'request' | 'refusal' | 'hash'>

function refusalText(refusal: Refusal): string {
  switch (refusal.type) {
    case 'own request':
      return 'This is your own request, so somebody else has to decide. You can withdraw it.'
    case 'not yours':
      return 'Only the requester can do that. Approvers can reject it.'
    case 'guest':
      return 'Guests can’t approve or reject. Ask a full member of this workspace.'
    case 'not an approver':
      return 'You need the approver role for its account. Ask a Ferry admin to give it to you.'
    case 'not named':
      return 'The approval policy lists who may decide on it, and you are not on the list.'
    case 'not on call':
      return 'Only the people the approval policy lists as on call may approve alone.'
    case 'reason missing':
      return 'Give a reason.'
    case 'already voted':
      return `You already approved it ${at(refusal.at)}.`
    case 'content changed':
      return 'It has changed since you looked at it. Review it again first.'
    case 'other account':
      return replacedText(refusal.account)
    case 'warned':
      return checkLines(refusal.warnings).join('\n')
    case 'decided':
      return decidedText(refusal)
    case 'expired':
      return `It expired ${at(refusal.at)}. If you still need it, request it again.`
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

/** The decision about a request, and its outcome since. */
const statusWords: Readonly<Record<MigrationRequest['status']['type'], { word: string; since?: string }>> = {
  waiting: { word: 'waiting' },
  approved: { word: 'approved' },
  creating: { word: 'approved', since: ' and is being created' },
  created: { word: 'approved', since: ' and has been created' },
  failed: { word: 'approved', since: ', but could not be created' },
  rejected: { word: 'rejected' },
  withdrawn: { word: 'withdrawn' },
  expired: { word: 'expired' },
}

function replacedText(account: string): string {
  return `${code(account)} was reconnected after this was requested, and may point to a different project now. The requester can check the request and edit it.`
}

export type RequestList = {
  requests: readonly MigrationRequest[]
  isAll: boolean
  /** Whether only the reader's own are shown. */
  isMine: boolean
  page: number
  unreadable: number
}

const everyRequest = {
  all: { title: 'All requests', none: 'There are no requests yet.' },
  open: { title: 'Open requests', none: 'Nothing is waiting for approval.' },
} as const
const ownRequests = {
  all: { title: 'All your requests', none: 'You have not requested anything yet.' },
  open: { title: 'Your open requests', none: 'None of your requests is open.' },
} as const

/** A list of requests, newest first. */
export function requestList({ requests, isAll, isMine, page, unreadable }: RequestList): Message {
  const part = pageOf(requests, page)
  const { title, none } = (isMine ? ownRequests : everyRequest)[isAll ? 'all' : 'open']
  const command = isMine ? 'requests me' : 'requests'
  const lost = unreadable === 0 ? [] : [section(`:warning: ${plural(unreadable, 'stored request')} cannot be read.`)]
  return {
    text: title,
    blocks: [
      section(`*${title}*${pageText(part)}${requests.length === 0 ? `\n${none}` : ''}`),
      ...pageRows(part, requestRow),
      ...lost,
      ...choices([
        ...turns(isAll ? `${command} all` : command, part),
        ...(isAll ? [] : [{ label: 'All requests', command: `${command} all` }]),
        ...(requests.length === 0 ? [{ label: 'New migration', command: 'create' }] : []),
      ]),
    ],
  }
}

/** A request as a row of a list, with what can be done about it. */
export function requestRow(request: MigrationRequest): KnownBlock {
  const { id, requestedBy, requestedAt } = request
  const lines = [
    `*${routeOf(request)}*`,
    stateLine(request),
    `${code(id)} · requested by ${mention(requestedBy)} ${at(requestedAt)}`,
  ]
  const look = { label: 'Review', command: `review ${id}` }
  const accessory = canRequestAgain(request) ? menu([look, requestAgain(request)]) : button(look)
  return { ...section(lines.join('\n')), accessory }
}

function memoOf(command: string, channel: string | undefined): FormMemo {
  return { command, ...defined({ channel }) }
}
