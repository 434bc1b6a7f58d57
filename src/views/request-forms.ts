import type { KnownBlock } from '@slack/types'
import { type MigrationRequest, shortHash } from '../approvals/request.ts'
import type { Refusal } from '../approvals/transitions.ts'
import type { ErrorDetails } from '../errors.ts'
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
  /** Its account was connected anew since, to something else. */
  isReplaced: boolean
  channel?: string
}

/** Everything about a request; who may decide it does so on the same page. */
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

/** Asked where a decision takes one: a rejection, and an approval by one person alone. */
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

/** Said to whoever decided. */
export function decidedMessage(request: MigrationRequest): Message {
  return {
    text: notice(`${stateWord(request)}: ${request.id}`),
    blocks: [requestHeading(request), ...choices([{ label: 'Review', command: `review ${request.id}` }])],
  }
}

/** Said to whoever wants the cloud to be asked now. */
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

/** Why a decision or a change does not count, from the details of the error. */
export function voteRefused(details: ErrorDetails, offered: readonly Choice[] = []): Message {
  const { id = '', code: why = '', status = '', since = '', by = '', at: when, account = '' } = details
  const whom = by === '' ? '' : ` by ${people(String(by).split(' '))}`
  const moment = typeof when === 'number' ? ` ${at(when)}` : ''
  const words: Record<Refusal['type'], string> = {
    'own request': 'It is your own request. Somebody else has to decide; you can withdraw it.',
    'not yours': 'Only whoever asked for it can do that. Approvers can reject it.',
    guest: 'Guests cannot decide. Ask a full member of this workspace.',
    'not an approver': 'You need the approver role for its account, which an admin of Ferry can give you.',
    'not named': 'The approval policy names who may decide about it, and you are not among them.',
    'not on call': 'Only those on call, as the approval policy names them, may approve alone.',
    'reason missing': 'It needs a reason.',
    'already voted': `You have approved it already${moment}.`,
    'content changed': 'It was changed since you looked. Look at it again first.',
    'other account': replacedText(String(account)),
    decided: `It is already ${status}${whom}${moment}${since}.`,
    expired: `It expired${moment}. Whoever wants it has to ask again.`,
  }
  const reason = Object.entries(words).find(([type]) => type === why)?.[1] ?? 'It cannot be decided now.'
  return {
    text: notice(`Nothing was changed: ${id}`),
    blocks: [
      section(`:warning: ${code(String(id))}: ${reason}`),
      ...choices([{ label: 'Review', command: `review ${id}` }, ...offered]),
    ],
  }
}

function replacedText(account: string): string {
  return `${code(account)} was connected anew since this was asked for, and may be another project now. Whoever asked can look at it and edit it.`
}

export type RequestList = { requests: readonly MigrationRequest[]; isAll: boolean; unreadable: number }

/** Newest first. */
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

/** One line of a list, with what can be done about it. */
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
