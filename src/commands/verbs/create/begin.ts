import type { Draft, DraftAnswers, DraftStep } from '../../../migrations/draft.ts'
import type { Invocation, Reply, Tools } from '../../command.ts'
import { withMigration } from '../../find.ts'
import { complete } from './completing.ts'
import { keepDraft, newDraft } from './drafts.ts'
import { answersLike } from './like.ts'
import { type Making, makers, makingOf } from './making.ts'
import { readOrder } from './order.ts'
import { showAccounts, showPage } from './pages.ts'

/** An empty form; where there is only one account, it is chosen already. */
export async function beginNew({ origin }: Invocation, tools: Tools): Promise<Reply> {
  const [only, ...others] = await makers(origin, tools)
  const account = only !== undefined && others.length === 0 ? { account: only.account.name } : {}
  return begin(account, { origin, tools })
}

/** From `/migrate create prod-hw AWS/photos → archive`: where that is complete, to what was found. */
export async function beginTyped({ words, flags, origin }: Invocation, tools: Tools): Promise<Reply> {
  const answers = readOrder({ words, flags, makers: await makers(origin, tools) })
  return begin(answers, { origin, tools })
}

/** The same as a migration that there is, as far as it shows what it was made of. */
export function beginLike(invocation: Invocation, tools: Tools): Promise<Reply> {
  const { origin } = invocation
  return withMigration(invocation, tools, {
    verb: 'create --like',
    command: (ref) => `create --like ${ref}`,
    proceed: async ({ migration }) => begin(await answersLike(migration, tools), { origin, tools }),
  })
}

export type Beginning = Pick<Making, 'origin' | 'tools'>

async function begin(answers: DraftAnswers, at: Beginning): Promise<Reply> {
  const isFilled = Object.keys(answers).some((name) => name !== 'account' && name !== 'kind')
  const step: DraftStep = answers.account === undefined ? 'account' : isFilled ? 'summary' : 'source'
  const draft = await keepDraft(newDraft(at.origin.user, { answers, step }), {}, at.tools)
  if (isFilled) return beginFilled(draft, at)
  const making = await makingOf(draft, at)
  if (making === undefined) return { type: 'form', modal: await showAccounts(draft, at) }
  return { type: 'form', modal: await showPage(making, step) }
}

/** To what was found, where nothing is missing; else to the first page that needs something. */
export async function beginFilled(draft: Draft, at: Beginning): Promise<Reply> {
  const making = await makingOf(draft, at)
  if (making === undefined) return { type: 'form', modal: await showAccounts(draft, at) }
  const { making: completed, problem } = await complete(making)
  const problems = problem === undefined ? [] : [problem]
  return { type: 'form', modal: await showPage(completed, 'summary', { problems }) }
}
