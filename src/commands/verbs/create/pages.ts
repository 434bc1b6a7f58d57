import { isStuck } from '../../../approvals/able.ts'
import { questionOf, questionsFor } from '../../../migrations/fields/form.ts'
import { isFieldName } from '../../../migrations/fields/index.ts'
import type { Draft, DraftStep } from '../../../migrations/spec/draft.ts'
import { defaultsOf, type Spec, type SpecProblems } from '../../../migrations/spec/spec.ts'
import { approvableAs, mendersOf } from '../../../requests/approvers.ts'
import type { Modal } from '../../../views/blocks/message.ts'
import { accountPage } from '../../../views/create/account-page.ts'
import { type Page, stepPage } from '../../../views/create/page.ts'
import { summaryPage } from '../../../views/create/summary.ts'
import { stuckText } from '../../../views/request/stuck.ts'
import { code } from '../../../views/words/text.ts'
import { check, checkedIn } from './checks.ts'
import { type CreateContext, createAccounts, formOf, kindsMadeBy, noCreateAccount, readDraft } from './context.ts'
import { keepDraft } from './drafts.ts'
import { listStates } from './lists.ts'

export type Showing = {
  /** Problems, shown at the top. */
  problems?: readonly string[]
  /** Notes, shown below the problems. */
  notes?: readonly string[]
  collects?: boolean
}

/** One page of a draft whose account is known. */
export function showPage(context: CreateContext, step: DraftStep, showing: Showing = {}): Promise<Modal> {
  switch (step) {
    case 'account':
      return showAccounts(context.draft, context, showing)
    case 'summary':
      return showSummary(context, showing)
    default:
      return showStep(context, step, showing)
  }
}

export async function showAccounts(
  draft: Draft,
  { origin, tools }: Pick<CreateContext, 'origin' | 'tools'>,
  { problems = [], notes = [] }: Showing = {},
): Promise<Modal> {
  const { id, answers } = draft
  const all = await createAccounts(origin, tools)
  if (all.length === 0) throw noCreateAccount()
  const chosen = all.find(({ account }) => account.name === answers.account)
  const isGone = answers.account !== undefined && chosen === undefined
  const provider = chosen?.provider
  const made = chosen === undefined ? [] : kindsMadeBy(chosen)
  const kind = made.find((one) => one === answers.kind) ?? made[0]
  return accountPage({
    id,
    accounts: all.map(({ account, provider: { label } }) => ({ name: account.name, label })),
    kinds: made.map((one) => ({ kind: one, noun: provider?.kinds[one]?.noun ?? one })),
    problems: isGone ? [gone(answers.account), ...problems] : problems,
    notes,
    ...(chosen === undefined ? {} : { account: chosen.account.name }),
    ...(kind === undefined ? {} : { kind }),
    ...aboutOf(draft, origin),
  })
}

function gone(account = ''): string {
  return `${code(account, 40)} is no longer an account you can use. Choose another one: your other answers are kept.`
}

/**
 * Shows the summary of a draft with its checks. If something is wrong, shows the page on which it can be corrected
 * instead.
 */
async function showSummary(context: CreateContext, { problems = [], notes = [] }: Showing): Promise<Modal> {
  const reading = await readDraft(context)
  const astray = firstProblem(reading.problems, context)
  if (astray !== undefined)
    return showPage(context, astray.step, { problems: [...problems, ...astray.problems], notes })
  const { draft, origin, tools } = context
  const known = checkedIn(context)
  const checks = known?.checks ?? (await check(reading, context))
  if (known === undefined) {
    const checked = { at: tools.clock.now(), checks, identity: context.identity }
    await keepDraft(draft, { checked, step: 'summary' }, tools)
  }
  const defaults = defaultsOf(context.creation.takes)
  const stuck = await stuckAbout(reading.spec, context)
  return summaryPage({
    id: draft.id,
    spec: reading.spec,
    defaults,
    checks,
    problems,
    notes,
    ...stuck,
    ...aboutOf(draft, origin),
  })
}

/** The warning that nobody could approve the request. Without it, the request would wait until it expires. */
async function stuckAbout(spec: Spec, { origin, tools }: CreateContext): Promise<{ stuck?: string }> {
  const request = await approvableAs(spec, origin.user, tools)
  if (request === undefined || !isStuck(request, request.able)) return {}
  return { stuck: stuckText(request, await mendersOf(request, tools)) }
}

async function showStep(
  context: CreateContext,
  step: Page['step'],
  { problems = [], notes = [], collects = false }: Showing,
) {
  const { draft, account, noun, origin, tools } = context
  const form = formOf(context)
  const [{ items: kept }, lists] = await Promise.all([
    tools.store.storageKeys.list(),
    listStates(questionsFor(form, step === 'more' ? 'options' : step), context),
  ])
  return stepPage({
    id: draft.id,
    step,
    form,
    lists,
    found: canFindRegion(context) ? ['source.region'] : [],
    hasKeys: kept.length > 0,
    collects,
    problems,
    notes,
    account: account.name,
    noun,
    ...aboutOf(draft, origin),
  })
}

export function canFindRegion({ provider: { lookups = [] }, creation }: CreateContext): boolean {
  return lookups.includes('bucket region') && creation.takes['source.cloud'] !== undefined
}

type Astray = { step: DraftStep; problems: string[] }

/** The first page with a problem, and its problems. */
export function firstProblem(problems: SpecProblems, context: CreateContext): Astray | undefined {
  const wrong = Object.entries(problems).map(([field, problem]) => ({ ...placeOf(field, context), problem }))
  const step = stepOrder.find((one) => wrong.some((place) => place.step === one))
  if (step === undefined) return undefined
  const here = wrong.filter((place) => place.step === step)
  return { step, problems: here.map(({ label, problem }) => `${label}: ${problem}`) }
}

const stepOrder: readonly DraftStep[] = ['account', 'source', 'target', 'options', 'more']

/** The page and the label of a field. A problem with an option leads to the page with all options. */
function placeOf(field: string, context: CreateContext): { step: DraftStep; label: string } {
  const ask = isFieldName(field) ? questionOf(field, formOf(context)) : undefined
  if (ask === undefined) return { step: 'account', label: field }
  return { step: ask.step === 'options' ? 'more' : ask.step, label: ask.label }
}

/** The channel in which the form was opened, and the request that it changes. */
function aboutOf({ from }: Draft, { channel }: CreateContext['origin']): { channel?: string; edits?: string } {
  return {
    ...(channel === undefined ? {} : { channel }),
    ...(from?.type === 'edit' ? { edits: from.request } : {}),
  }
}
