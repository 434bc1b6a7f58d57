import { atQuestions, questionsFor } from '../../../migrations/fields/form.ts'
import type { Draft, DraftStep } from '../../../migrations/spec/draft.ts'
import type { SpecProblems } from '../../../migrations/spec/spec.ts'
import type { Invocation, Reply, Tools } from '../../machine/command.ts'
import { complete, problemsToMend } from './completing.ts'
import { type CreateContext, contextOf, formOf } from './context.ts'
import { keepDraft, readStep } from './drafts.ts'
import { showAccounts, showPage } from './pages.ts'
import { requestApproval } from './request-approval.ts'

const following: Record<Exclude<DraftStep, 'summary'>, DraftStep> = {
  account: 'source',
  source: 'target',
  target: 'summary',
  options: 'summary',
  more: 'summary',
}

/** Answers a sent page: with problems at its questions, or with the next page. */
export async function leave(draft: Draft, invocation: Invocation, tools: Tools): Promise<Reply> {
  const { flags, origin } = invocation
  const step = readStep(flags.step) ?? draft.step
  const context = await contextOf(draft, { origin, tools })
  if (context === undefined) return { type: 'form', modal: await showAccounts(draft, { origin, tools }) }
  if (step === 'summary') return requestApproval(context, invocation)
  const problems = problemsOn(step, context, await problemsToMend(context))
  if (Object.keys(problems).length > 0) return { type: 'form problems', problems }
  const completed = await complete(context)
  if (completed.problem !== undefined && step === 'source') return page(completed.context, step, [completed.problem])
  return goTo(following[step], completed.context)
}

async function goTo(step: DraftStep, context: CreateContext): Promise<Reply> {
  const draft = await keepDraft(context.draft, { step }, context.tools)
  return page({ ...context, draft }, step)
}

async function page(context: CreateContext, step: DraftStep, problems: readonly string[] = []): Promise<Reply> {
  return { type: 'form', modal: await showPage(context, step, { problems }) }
}

/** The problems of a page's own questions. */
function problemsOn(step: DraftStep, context: CreateContext, problems: SpecProblems): Record<string, string> {
  if (step === 'account' || step === 'summary') return {}
  const form = formOf(context)
  const own = new Set(questionsFor(form, step === 'more' ? 'options' : step).map(({ name }) => name))
  return Object.fromEntries(Object.entries(atQuestions(problems, form)).filter(([name]) => own.has(name)))
}
