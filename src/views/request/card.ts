import type { KnownBlock } from '@slack/types'
import { isStuck } from '../../approvals/able.ts'
import {
  type Created,
  type Creating,
  type CreationFailure,
  canRequestAgain,
  type MigrationRequest,
  shortHash,
  type Vote,
} from '../../approvals/request.ts'
import { warningKey, warningsOf } from '../../approvals/warnings.ts'
import { defined } from '../../defined.ts'
import type { PreflightCheck } from '../../migrations/spec/spec.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { subjectsText } from '../access/roles.ts'
import { muteChoices } from '../act/mute.ts'
import { type Choice, choices, context, section } from '../blocks/elements.ts'
import { cut, limits } from '../blocks/limits.ts'
import type { Message } from '../blocks/message.ts'
import { supportLine } from '../words/cloud-words.ts'
import { plural } from '../words/format.ts'
import { briefCheckLines, checkLines, sizeLine, specLines } from '../words/spec-lines.ts'
import { at, code, escaped, named, noticeOf, sentence } from '../words/text.ts'
import { route } from '../words/words.ts'
import { requestSteps } from './steps.ts'
import { remedyFor } from './stuck.ts'

/**
 * The card of a request as an approver sees it in private: why they get it, and how to hear of such requests later.
 * Once it is decided, it only says so.
 */
export function approverCard(request: MigrationRequest, channel: string): Message {
  const { status, spec, id } = request
  const isWaiting = status.type === 'waiting'
  const { account } = spec
  const [buttons, menu] = requestChoices(request)
  const alone = menu.filter(({ command }) => command.startsWith('approve '))
  const card = `Its card is in <#${escaped(channel)}>.`
  return {
    text: noticeOf(`${stateWord(request)}: ${id}, ${routeOf(request)}`),
    blocks: [
      requestHeading(request),
      ...requestDetails(request, { isBrief: true }),
      // What becomes of the migration is for the card in the channel.
      ...(status.type === 'created' ? [] : [requestSteps(request)]),
      context(isWaiting ? `You get this because you can approve it. ${card}` : card),
      ...(isWaiting ? choices(buttons, [...alone, ...muteChoices(account, 'me')]) : []),
    ],
  }
}

/** The card of a request: its content, its state, and what people can do about it. */
export function requestCard(request: MigrationRequest): Message {
  const blocks: KnownBlock[] = [
    requestHeading(request),
    ...requestDetails(request, { isBrief: true }),
    requestSteps(request),
    ...choices(...requestChoices(request)),
  ]
  return { text: noticeOf(`${stateWord(request)}: ${request.id}, ${routeOf(request)}`), blocks }
}

export function requestHeading(request: MigrationRequest): KnownBlock {
  return section(`*New migration: ${routeOf(request)}*\n${standingLines(request)}`)
}

/** Everything that is known of a request, for the people who decide. In brief, passed checks are only counted. */
export function requestDetails(request: MigrationRequest, { isBrief }: { isBrief: boolean }): KnownBlock[] {
  const { id, spec, checks, requestedBy, requestedAt, terms } = request
  const small = [
    code(id),
    `requested by ${mention(requestedBy)} ${at(requestedAt)}`,
    `content ${code(shortHash(request))}`,
    terms.policyVersion === 0 ? 'no policy set' : `policy ${terms.policyVersion}`,
  ]
  return [
    section([...specLines(spec), ...sizeLine(request)].join('\n')),
    ...(checks.length === 0 ? [] : [section((isBrief ? briefCheckLines : checkLines)(checks).join('\n'))]),
    ...historyBlocks(request),
    context(small.join(' · ')),
  ]
}

export function routeOf({ spec: { source, target } }: Pick<MigrationRequest, 'spec'>): string {
  const from = source.bucket ?? source.listFile?.key ?? source.cloud
  return route({ ...defined({ bucket: from }) }, { bucket: target.bucket })
}

/** A request's state in a line that fits a phone. */
export function stateLine(request: MigrationRequest): string {
  const { status, spec, votes, terms } = request
  switch (status.type) {
    case 'waiting':
      return `:hourglass_flowing_sand: *${votes.length} of ${terms.needed} approvals*, expires ${at(terms.expiresAt)}`
    case 'approved':
      return ':white_check_mark: *Approved*, about to be created'
    case 'creating':
      return `:gear: *Being created*${status.attempts > 1 ? `, attempt ${status.attempts}` : ''}${sought(status)}`
    case 'created':
      return `:white_check_mark: *Created* as ${code(refOf({ account: spec.account, id: status.migrationId }))}${second(request, status)}`
    case 'failed':
      return failureLines(status.failure).join('\n')
    case 'rejected':
      return `:no_entry_sign: *Rejected* by ${mention(status.by)} ${at(status.at)}: ${named(status.reason, reasonLength)}`
    case 'withdrawn':
      return `:leftwards_arrow_with_hook: *Withdrawn* by ${mention(status.by)} ${at(status.at)}`
    case 'expired':
      return `:alarm_clock: *Expired* ${at(status.at)}: nobody decided in time`
    default:
      return status satisfies never
  }
}

/** A request's state and, while it waits, the people who can decide. */
export function standingLines(request: MigrationRequest): string {
  const { status, approvers, able } = request
  if (status.type !== 'waiting') return stateLine(request)
  const subjects = able?.subjects ?? approvers ?? []
  const isNaming = approvers !== undefined || subjects.length > 0
  const who = isNaming ? [`Approvers: ${subjectsText(subjects)}`] : []
  const stuck = isStuck(request, able) ? [`:warning: Too few people can approve this. ${remedyFor(request)}`] : []
  return [stateLine(request), ...who, ...stuck].join('\n')
}

/** Why a creation seems to stand still: calling the cloud again now could create a second migration. */
function sought({ isSought, notBefore, settlesAt }: Creating): string {
  if (!isSought) return ''
  const again =
    settlesAt > notBefore
      ? `Ferry waits until ${at(settlesAt)} before it tries to create it again`
      : 'Ferry tries to create it again only if it finds none'
  return [
    '. The cloud’s answer was lost, so the migration may already exist or may still appear.',
    `Ferry looks for it every minute, next at ${at(notBefore)}.`,
    `${again}, so that you never get two: a call can take up to five minutes to arrive.`,
  ].join(' ')
}

function second({ spec: { account } }: MigrationRequest, { secondId }: Created): string {
  return secondId === undefined ? '' : `, and a second time as ${code(refOf({ account, id: secondId }))}`
}

function failureLines({ what, next, requestId }: CreationFailure): string[] {
  const support = requestId === undefined ? [] : [supportLine(requestId)]
  return [`:x: *Not created*: ${sentence(what)}`, sentence(next), ...support]
}

export const reasonLength = 300

export function stateWord({ status: { type } }: MigrationRequest): string {
  return type === 'waiting' ? 'Waiting for approval' : `${type.slice(0, 1).toUpperCase()}${type.slice(1)}`
}

export function voteLine({ user, at: votedAt, reason, isBreakGlass }: Vote): string {
  const why = reason === undefined ? '' : `: ${named(reason, reasonLength)}`
  return isBreakGlass
    ? `:rotating_light: ${mention(user)} approved alone, on call, ${at(votedAt)}${why}`
    : `${mention(user)} approved ${at(votedAt)}${why}`
}

function historyBlocks({ votes, edits }: MigrationRequest): KnownBlock[] {
  const last = edits.at(-1)
  const voided = last === undefined || last.voided.length === 0 ? '' : `; approvals by ${people(last.voided)} are void`
  const lines = [
    ...(last === undefined ? [] : [`:pencil2: changed by ${mention(last.by)} ${at(last.at)}${voided}`]),
    ...votes.map((vote) => (vote.isBreakGlass ? voteLine(vote) : `:ballot_box_with_check: ${voteLine(vote)}`)),
  ]
  return lines.length === 0 ? [] : [section(lines.join('\n'))]
}

/**
 * Buttons and menu entries of a request. Each carries the hash of the content shown, so that nobody approves what has
 * changed since.
 */
function requestChoices(request: MigrationRequest): [Choice[], Choice[]] {
  const { id, status, terms } = request
  if (status.type === 'creating' && status.isSought) {
    return [[{ label: 'Look now', command: `requests look ${id}` }], []]
  }
  if (status.type !== 'waiting') return [canRequestAgain(request) ? [requestAgain(request)] : [], []]
  const seen = `${id} --hash ${shortHash(request)}`
  const alone: Choice = { label: 'Approve alone (on call)', command: `approve ${seen} --break-glass` }
  return [
    [
      { label: 'Review', command: `review ${id}` },
      approveChoice(request, seen),
      { label: 'Reject', command: `reject ${seen}`, style: 'danger' },
    ],
    [
      ...(terms.breakGlass === undefined ? [] : [alone]),
      { label: 'Edit', command: `create --edit ${id}` },
      { label: 'Withdraw', command: `withdraw ${id}` },
    ],
  ]
}

/** The button that approves. Beside a warning, it asks once more and names it. */
function approveChoice(request: MigrationRequest, seen: string): Choice {
  const warnings = warningsOf(request)
  return {
    label: 'Approve',
    command: `approve ${seen}${warnedWords(request)}`,
    style: 'primary',
    ...(warnings.length > 0 && {
      confirm: { title: 'Approve despite this?', text: warningText(warnings), yes: 'Approve anyway' },
    }),
  }
}

/** Words of a command that approves despite the warnings of a request. */
export function warnedWords(request: Pick<MigrationRequest, 'checks'>): string {
  const key = warningKey(request)
  return key === undefined ? '' : ` --warned ${key}`
}

/** The warnings without formatting, for a dialog. */
function warningText(warnings: readonly PreflightCheck[]): string {
  const [first, ...more] = warnings
  const rest = more.length === 0 ? '' : ` (and ${plural(more.length, 'more warning')} on the card)`
  return `${cut(first?.what ?? '', limits.confirmText - rest.length)}${rest}`
}

export function requestAgain({ id }: MigrationRequest): Choice {
  return { label: 'Edit and request again', command: `create --again ${id}` }
}

export function mention(id: string): string {
  return `<@${escaped(id)}>`
}

export function people(ids: readonly string[]): string {
  return ids.map(mention).join(', ')
}
