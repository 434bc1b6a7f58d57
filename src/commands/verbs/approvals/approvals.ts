import { groupsIn } from '../../../access/roles.ts'
import { doubtsAbout, everybodyNamed, keyOf, type Named } from '../../../approvals/doubts.ts'
import type { StricterRule } from '../../../approvals/policy.ts'
import { readTypedRules } from '../../../approvals/typed-rules.ts'
import { AppError, isAppError, slackRefusal } from '../../../errors/errors.ts'
import { changePolicy, currentPolicy, policyHistory, policyToChange } from '../../../requests/policies.ts'
import { policyHistoryPage, policyPage, policySummary } from '../../../views/access/policy.ts'
import { policyForm } from '../../../views/access/policy-form.ts'
import { commandWith, ruleAdded, ruleForm, ruleStep, withoutStep } from '../../../views/access/rules.ts'
import type { Choice } from '../../../views/blocks/elements.ts'
import type { Answers, Command, Invocation, Origin, Reply, Tools } from '../../machine/command.ts'
import { enact } from '../../machine/enact.ts'
import { pageIn } from '../../machine/page.ts'
import { namedGroups, suggestGroups } from '../../user-groups.ts'
import { readPolicy } from './answers.ts'
import { crowdOf } from './crowd.ts'
import { readNewRule } from './rules.ts'

export const approvals: Command = {
  verb: 'approvals',
  aliases: ['approval'],
  needs: ({ words }) => (isSetting(words) ? 'admin' : 'viewer'),
  concernsAll: true,
  takes: { most: 1 },
  options: ['step', 'rules'],
  usage: 'approvals [set | history]',
  summary: 'Who can request, who approves, how many approvals, by when',
  examples: ['approvals', 'approvals set', 'approvals history'],
  notes: [
    'A request keeps the number of approvals and the deadline it started with. Who can request and approve follows the current policy.',
    'If the policy names nobody, operators can request and approvers can approve. Every version is kept.',
  ],
  opensForm: ({ words, answers }) => answers === undefined && isSetting(words),
  suggest: (_, { typed }, tools) => suggestGroups(typed, tools),
  async run(invocation, tools) {
    const { words, answers } = invocation
    const [what] = words
    if (isSetting(words)) {
      if (invocation.flags.step === ruleStep) return addRule(invocation, tools)
      return answers === undefined ? ask(invocation, tools) : save(answers, invocation, tools)
    }
    if (what === undefined) return { type: 'message', message: policyPage(await currentPolicy(tools.store)) }
    if (what.toLowerCase() !== 'history') {
      throw new AppError('usage', {
        problem: `Ferry does not know \`approvals ${what.slice(0, 40)}\`.`,
        usage: approvals.usage,
      })
    }
    const page = pageIn(invocation, approvals.usage)
    return { type: 'message', message: policyHistoryPage(await policyHistory(tools.store), page) }
  },
  waysOut: (_, { code }) => (code === 'policy_unreadable' ? mending : []),
}

const mending: readonly Choice[] = [
  { label: 'Set a new one', command: 'approvals set' },
  { label: 'History', command: 'approvals history' },
]

function isSetting([what]: readonly string[]): boolean {
  return /^(set|change|edit)$/i.test(what ?? '')
}

async function ask(invocation: Invocation, tools: Tools): Promise<Reply> {
  const { flags, origin } = invocation
  const { newest, lost } = await policyToChange(tools.store)
  const rules = rulesIn(invocation) ?? newest.stricter
  const policy = { ...newest, stricter: rules.filter((_, index) => flags.step !== `${withoutStep}${index + 1}`) }
  const groups = await groupsOf(policy, tools)
  const missing = lost === undefined ? {} : { lost }
  return { type: 'form', modal: policyForm({ policy, ...missing, groups, ...placeOf(origin) }) }
}

/** Opens the page that adds a rule, or adds its rule to those of the form below. Nothing is saved before the form is. */
async function addRule(invocation: Invocation, tools: Tools): Promise<Reply> {
  const { answers, origin } = invocation
  const rules = rulesIn(invocation) ?? (await policyToChange(tools.store)).newest.stricter
  const accounts = await accountNames(tools)
  if (answers === undefined) return { type: 'form', modal: ruleForm({ rules, accounts, ...placeOf(origin) }) }
  const read = readNewRule(answers, { rules, accounts })
  if (!read.ok) return { type: 'form problems', problems: read.problems }
  return { type: 'form done', message: ruleAdded(read.rule, read.rules), reopen: commandWith(read.rules) }
}

/** The rules that the form carries. Undefined if it carries none, as when it was typed. */
function rulesIn({ flags, carried }: Pick<Invocation, 'flags' | 'carried'>): StricterRule[] | undefined {
  const typed = flags.rules ?? carried?.rules
  const rules = typed === undefined ? undefined : readTypedRules(typed)
  if (typed !== undefined && rules === undefined) {
    throw new AppError('usage', { problem: 'Ferry can’t read these rules.', usage: approvals.usage })
  }
  return rules
}

async function accountNames({ store }: Tools): Promise<string[]> {
  const { items } = await store.accounts.list()
  return items.map(({ name }) => name)
}

/** The user groups that a policy names, by their names. */
function groupsOf(policy: Named, tools: Tools) {
  return namedGroups(groupsIn(everybodyNamed(policy)), tools)
}

function placeOf({ channel }: Origin): { channel?: string } {
  return channel === undefined ? {} : { channel }
}

async function whyUnusable(channel: string, { canPost }: Pick<Tools, 'canPost'>): Promise<string | undefined> {
  try {
    return (await canPost(channel)) ? undefined : 'Ferry can’t post there. Type /invite @Ferry there first.'
  } catch (error) {
    if (!isAppError(error, 'slack_refused')) throw error
    const { what, next } = slackRefusal(String(error.details.reason))
    return `${what} ${next}`
  }
}

async function save(answers: Answers, { flags, origin }: Invocation, tools: Tools): Promise<Reply> {
  const read = readPolicy(answers, { rules: rulesIn({ flags }), accounts: await accountNames(tools) })
  if (!read.ok) return { type: 'form problems', problems: read.problems }
  const { policy } = read
  const problem = policy.channel === undefined ? undefined : await whyUnusable(policy.channel, tools)
  if (problem !== undefined) return { type: 'form problems', problems: { channel: problem } }
  const doubts = doubtsAbout(policy, await crowdOf(policy, tools))
  if (doubts.length > 0 && answers.anyway !== keyOf(doubts)) {
    const unsaved = { ...policy, version: 0, changedAt: 0 }
    return {
      type: 'form',
      modal: policyForm({
        policy: unsaved,
        doubts,
        groups: await groupsOf(policy, tools),
        ...placeOf(origin),
      }),
    }
  }
  const keeping = { ...tools, workspace: origin.workspace }
  const run = () => changePolicy({ ...policy, changedBy: origin.user }, keeping)
  const detail = policySummary(policy)
  const changed = await enact({ origin, needs: 'admin', verb: 'approvals set', detail, isFresh: true, run }, tools)
  return { type: 'message', message: policyPage(changed) }
}
