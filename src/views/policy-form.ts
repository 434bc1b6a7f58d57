import type { KnownBlock } from '@slack/types'
import type { Subject } from '../access/roles.ts'
import { type Doubt, keyOf } from '../approvals/doubts.ts'
import { type ApprovalPolicy, mostNamed, mostNeeded, type StricterRule } from '../approvals/policy.ts'
import { subjectText } from './access.ts'
import { section } from './elements.ts'
import { formModal, question } from './form.ts'
import { formatBytes, plural } from './format.ts'
import { limits } from './limits.ts'
import type { Modal } from './message.ts'
import { people } from './request-card.ts'
import { code } from './text.ts'

export type PolicyForm = {
  policy: ApprovalPolicy
  ruleExamples: string
  /** Number of the newest version if it cannot be read. Then `policy` is an older version. */
  lost?: number
  /** Doubts because of which the policy was not saved yet. */
  doubts?: readonly Doubt[]
  channel?: string
}

export function policyForm({ policy, ruleExamples, lost, doubts = [], channel }: PolicyForm): Modal {
  return formModal({
    title: doubts.length === 0 ? 'Approval policy' : 'Not saved yet',
    submit: 'Save',
    memo: { command: 'approvals set', ...(channel === undefined ? {} : { channel }) },
    blocks: [
      ...(lost === undefined ? [] : [section(lostText(lost, policy))]),
      ...warnings(doubts),
      question({
        name: 'channel',
        label: 'Approvals channel',
        hint: 'Without one, each request is decided where it was asked for.',
        isOptional: true,
        isChannel: true,
        ...(policy.channel === undefined ? {} : { initial: policy.channel }),
      }),
      ...namedQuestions('ask', 'Who may ask', { subjects: policy.requesters, role: 'operator' }),
      ...namedQuestions('approve', 'Who approves', { subjects: policy.approvers, role: 'approver' }),
      ...countQuestions(policy),
      ...timeQuestions(policy),
      ...subjectQuestions('escalate', 'Call with the last reminder', policy.escalateTo),
      question({
        name: 'stricter',
        label: 'Stricter rules',
        hint: `One a line: ${ruleExamples}. An unknown size counts as large; after “by”, who alone approves, by their ids.`,
        isOptional: true,
        isMultiline: true,
        maxLength: limits.inputText,
        initial: policy.stricter.map(typedRule).join('\n'),
      }),
      ...subjectQuestions('onCall', 'On call: may approve alone', policy.breakGlass),
      ...warnings(doubts),
      ...(doubts.length === 0 ? [] : [anyway(doubts)]),
    ],
  })
}

function countQuestions({ needed, allowsSelf }: ApprovalPolicy): KnownBlock[] {
  const counts = Array.from({ length: mostNeeded + 1 }, (_, count) => String(count))
  return [
    question({
      name: 'needed',
      label: 'Approvals needed',
      choices: counts.map((value) => ({ value, label: value })),
      initial: String(needed),
    }),
    question({
      name: 'self',
      label: 'May people approve their own requests?',
      choices: [
        { value: 'no', label: 'No' },
        { value: 'yes', label: 'Yes' },
      ],
      initial: allowsSelf ? 'yes' : 'no',
    }),
  ]
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

type NamedNow = { subjects: readonly Subject[] | undefined; role: string }

/** Two questions for people and user groups, because Slack's list of people has no user groups. */
function namedQuestions(name: string, label: string, { subjects = [], role }: NamedNow): KnownBlock[] {
  const ids = (type: Subject['type']) => subjects.filter((one) => one.type === type).map(({ id }) => id)
  return [
    question({
      name: `${name}People`,
      label,
      hint: `These alone, whatever their role. If you name nobody: everyone with the ${role} role.`,
      isOptional: true,
      arePeople: true,
      maxChosen: mostNamed,
      initial: ids('user').join(','),
    }),
    question({
      name: `${name}Groups`,
      label: `${label}: user groups`,
      hint: 'Their ids with commas, S012ABCDEF: in Slack’s list of user groups, “Copy group ID”.',
      placeholder: 'S012ABCDEF',
      isOptional: true,
      maxLength: 300,
      initial: ids('group').join(', '),
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
      label: `${label}: or a user group`,
      hint: 'Its id, S012ABCDEF: in Slack’s list of user groups, “Copy group ID”.',
      placeholder: 'S012ABCDEF',
      isOptional: true,
      maxLength: 40,
      ...group,
    }),
  ]
}

/** A rule as it is typed into the form. */
function typedRule({ account, aboveBytes, needed, approvers }: StricterRule): string {
  const size = aboveBytes === undefined ? [] : [`> ${aboveBytes / 1e9} GB`]
  const by = approvers === undefined ? [] : ['by', ...approvers.map(({ id }) => id)]
  return [...(account === undefined ? [] : [account]), ...size, needed, ...by].join(' ')
}

/**
 * The box to save a policy despite doubts. Its value names exactly these doubts, so that other ones are asked about
 * again.
 */
function anyway(doubts: readonly Doubt[]): KnownBlock {
  return question({
    name: 'anyway',
    label: 'Save it all the same?',
    isOptional: true,
    ticks: [{ value: keyOf(doubts), label: 'Yes, I have read the warnings' }],
  })
}

const mostDoubts = 10

function lostText(lost: number, { version }: ApprovalPolicy): string {
  const from = version === 0 ? 'what holds before anybody has set one' : `version ${version}`
  return `:warning: Version ${lost} cannot be read. The answers below are those of ${from}, which may be laxer: look at each before you save.`
}

/** The warnings, which stand at both ends of the form: people may be at either when they press Save. */
function warnings(doubts: readonly Doubt[]): KnownBlock[] {
  return doubts.length === 0 ? [] : [section(`*Not saved yet*\n${doubtLines(doubts)}`)]
}

function doubtLines(doubts: readonly Doubt[]): string {
  const shown = doubts.slice(0, mostDoubts).map((doubt) => `:warning: ${doubtText(doubt)}`)
  const more = doubts.length - shown.length
  return [...shown, ...(more === 0 ? [] : [`and ${more} more`])].join('\n')
}

function doubtText(doubt: Doubt): string {
  switch (doubt.type) {
    case 'empty group':
      return `Nobody is in ${groupText(doubt.group)}, or there is no such user group.`
    case 'unknown group':
      return `Slack did not say who is in ${groupText(doubt.group)}.`
    case 'guest':
      return `${people([doubt.user])} is a guest, and guests cannot approve or reject.`
    case 'outsider':
      return `${people([doubt.user])} has left this workspace or belongs to another one, and counts for nothing here.`
    case 'too few': {
      const who = doubt.able === 0 ? 'nobody' : `only ${plural(doubt.able, 'person', 'people')}`
      const needed = `${plural(doubt.needed, 'approval')} ${doubt.needed === 1 ? 'is' : 'are'} needed`
      return `${needed}${whereText(doubt)}, but ${who} named can give one: requests would expire.`
    }
    case 'none left':
      return `What ${people(doubt.users)} asks for${whereText(doubt)} would expire: nobody approves their own, and too few others are named.`
    default:
      return doubt satisfies never
  }
}

function groupText(id: string): string {
  return `${subjectText({ type: 'group', id })} (${code(id, 20)})`
}

function whereText({ account, aboveBytes }: Pick<StricterRule, 'account' | 'aboveBytes'>): string {
  const where = account === undefined ? '' : ` for ${code(account, 40)}`
  return `${where}${aboveBytes === undefined ? '' : ` above ${formatBytes(aboveBytes)}`}`
}
