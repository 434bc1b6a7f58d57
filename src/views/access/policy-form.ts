import type { KnownBlock } from '@slack/types'
import type { Subject } from '../../access/roles.ts'
import { type Doubt, keyOf } from '../../approvals/doubts.ts'
import { type ApprovalPolicy, mostNamed, mostNeeded, type StricterRule } from '../../approvals/policy.ts'
import { defined } from '../../defined.ts'
import { section } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import type { Modal } from '../blocks/message.ts'
import { people } from '../request/card.ts'
import { formatBytes, plural } from '../words/format.ts'
import { code, named } from '../words/text.ts'
import { commandWith, ruleRows } from './rules.ts'

export type PolicyForm = {
  policy: ApprovalPolicy
  /** Number of the newest version if it cannot be read. Then `policy` is an older version. */
  lost?: number
  /** Doubts because of which the policy was not saved yet. */
  doubts?: readonly Doubt[]
  channel?: string
  /** The user groups that the policy names, by their names. */
  groups?: readonly Named[]
}

type Named = { value: string; label: string }

export function policyForm({ policy, lost, doubts = [], channel, groups = [] }: PolicyForm): Modal {
  return formModal({
    title: doubts.length === 0 ? 'Approval policy' : 'Not saved yet',
    submit: 'Save',
    memo: { command: commandWith(policy.stricter), ...defined({ channel }) },
    blocks: [
      ...(lost === undefined ? [] : [section(lostText(lost, policy))]),
      ...warnings(doubts, groups),
      question({
        name: 'channel',
        label: 'Approvals channel',
        hint: 'If you choose none, each request is decided in the channel it came from.',
        isOptional: true,
        isChannel: true,
        ...defined({ initial: policy.channel }),
      }),
      // The name stays `ask`: forms that an earlier version opened answer under it.
      ...namedQuestions('ask', 'Who can request', { subjects: policy.requesters, role: 'operator', groups }),
      ...namedQuestions('approve', 'Who approves', { subjects: policy.approvers, role: 'approver', groups }),
      ...countQuestions(policy),
      ...timeQuestions(policy),
      ...subjectQuestions('escalate', 'Notify with the last reminder', { subject: policy.escalateTo, groups }),
      ...ruleRows(policy.stricter),
      ...subjectQuestions('onCall', 'On call: can approve alone', { subject: policy.breakGlass, groups }),
      ...warnings(doubts, groups),
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
      label: 'Can people approve their own requests?',
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
      hint: 'Separate with commas: 4, 20',
      isOptional: true,
      maxLength: 100,
      initial: remindAfterMs.map((ms) => ms / hourMs).join(', '),
    }),
  ]
}

type NamedNow = { subjects: readonly Subject[] | undefined; role: string; groups: readonly Named[] }

/** Two questions for people and user groups, because Slack's list of people has no user groups. */
function namedQuestions(name: string, label: string, { subjects = [], role, groups }: NamedNow): KnownBlock[] {
  const people = subjects.flatMap(({ type, id }) => (type === 'user' ? id : []))
  return [
    question({
      name: `${name}People`,
      label,
      hint: `Only these people, whatever their role. Leave empty for everyone with the ${role} role.`,
      isOptional: true,
      arePeople: true,
      maxChosen: mostNamed,
      initial: people.join(','),
    }),
    question({
      name: `${name}Groups`,
      label: `${label}: user groups`,
      placeholder: 'Type a part of the name',
      isOptional: true,
      severalSuggested: groupsAmong(subjects, groups),
      maxChosen: mostNamed,
    }),
  ]
}

/** The user groups among subjects, as the options of a select. */
function groupsAmong(subjects: readonly Subject[], groups: readonly Named[]): Named[] {
  return subjects.flatMap(({ type, id }) =>
    type === 'group' ? (groups.find(({ value }) => value === id) ?? { value: id, label: id }) : [],
  )
}

type OneNow = { subject: Subject | undefined; groups: readonly Named[] }

function subjectQuestions(name: string, label: string, { subject, groups }: OneNow): KnownBlock[] {
  const person = subject?.type === 'user' ? { initial: subject.id } : {}
  return [
    question({ name: `${name}Person`, label, isOptional: true, isPerson: true, ...person }),
    question({
      name: `${name}Group`,
      label: `${label}: or a user group`,
      placeholder: 'Type a part of the name',
      isOptional: true,
      severalSuggested: groupsAmong(subject === undefined ? [] : [subject], groups),
      maxChosen: 1,
    }),
  ]
}

/**
 * The box to save a policy despite doubts. Its value names exactly these doubts, so that other ones are asked about
 * again.
 */
function anyway(doubts: readonly Doubt[]): KnownBlock {
  return question({
    name: 'anyway',
    label: 'Save anyway?',
    isOptional: true,
    ticks: [{ value: keyOf(doubts), label: 'Yes, I have read the warnings' }],
  })
}

const mostDoubts = 10

function lostText(lost: number, { version }: ApprovalPolicy): string {
  const from = version === 0 ? 'the default policy' : `version ${version}`
  return `:warning: Ferry can’t read version ${lost}. The answers below come from ${from}, which may be less strict. Check each one before you save.`
}

/** The warnings, which stand at both ends of the form: people may be at either when they press Save. */
function warnings(doubts: readonly Doubt[], groups: readonly Named[]): KnownBlock[] {
  return doubts.length === 0 ? [] : [section(`*Not saved yet*\n${doubtLines(doubts, groups)}`)]
}

function doubtLines(doubts: readonly Doubt[], groups: readonly Named[]): string {
  const shown = doubts.slice(0, mostDoubts).map((doubt) => `:warning: ${doubtText(doubt, groups)}`)
  const more = doubts.length - shown.length
  return [...shown, ...(more === 0 ? [] : [`and ${more} more`])].join('\n')
}

function doubtText(doubt: Doubt, groups: readonly Named[]): string {
  switch (doubt.type) {
    case 'empty group':
      return `${groupText(doubt.group, groups)} is empty or does not exist.`
    case 'unknown group':
      return `Slack did not tell Ferry who is in ${groupText(doubt.group, groups)}.`
    case 'guest':
      return `${people([doubt.user])} is a guest, and guests can’t approve or reject.`
    case 'outsider':
      return `${people([doubt.user])} has left this workspace or belongs to another one, so they can’t approve anything.`
    case 'too few': {
      const who = doubt.able === 0 ? 'nobody' : `only ${plural(doubt.able, 'person', 'people')}`
      const needed = `${plural(doubt.needed, 'approval')} ${doubt.needed === 1 ? 'is' : 'are'} needed`
      return `${needed}${whereText(doubt)}, but ${who} on the list can give one: requests would expire.`
    }
    case 'none left':
      return `Requests from ${people(doubt.users)}${whereText(doubt)} would expire: people can’t approve their own, and too few others are on the list.`
    default:
      return doubt satisfies never
  }
}

/** A user group by its name. Of one that Slack does not know, nothing but the id tells which it is. */
function groupText(id: string, groups: readonly Named[]): string {
  const label = groups.find(({ value }) => value === id)?.label ?? id
  return label === id ? `The user group ${code(id, 20)}` : `*${named(label, 80)}*`
}

function whereText({ account, aboveBytes }: Pick<StricterRule, 'account' | 'aboveBytes'>): string {
  const where = account === undefined ? '' : ` for ${code(account, 40)}`
  return `${where}${aboveBytes === undefined ? '' : ` above ${formatBytes(aboveBytes)}`}`
}
