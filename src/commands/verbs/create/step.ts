import type { MigrationRequest } from '../../../approvals/request.ts'
import { defined } from '../../../defined.ts'
import type { DraftAnswers } from '../../../migrations/fields/field.ts'
import { answersOf, atQuestions, questionOf, questionsFor } from '../../../migrations/fields/form.ts'
import { type Checked, type Draft, type DraftStep, draftSteps } from '../../../migrations/spec/draft.ts'
import { nameQuestions, namesQuestion } from '../../../views/create/page.ts'
import { isFilled, type Place, type Session, type ShownPage, withDraft } from './session.ts'
import { type Entries, readEntries } from './words.ts'

/** An act on a form: of its person, or the answer of a cloud. */
export type Act =
  /** A form was asked for. */
  | { type: 'opened' }
  /** A migration was asked for with these answers: typed, or those of an existing migration. */
  | { type: 'typed' | 'like'; answers: DraftAnswers }
  /** The content of a request was asked for: to change the request, or to request it again. */
  | { type: 'edit' | 'again'; request: Content }
  /** A button was pressed, or a question was answered on which others depend. */
  | ({ type: 'pressed'; step?: string } & Entries)
  | ({ type: 'page sent'; step?: string } & Entries)
  /** The cloud was asked for the region of the source. `problem` says why it is not known. */
  | { type: 'region looked up'; region?: string; problem?: string }
  | { type: 'checked'; checked: Checked }

type Content = Pick<MigrationRequest, 'id' | 'spec' | 'specHash'>

/** The session after an act. Pure. */
export function step(session: Session, act: Act): Session {
  const { request } = session.draft
  if (request !== undefined) return { ...session, shown: { type: 'sent', request } }
  const next = after(session, act)
  return isRegionWanted(next) && act.type !== 'region looked up' ? next : arrived(next)
}

function after(session: Session, act: Act): Session {
  switch (act.type) {
    case 'opened':
      return opened(session)
    case 'typed':
    case 'like':
      return begun(session, { answers: act.answers, isUntouched: true })
    case 'edit':
      return edited(session, act.request)
    case 'again':
      return repeated(session, act.request)
    case 'pressed':
      return pressed(session, act)
    case 'page sent':
      return sent(session, act)
    case 'region looked up':
      return located(session, act)
    case 'checked':
      return withDraft(session, { ...session.draft, checked: act.checked })
    default:
      return act satisfies never
  }
}

/** Opens the form that the person left, or an empty one. If there is only one account, it is chosen. */
function opened(session: Session): Session {
  const { draft, blank, accounts, isOver } = session
  if (!isOver && isFilled(draft)) return opens(session, draft, { step: draft.step, left: 'opened' })
  if (!isOver && draft.answers.account !== undefined) return opens(session, draft, { step: draft.step })
  const [only, ...others] = accounts
  const answers = others.length > 0 ? {} : defined({ account: only?.account.name })
  return opens(session, { ...(isOver ? blank : draft), answers, step: 'source' }, { step: 'source' })
}

/**
 * Begins a form with these answers. A form that says all of that already is opened instead. One into which the person
 * has put work is opened too, and has to be discarded before anything else begins.
 */
function begun(session: Session, begin: Pick<Draft, 'answers' | 'from' | 'isUntouched'>): Session {
  const { draft, blank, isOver } = session
  const isLeft = !isOver && isFilled(draft)
  if (isLeft && says(draft.answers, begin.answers)) return opens(session, draft, { step: draft.step, left: 'opened' })
  if (isLeft && !draft.isUntouched) return opens(session, draft, { step: 'source', left: 'instead' })
  if (!isFilled(begin)) return opens(session, { ...blank, ...begin, step: 'source' }, { step: 'source' })
  return opens(session, { ...blank, ...begin, step: 'summary' }, { step: 'summary', isOnward: true })
}

function says(answers: DraftAnswers, wanted: DraftAnswers): boolean {
  return Object.entries(wanted).every(([name, value]) => answers[name] === value)
}

/** Opens a request for a change, with changes that were not sent yet, or anew with its present content. */
function edited(session: Session, { id, spec, specHash }: Content): Session {
  const { draft, drafts, blank, isOver } = session
  const from = { type: 'edit', request: id, specHash } as const
  const before = isOver ? undefined : drafts.find((one) => isFrom(one, from))
  const answers = before?.answers ?? answersOf(spec)
  const open = changed(before ?? (isOver ? draft : blank), answers)
  return shows(withDraft(session, { ...open, from, step: 'summary' }), { step: 'summary', isOnward: true })
}

/** Begins a request's content again, with changes that came too late for it. */
function repeated(session: Session, { id, spec, specHash }: Content): Session {
  const { draft, drafts, isOver } = session
  const from = { type: 'again', request: id, specHash } as const
  if (!isOver && isFrom(draft, from))
    return opens(session, { ...draft, step: 'summary' }, { step: 'summary', isOnward: true })
  const late = isOver ? undefined : drafts.find((one) => isFrom(one, { ...from, type: 'edit' }))
  if (late !== undefined) return begun(session, { answers: late.answers, from })
  return begun(session, { answers: answersOf(spec), from, isUntouched: true })
}

function isFrom({ from }: Draft, wanted: NonNullable<Draft['from']>): boolean {
  return from?.type === wanted.type && from.request === wanted.request && from.specHash === wanted.specHash
}

/** Keeps what a page was filled in with, and shows the page that was asked for. */
function pressed(session: Session, act: Extract<Act, { type: 'pressed' }>): Session {
  const here = stepOf(session, act)
  return shows(filledIn(session, act).session, { step: here })
}

/** Keeps what a page was filled in with, and goes on if nothing on it is wrong. */
function sent(session: Session, act: Extract<Act, { type: 'page sent' }>): Session {
  const filled = filledIn(session, act)
  const { place } = filled.session
  const here = stepOf(session, act)
  const isWrong = Object.keys(filled.problems).length > 0
  const problems = isWrong || place === undefined ? filled.problems : problemsOn(here, place)
  if (Object.keys(problems).length > 0) return { ...filled.session, shown: { type: 'problems', problems } }
  if (here !== 'summary') return goesTo(filled.session, following[here])
  const isSound = place !== undefined && firstProblem(place) === undefined
  if (!isSound) return shows(filled.session, { step: 'summary' })
  return { ...filled.session, shown: { type: 'sending', isAgreed: act.entered.agreed === 'yes' } }
}

const following: Record<Exclude<DraftStep, 'summary'>, DraftStep> = {
  account: 'source',
  source: 'target',
  target: 'summary',
  options: 'summary',
  more: 'summary',
}

/** Takes over the region that the cloud told. A source whose region is not known is not left without saying why. */
function located(session: Session, { region, problem }: Extract<Act, { type: 'region looked up' }>): Session {
  const { draft, shown } = session
  if (region !== undefined)
    return withDraft(session, changed(draft, { ...draft.answers, 'source.region': region }, draft.isUntouched))
  if (problem === undefined || shown.type !== 'page') return session
  const step = shown.step === 'target' ? 'source' : shown.step
  return { ...withDraft(session, { ...draft, step }), shown: { ...shown, step, problems: [problem] } }
}

/** Whether Ferry asks the cloud for the region of the source: nothing else about the source is open or wrong. */
export function isRegionWanted({ shown, place }: Session): boolean {
  if (shown.type !== 'page' || shown.isOnward === undefined || place === undefined) return false
  const { spec, problems } = place
  const others = Object.keys(problemsToMend(place)).filter((field) => field.startsWith('source.'))
  const isOpen = problems['source.region'] !== undefined && spec.source.region === undefined
  return isOpen && others.length === 0 && spec.source.bucket !== undefined && canFindRegion(place)
}

export function canFindRegion({ provider: { lookups = [] }, creation }: Place): boolean {
  return lookups.includes('bucket region') && creation.takes['source.cloud'] !== undefined
}

/** The problems of a form, without that of a region that Ferry can find out. */
function problemsToMend(place: Place): Place['problems'] {
  const { 'source.region': _, ...others } = place.problems
  return canFindRegion(place) && place.spec.source.region === undefined ? others : place.problems
}

/**
 * The session at the page that is shown in the end: the first on which something is missing, instead of the summary.
 */
function arrived(session: Session): Session {
  const { shown } = session
  if (shown.type !== 'page') return session
  const named = shown.isOnward === undefined ? session : withName(session)
  const { place } = named
  if (place === undefined) return { ...named, shown: { ...shown, step: 'account' } }
  const wrong = shown.step === 'summary' ? firstProblem(place) : undefined
  if (wrong === undefined) return named
  return { ...named, shown: { ...shown, step: wrong.step, problems: [...shown.problems, ...wrong.problems] } }
}

/** Makes a name of the two buckets if the provider needs one. People can change it among the options. */
function withName(session: Session): Session {
  const { draft, place } = session
  if (place?.problems.name === undefined || place.spec.name !== undefined || place.spec.target.bucket === '')
    return session
  const { source, target } = place.spec
  const plain = `${source.bucket ?? 'list'}-to-${target.bucket}`.replaceAll(/[^A-Za-z0-9-]+/g, '-')
  const name = plain.slice(0, longestName).replace(/-+$/, '')
  return withDraft(session, changed(draft, { ...draft.answers, name }, draft.isUntouched))
}

/** Longest name in characters that fits every provider together with Ferry's mark. */
const longestName = 30

/** The first page with a problem, and its problems. */
function firstProblem(place: Place): { step: DraftStep; problems: string[] } | undefined {
  const wrong = Object.entries(place.problems).map(([field, problem]) => ({ ...questionAt(field, place), problem }))
  const step = stepOrder.find((one) => wrong.some((each) => each.step === one))
  if (step === undefined) return undefined
  const here = wrong.filter((each) => each.step === step)
  return { step, problems: here.map(({ label, problem }) => `${label}: ${problem}`) }
}

const stepOrder: readonly DraftStep[] = ['account', 'source', 'target', 'options', 'more']

/** The page and the label of a field. A problem with an option leads to the page with all options. */
function questionAt(field: string, { form }: Place): { step: DraftStep; label: string } {
  const ask = questionOf(field, form)
  if (ask === undefined) return { step: 'account', label: field }
  return { step: ask.step === 'options' ? 'more' : ask.step, label: ask.label }
}

/** The problems of a page's own questions, by the name under which the page shows each. */
function problemsOn(step: DraftStep, place: Place): Record<string, string> {
  if (step === 'account' || step === 'summary') return {}
  const own = new Set(questionsFor(place.form, step === 'more' ? 'options' : step).map(({ name }) => name))
  const problems = Object.entries(atQuestions(problemsToMend(place), place.form)).filter(([name]) => own.has(name))
  return Object.fromEntries(
    problems.map(([name, problem]) => [name === nameQuestions.names ? namesQuestion(place.form) : name, problem]),
  )
}

/** The session with what a page was filled in with, and the problems of the entries by question. */
function filledIn(session: Session, act: Entries & { step?: string }) {
  const { draft, place } = session
  const { answers, problems } = readEntries(draft.answers, act, place?.form)
  return { session: withDraft(session, { ...changed(draft, answers), step: stepOf(session, act) }), problems }
}

/** A form with other answers, which void its checks. */
function changed(draft: Draft, answers: DraftAnswers, isUntouched?: true): Draft {
  const { checked, isUntouched: _, ...rest } = draft
  const names = Object.keys(answers)
  const isSame = says(draft.answers, answers) && names.length === Object.keys(draft.answers).length
  return isSame ? draft : { ...rest, answers, ...defined({ isUntouched }) }
}

function stepOf({ draft }: Session, { step }: { step?: string }): DraftStep {
  return draftSteps.find((one) => one === step) ?? draft.step
}

/** Opens one form for a new migration. A person has one of them; others that are filled in are named. */
function opens(session: Session, open: Draft, page: Partial<ShownPage> & Pick<ShownPage, 'step'>): Session {
  const dropped = session.drafts.filter(({ id, from }) => id !== open.id && from?.type !== 'edit')
  const isWork = (one: Draft) => one.id !== session.draft.id && isFilled(one) && !one.isUntouched
  const rest = dropped.filter(isWork).map(({ answers }) => answers)
  return shows({ ...withDraft(session, open), dropped }, { ...page, ...(rest.length > 0 && { rest }) })
}

function goesTo(session: Session, step: DraftStep): Session {
  return shows(withDraft(session, { ...session.draft, step }), { step, isOnward: true })
}

function shows(session: Session, page: Partial<ShownPage> & Pick<ShownPage, 'step'>): Session {
  return { ...session, shown: { problems: [], ...page, type: 'page' } }
}
