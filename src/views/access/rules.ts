import type { KnownBlock } from '@slack/types'
import { mostNeeded, type StricterRule } from '../../approvals/policy.ts'
import { mostInRule, mostRules, typedRules } from '../../approvals/typed-rules.ts'
import { defined } from '../../defined.ts'
import { button, choices, context, section } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import { limits } from '../blocks/limits.ts'
import type { Message, Modal } from '../blocks/message.ts'
import { formatBytes, plural } from '../words/format.ts'
import { code } from '../words/text.ts'
import { subjectsText } from './roles.ts'

/** A stricter rule in one sentence, without a full stop. */
export function ruleText({ account, aboveBytes, needed, approvers }: StricterRule): string {
  const place = account === undefined ? [] : [`Account ${code(account, 40)}`]
  const size =
    aboveBytes === undefined ? [] : [`${account === undefined ? 'More' : 'more'} than ${formatBytes(aboveBytes)}`]
  const where = [...place, ...size].join(', ') || 'Every request'
  const who = approvers === undefined ? '' : `, only by ${subjectsText(approvers)}`
  return `${where}: ${plural(needed, 'approval')}${who}`
}

/** The stricter rules in the policy form, each with a button that removes it, and the button that adds one. */
export function ruleRows(rules: readonly StricterRule[]): KnownBlock[] {
  const isFull = rules.length >= mostRules
  return [
    section(`*Stricter rules*${rules.length === 0 ? '\nNone: every request needs the same approvals.' : ''}`),
    ...rules.map(ruleRow),
    ...sizeNote(rules).map(context),
    ...(isFull
      ? [context(`A policy has at most ${mostRules} rules.`)]
      : choices([{ label: 'Add a rule', command: `approvals set --step ${ruleStep}` }])),
  ]
}

/** How rules treat a size that nobody knows, if one of them is about sizes. */
export function sizeNote(rules: readonly StricterRule[]): string[] {
  return rules.some(({ aboveBytes }) => aboveBytes !== undefined) ? ['An unknown size counts as large.'] : []
}

/** The buttons say only what they do: the rules are in the form, which has more room for them than a button. */
function ruleRow(rule: StricterRule, index: number): KnownBlock {
  const command = `approvals set --step ${withoutStep}${index + 1}`
  return { ...section(ruleText(rule)), accessory: button({ label: 'Remove', command, keepsEntries: true }) }
}

/** The step that opens the page for a new rule. */
export const ruleStep = 'rule'
/** The step that leaves out a rule, followed by its number. */
export const withoutStep = 'without-'

/** The command of the policy form with these rules in place of the ones that are stored. */
export function commandWith(rules: readonly StricterRule[]): string {
  return `approvals set --rules ${typedRules(rules)}`
}

/** The command of the page that adds a rule to these. */
function addingTo(rules: readonly StricterRule[]): string {
  return `approvals set --step ${ruleStep} --rules ${typedRules(rules)}`
}

export type RuleForm = { rules: readonly StricterRule[]; accounts: readonly string[]; channel?: string }

/** The page on top of the policy form that adds one rule to those listed there. */
export function ruleForm({ rules, accounts, channel }: RuleForm): Modal {
  return formModal({
    title: 'Add a rule',
    submit: 'Add',
    memo: { command: addingTo(rules), ...defined({ channel }) },
    blocks: [
      section('Choose an account, type a size, or both. The rule then holds where both fit.'),
      ...whereQuestions(accounts),
      ...termQuestions(),
    ],
  })
}

function whereQuestions(accounts: readonly string[]): KnownBlock[] {
  return [
    ...(accounts.length === 0
      ? []
      : [
          question({
            name: 'ruleAccount',
            label: 'Account',
            placeholder: 'Every account',
            isOptional: true,
            choices: accounts.map((value) => ({ value, label: value })),
          }),
        ]),
    question({
      name: 'ruleSize',
      label: 'Size: more than',
      hint: 'A number. An unknown size counts as large.',
      placeholder: '10',
      isOptional: true,
      maxLength: 12,
    }),
    question({
      name: 'ruleUnit',
      label: 'Unit',
      choices: sizeUnits.map((value) => ({ value, label: value })),
      initial: 'TB',
    }),
  ]
}

const sizeUnits = ['GB', 'TB', 'PB'] as const

function termQuestions(): KnownBlock[] {
  const counts = Array.from({ length: mostNeeded }, (_, index) => String(index + 1))
  return [
    question({
      name: 'ruleNeeded',
      label: 'Approvals needed',
      choices: counts.map((value) => ({ value, label: value })),
      initial: '2',
    }),
    question({
      name: 'rulePeople',
      label: 'Who approves',
      hint: 'Only these. Leave empty for the approvers of the policy.',
      isOptional: true,
      arePeople: true,
      maxChosen: mostInRule,
    }),
    question({
      name: 'ruleGroups',
      label: 'Who approves: user groups',
      placeholder: 'Type a part of the name',
      isOptional: true,
      severalSuggested: [],
      maxChosen: mostInRule,
    }),
  ]
}

/** The answer to an added rule where the policy form is not open any more: nothing is saved yet. */
export function ruleAdded(rule: StricterRule, rules: readonly StricterRule[]): Message {
  const command = commandWith(rules)
  // Half a command would set other rules.
  const isCarried = command.length <= limits.buttonValue
  const next = isCarried
    ? 'Open the policy with this rule and press Save.'
    : 'The policy form was closed, and its rules are too many for a button. Open it, add this rule again and press Save.'
  return {
    text: 'The rule is not saved yet',
    blocks: [
      section(`${ruleText(rule)}\n*Not saved yet.* ${next}`),
      ...choices([{ label: 'Open the policy', command: isCarried ? command : 'approvals set', style: 'primary' }]),
    ],
  }
}
