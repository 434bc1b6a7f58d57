import { AppError } from '../../errors.ts'
import { changePolicy, currentPolicy, policyHistory } from '../../requests/policies.ts'
import { policyForm, policyHistoryPage, policyPage, policySummary } from '../../views/policy.ts'
import { authorise } from '../authorise.ts'
import type { Answers, Command, Invocation, Reply, Tools } from '../command.ts'
import { enact } from '../enact.ts'
import { readPolicy, ruleExamples } from '../policy-answers.ts'

export const approvals: Command = {
  verb: 'approvals',
  aliases: ['approval'],
  needs: ({ words }) => (isSetting(words) ? 'admin' : 'viewer'),
  usage: 'approvals [set | history]',
  summary: 'How many have to approve a new migration, who, and until when',
  examples: ['approvals', 'approvals set', 'approvals history'],
  notes: ['A change holds for requests made after it. Every version is kept.'],
  opensForm: ({ words, answers }) => answers === undefined && isSetting(words),
  async run(invocation, tools) {
    const { words, answers } = invocation
    const [what] = words
    if (isSetting(words)) return answers === undefined ? ask(invocation, tools) : save(answers, invocation, tools)
    if (what === undefined) return show(invocation, tools)
    if (what.toLowerCase() !== 'history') {
      throw new AppError('usage', {
        problem: `\`approvals ${what.slice(0, 40)}\` is not known.`,
        usage: approvals.usage,
      })
    }
    return { type: 'message', message: policyHistoryPage(await policyHistory(tools.store)) }
  },
}

function isSetting([what]: readonly string[]): boolean {
  return /^(set|change|edit)$/i.test(what ?? '')
}

async function show({ origin }: Invocation, tools: Tools): Promise<Reply> {
  const policy = await currentPolicy(tools.store)
  const canChange = await authorise({ origin, needs: 'admin' }, tools).then(
    () => true,
    () => false,
  )
  return { type: 'message', message: policyPage(policy, canChange) }
}

async function ask({ origin: { channel } }: Invocation, { store }: Tools): Promise<Reply> {
  const policy = await currentPolicy(store)
  return { type: 'form', modal: policyForm({ policy, ruleExamples, ...(channel === undefined ? {} : { channel }) }) }
}

async function save(answers: Answers, { origin }: Invocation, tools: Tools): Promise<Reply> {
  const { items } = await tools.store.accounts.list()
  const read = readPolicy(
    answers,
    items.map(({ name }) => name),
  )
  if (!read.ok) return { type: 'form problems', problems: read.problems }
  const { policy } = read
  if (policy.channel !== undefined && !(await tools.canPost(policy.channel))) {
    return { type: 'form problems', problems: { channel: 'Ferry cannot post there: /invite @Ferry first.' } }
  }
  const keeping = { ...tools, workspace: origin.workspace }
  const run = () => changePolicy({ ...policy, changedBy: origin.user }, keeping)
  const detail = policySummary(policy)
  const changed = await enact({ origin, needs: 'admin', verb: 'approvals set', detail, isFresh: true, run }, tools)
  return { type: 'form done', message: policyPage(changed, true) }
}
