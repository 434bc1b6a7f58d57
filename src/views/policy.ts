import type { KnownBlock } from '@slack/types'
import type { Subject } from '../access/roles.ts'
import { type ApprovalPolicy, mostNeeded, type StricterRule } from '../approvals/policy.ts'
import { subjectText } from './access.ts'
import { choices, context, section } from './elements.ts'
import { formModal, question } from './form.ts'
import { formatBytes, formatDuration, plural } from './format.ts'
import type { Message, Modal } from './message.ts'
import { mention } from './request-card.ts'
import { rows } from './rows.ts'
import { at, code, escaped } from './text.ts'

/** The rules for new migrations, as they are now. */
export function policyPage(policy: ApprovalPolicy, canChange: boolean): Message {
  return {
    text: 'The approval policy',
    blocks: [
      section(policyLines(policy).join('\n')),
      context(changeLine(policy)),
      ...choices([
        ...(canChange ? [{ label: 'Change', command: 'approvals set', style: 'primary' as const }] : []),
        { label: 'History', command: 'approvals history' },
        { label: 'Open requests', command: 'requests' },
      ]),
    ],
  }
}

/** Every version, newest first. */
export function policyHistoryPage(policies: readonly ApprovalPolicy[]): Message {
  const none = 'Nobody has set a policy yet: one approval, by somebody else, within a day.'
  return {
    text: 'Versions of the approval policy',
    blocks: [
      section(`*${plural(policies.length, 'version')}*${policies.length === 0 ? `\n${none}` : ', newest first'}`),
      ...rows(policies, (policy): KnownBlock => section(`${policyLines(policy).join('\n')}\n${changeLine(policy)}`)),
    ],
  }
}

/** For the audit. */
export function policySummary(policy: Pick<ApprovalPolicy, 'needed' | 'allowsSelf' | 'stricter' | 'expiresAfterMs'>) {
  const self = policy.allowsSelf ? 'own requests too' : 'not their own'
  const rules = policy.stricter.length === 0 ? '' : `, ${plural(policy.stricter.length, 'stricter rule')}`
  return `${plural(policy.needed, 'approval')}, ${self}, within ${formatDuration(policy.expiresAfterMs)}${rules}`
}

function policyLines(policy: ApprovalPolicy): string[] {
  const { channel, needed, allowsSelf, expiresAfterMs, remindAfterMs, escalateTo, stricter, breakGlass } = policy
  const reminders = remindAfterMs.map(formatDuration).join(', ')
  const escalation = escalateTo === undefined ? '' : `; the last one calls ${subjectText(escalateTo)}`
  return [
    needed === 0 ? '*Nobody has to approve* new migrations' : `*${plural(needed, 'approval')}* for a new migration`,
    `Whoever asks ${allowsSelf ? 'may approve it too' : 'cannot approve it'}`,
    channel === undefined ? 'Decided where it is asked for' : `Decided in <#${escaped(channel)}>`,
    `Expires after ${formatDuration(expiresAfterMs)}`,
    reminders === '' ? 'No reminders' : `Reminders after ${reminders}${escalation}`,
    ...stricter.map((rule) => `• ${ruleText(rule)}`),
    breakGlass === undefined
      ? 'Nobody may approve alone'
      : `On call, who may approve alone: ${subjectText(breakGlass)}`,
  ]
}

function ruleText({ account, aboveBytes, needed }: StricterRule): string {
  const where = account === undefined ? '' : ` for ${code(account, 40)}`
  const size = aboveBytes === undefined ? '' : ` above ${formatBytes(aboveBytes)}, or of unknown size`
  return `${plural(needed, 'approval')}${where}${size}`
}

function changeLine({ version, changedBy, changedAt }: ApprovalPolicy): string {
  return changedBy === undefined
    ? 'Nobody has set a policy yet'
    : `Version ${version}, set by ${mention(changedBy)} ${at(changedAt)}`
}

export type PolicyForm = { policy: ApprovalPolicy; ruleExamples: string; channel?: string }

export function policyForm({ policy, ruleExamples, channel }: PolicyForm): Modal {
  const counts = Array.from({ length: mostNeeded + 1 }, (_, count) => String(count))
  return formModal({
    title: 'Approval policy',
    submit: 'Save',
    memo: { command: 'approvals set', ...(channel === undefined ? {} : { channel }) },
    blocks: [
      question({
        name: 'channel',
        label: 'Approvals channel',
        hint: 'Without one, each request is decided where it was asked for.',
        isOptional: true,
        isChannel: true,
        ...(policy.channel === undefined ? {} : { initial: policy.channel }),
      }),
      question({
        name: 'needed',
        label: 'Approvals needed',
        choices: counts.map((value) => ({ value, label: value })),
        initial: String(policy.needed),
      }),
      question({
        name: 'self',
        label: 'May people approve their own requests?',
        choices: [
          { value: 'no', label: 'No' },
          { value: 'yes', label: 'Yes' },
        ],
        initial: policy.allowsSelf ? 'yes' : 'no',
      }),
      ...timeQuestions(policy),
      ...subjectQuestions('escalate', 'Call with the last reminder', policy.escalateTo),
      question({
        name: 'stricter',
        label: 'Stricter rules',
        hint: `One a line: ${ruleExamples}. An unknown size counts as large.`,
        isOptional: true,
        isMultiline: true,
        maxLength: 1000,
        initial: policy.stricter.map(typedRule).join('\n'),
      }),
      ...subjectQuestions('onCall', 'On call: may approve alone', policy.breakGlass),
    ],
  })
}

const hourMs = 3_600_000

function timeQuestions({ expiresAfterMs, remindAfterMs }: ApprovalPolicy): KnownBlock[] {
  return [
    question({
      name: 'expires',
      label: 'Expires after (hours)',
      maxLength: 6,
      initial: String(expiresAfterMs / hourMs),
    }),
    question({
      name: 'reminders',
      label: 'Reminders after (hours)',
      hint: 'With commas: 4, 20',
      isOptional: true,
      maxLength: 100,
      initial: remindAfterMs.map((ms) => ms / hourMs).join(', '),
    }),
  ]
}

function subjectQuestions(name: string, label: string, subject: Subject | undefined): KnownBlock[] {
  const person = subject?.type === 'user' ? { initial: subject.id } : {}
  const group = subject?.type === 'group' ? { initial: subject.id } : {}
  return [
    question({ name: `${name}Person`, label, isOptional: true, isPerson: true, ...person }),
    question({
      name: `${name}Group`,
      label: `${label}, or a user group`,
      hint: 'Its id, S012ABCDEF: in Slack’s list of user groups, “Copy group ID”.',
      placeholder: 'S012ABCDEF',
      isOptional: true,
      maxLength: 40,
      ...group,
    }),
  ]
}

/** As it is typed into the form. */
function typedRule({ account, aboveBytes, needed }: StricterRule): string {
  const size = aboveBytes === undefined ? [] : [`> ${aboveBytes / 1e9} GB`]
  return [...(account === undefined ? [] : [account]), ...size, needed].join(' ')
}
