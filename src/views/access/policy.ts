import type { Subject } from '../../access/roles.ts'
import type { ApprovalPolicy } from '../../approvals/policy.ts'
import { choices, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { pageOf, pageRows, pageText, turns } from '../blocks/pages.ts'
import { mention } from '../request/card.ts'
import { formatDuration, plural } from '../words/format.ts'
import { at, escaped } from '../words/text.ts'
import { subjectsText, subjectText } from './roles.ts'
import { ruleText, sizeNote } from './rules.ts'

/** The present approval policy. */
export function policyPage(policy: ApprovalPolicy): Message {
  return {
    text: 'The approval policy',
    blocks: [
      section(policyLines(policy).join('\n')),
      ...(policy.stricter.length === 0 ? [] : [section(ruleLines(policy).join('\n'))]),
      context(changeLine(policy)),
      ...choices([
        { label: 'Change', command: 'approvals set', style: 'primary' },
        { label: 'History', command: 'approvals history' },
        { label: 'Open requests', command: 'requests' },
      ]),
    ],
  }
}

/** Versions of the approval policy. `lost` are the numbers of versions that cannot be read. */
export type PolicyHistory = { policies: readonly ApprovalPolicy[]; lost: readonly number[] }

/** Every version of the approval policy, newest first. */
export function policyHistoryPage({ policies, lost }: PolicyHistory, page: number): Message {
  const part = pageOf(policies, page, versionsPerPage)
  const none = 'Nobody has set a policy yet. By default, somebody else has to approve within a day.'
  return {
    text: 'Versions of the approval policy',
    blocks: [
      section(
        policies.length === 0 && lost.length === 0
          ? none
          : `*${plural(policies.length, 'version')}*, newest first${pageText(part)}`,
      ),
      ...(lost.length === 0
        ? []
        : [section(`:warning: Stored, but unreadable: version ${lost.slice(0, 20).join(', ')}`)]),
      ...pageRows(part, (policy) => section(versionLines(policy).join('\n'))),
      ...choices([
        ...turns('approvals history', part),
        ...(policies.length + lost.length === 0 ? [{ label: 'Set a policy', command: 'approvals set' }] : []),
      ]),
    ],
  }
}

/** A version with many rules takes more than a screen of a phone. */
const versionsPerPage = 2

/** A policy in one line, for the audit. */
export function policySummary(policy: Omit<ApprovalPolicy, 'version' | 'changedAt'>): string {
  const self = policy.allowsSelf ? 'own requests too' : 'not their own'
  const rules = policy.stricter.length === 0 ? '' : `, ${plural(policy.stricter.length, 'stricter rule')}`
  const named = `${idsText('requested by', policy.requesters)}${idsText('approved by', policy.approvers)}`
  return `${plural(policy.needed, 'approval')}, ${self}, within ${formatDuration(policy.expiresAfterMs)}${rules}${named}`
}

/** Most ids in the summary. The stored version has them all. */
const mostIds = 4

function idsText(what: string, subjects: readonly Subject[] | undefined): string {
  if (subjects === undefined) return ''
  const ids = subjects.slice(0, mostIds).map(({ id }) => id)
  const more = subjects.length - ids.length
  return `, ${what} ${[...ids, ...(more === 0 ? [] : [`${more} more`])].join(' ')}`
}

function policyLines(policy: ApprovalPolicy): string[] {
  const { channel, needed, allowsSelf, expiresAfterMs, remindAfterMs, escalateTo, breakGlass } = policy
  const { requesters, approvers } = policy
  const reminders = remindAfterMs.map(formatDuration).join(', ')
  const escalation = escalateTo === undefined ? '' : `; the last one notifies ${subjectText(escalateTo)}`
  return [
    needed === 0 ? '*No approval needed* for a new migration' : `*${plural(needed, 'approval')}* for a new migration`,
    requesters === undefined
      ? 'Operators can request'
      : `Only these can request: ${subjectsText(requesters, mostShown)}`,
    approvers === undefined ? 'Approvers can approve' : `Only these can approve: ${subjectsText(approvers, mostShown)}`,
    allowsSelf ? 'People can approve their own requests' : 'People can’t approve their own requests',
    channel === undefined ? 'Decided in the channel it came from' : `Decided in <#${escaped(channel)}>`,
    `Expires after ${formatDuration(expiresAfterMs)}`,
    reminders === '' ? 'No reminders' : `Reminders after ${reminders}${escalation}`,
    breakGlass === undefined ? 'Nobody can approve alone' : `On call, can approve alone: ${subjectText(breakGlass)}`,
  ]
}

const mostShown = 20

function ruleLines({ stricter }: ApprovalPolicy): string[] {
  return [...stricter.map((rule) => `• ${ruleText(rule)}`), ...sizeNote(stricter)]
}

function versionLines(policy: ApprovalPolicy): string[] {
  return [...policyLines(policy), ...ruleLines(policy), changeLine(policy)]
}

function changeLine({ version, changedBy, changedAt }: ApprovalPolicy): string {
  return changedBy === undefined
    ? 'Nobody has set a policy yet'
    : `Version ${version}, set by ${mention(changedBy)} ${at(changedAt)}`
}
