import type { DraftAnswers } from '../../../migrations/fields/field.ts'
import type { Draft, DraftStep } from '../../../migrations/spec/draft.ts'
import { keptAside, unsentPage } from '../../../views/create/unsent.ts'
import { withMigration } from '../../find/find.ts'
import type { Invocation, Reply, Tools } from '../../machine/command.ts'
import { complete } from './completing.ts'
import { type CreateContext, contextOf, createAccounts } from './context.ts'
import { deleteDraft, isFilled, keepDraft, newDraft, newDrafts } from './drafts.ts'
import { answersLike } from './like.ts'
import { readOrder } from './order.ts'
import { showAccounts, showPage } from './pages.ts'

/** Opens an empty form. If there is only one account, it is chosen. */
export async function beginNew({ origin }: Invocation, tools: Tools): Promise<Reply> {
  const [only, ...others] = await createAccounts(origin, tools)
  const account = only !== undefined && others.length === 0 ? { account: only.account.name } : {}
  return begin(account, { origin, tools })
}

/**
 * Begins a migration that was typed, such as `/migrate create prod-hw AWS/photos → archive`. If nothing is missing,
 * shows the summary. An unsent draft with the same answers is offered first; others are kept beside the new one.
 */
export async function beginTyped(invocation: Invocation, tools: Tools): Promise<Reply> {
  const { origin } = invocation
  const answers = await typedAnswers(invocation, tools)
  const unsent = (await newDrafts(origin.user, tools)).filter((draft) => isFilled(draft.answers))
  const meant = unsent.filter((draft) => says(draft.answers, answers))
  return meant.length > 0 ? offerUnsent(meant, invocation, tools) : begin(answers, { origin, tools })
}

/** Offers the drafts that a person did not send. */
export function offerUnsent(
  drafts: readonly Draft[],
  { origin: { channel }, typed }: Invocation,
  { clock }: Tools,
): Reply {
  const where = channel === undefined ? {} : { channel }
  return { type: 'form', modal: unsentPage({ drafts, typed, now: clock.now(), ...where }) }
}

/**
 * Deletes the named drafts, unless they were sent since, and begins with what was typed. Undefined if none of them is
 * left, because the button was pressed before.
 */
export async function startOver(named: string, invocation: Invocation, tools: Tools): Promise<Reply | undefined> {
  const { words, origin } = invocation
  const ids = named.split(',')
  const left = (await newDrafts(origin.user, tools)).filter(({ id }) => ids.includes(id))
  if (left.length === 0) return undefined
  const answers = words.length === 0 ? undefined : await typedAnswers(invocation, tools)
  for (const draft of left) await deleteDraft(draft, tools)
  return answers === undefined ? beginNew(invocation, tools) : begin(answers, { origin, tools })
}

async function typedAnswers({ words, flags, origin }: Invocation, tools: Tools): Promise<DraftAnswers> {
  return readOrder({ words, flags, createAccounts: await createAccounts(origin, tools) })
}

function says(answers: DraftAnswers, typed: DraftAnswers): boolean {
  return Object.entries(typed).every(([name, value]) => answers[name] === value)
}

/** Begins a migration like an existing one, as far as its record tells. */
export function beginLike(invocation: Invocation, tools: Tools): Promise<Reply> {
  const { origin } = invocation
  return withMigration(invocation, tools, {
    verb: 'create --like',
    command: (ref) => `create --like ${ref}`,
    proceed: async ({ migration }) => begin(await answersLike(migration, tools), { origin, tools }),
  })
}

export type Beginning = Pick<CreateContext, 'origin' | 'tools'>

async function begin(answers: DraftAnswers, at: Beginning): Promise<Reply> {
  const step: DraftStep = answers.account === undefined ? 'account' : isFilled(answers) ? 'summary' : 'source'
  const kept = (await newDrafts(at.origin.user, at.tools)).find((draft) => isFilled(draft.answers))
  const notes = kept === undefined ? [] : [keptAside(kept.answers)]
  const draft = await keepDraft(newDraft(at.origin.user, { answers, step }), {}, at.tools)
  if (isFilled(answers)) return beginFilled(draft, at, notes)
  const context = await contextOf(draft, at)
  if (context === undefined) return { type: 'form', modal: await showAccounts(draft, at, { notes }) }
  return { type: 'form', modal: await showPage(context, step, { notes }) }
}

/** Shows the summary of a draft, or the first page on which something is missing. */
export async function beginFilled(draft: Draft, at: Beginning, notes: readonly string[] = []): Promise<Reply> {
  const context = await contextOf(draft, at)
  if (context === undefined) return { type: 'form', modal: await showAccounts(draft, at, { notes }) }
  const { context: completed, problem } = await complete(context)
  const problems = problem === undefined ? [] : [problem]
  return { type: 'form', modal: await showPage(completed, 'summary', { problems, notes }) }
}
