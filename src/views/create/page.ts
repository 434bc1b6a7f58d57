import type { KnownBlock } from '@slack/types'
import { type DraftAnswers, type Form, offeredBy } from '../../migrations/fields/field.ts'
import { type Asked, questionsFor } from '../../migrations/fields/form.ts'
import type { DraftStep } from '../../migrations/spec/draft.ts'
import { button, type Choice, choices, context, divider, section } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import { limits } from '../blocks/limits.ts'
import type { Modal } from '../blocks/message.ts'
import { formatDuration, plural } from '../words/format.ts'
import { at, code, escaped, sentence } from '../words/text.ts'
import { draftRoute } from './draft-route.ts'
import { fieldQuestion, type QuestionPage } from './field-question.ts'

/** Facts that every page of the form shows beside its own content. */
export type PageFacts = {
  /** Id of the draft. */
  id: string
  /** Problems that cannot be shown at their question. */
  problems: readonly string[]
  /** The form that the person left, if this is one. */
  left?: LeftForm
  /** The answers of other forms that are no longer kept. */
  rest: readonly DraftAnswers[]
  /** Whether the form begins anew in the place of another. */
  isAnew?: true
  channel?: string
  /** Id of the request that the draft changes, if any. */
  edits?: string
}

/** A form that somebody left unsent: its answers, when that was, and what they asked for instead of it, if anything. */
export type LeftForm = { answers: DraftAnswers; at: number; forMs: number; asked?: string }

export type Page = PageFacts &
  QuestionPage & {
    step: Exclude<DraftStep, 'account' | 'summary'>
    hasKeys: boolean
    account: string
    /** The cloud's noun for the kind, such as "task". */
    noun: string
  }

/** One page of the form for a new migration. */
export function stepPage(page: Page): Modal {
  const { step, form } = page
  const asks = questionsFor(form, step === 'more' ? 'options' : step)
  const shown = step === 'options' ? asks.slice(0, optionsAtFirst) : asks
  return formModal({
    title: titleOf(page, step),
    submit: step === 'source' ? 'Next' : 'Check',
    memo: memoOf(page, step),
    ...anewOf(page),
    blocks: [
      ...firstBlocks(page),
      ...whereLines(page),
      ...shown.flatMap((ask) => askBlocks(ask, page)),
      ...ways(page, asks.length > shown.length),
    ],
  })
}

/**
 * The questions for names. `instead` replaces names that do not fit one of Slack's text boxes and are kept otherwise.
 * Until 0.3.0, `more` is understood: it added names in pages of earlier versions.
 */
export const nameQuestions = {
  names: 'source.names',
  instead: 'source.names.instead',
  more: 'source.names.more',
} as const

/** The question for names that a page asks. */
export function namesQuestion({ answers }: Pick<Form, 'answers'>): string {
  const { names, instead } = nameQuestions
  return (answers[names] ?? '').length > limits.inputText ? instead : names
}

export function commandOf(id: string, step: DraftStep): string {
  return `create --draft ${id} --step ${step}`
}

export function memoOf({ id, channel }: Pick<PageFacts, 'id' | 'channel'>, step: DraftStep) {
  return { command: commandOf(id, step), isPage: true, ...(channel === undefined ? {} : { channel }) }
}

/** The id of a form that begins anew, which keeps Slack from filling it with earlier entries. */
export function anewOf({ id, isAnew }: PageFacts): { anew?: string } {
  return isAnew ? { anew: id } : {}
}

/** The top of a page: problems, and which form this is. */
export function firstBlocks({ id, problems, left, rest }: PageFacts): KnownBlock[] {
  const lines = problems.map((problem) => `:warning: ${sentence(problem)}`)
  return [
    ...(lines.length === 0 ? [] : [section(lines.join('\n'))]),
    ...(left === undefined ? [] : [leftLine(left, id)]),
    ...(rest.length === 0 ? [] : [context(notKept(rest))]),
  ]
}

/** Says that this is a form that the person left. Beside it stands the way to begin anew, with what they asked for. */
function leftLine({ answers, at: since, forMs, asked }: LeftForm, id: string): KnownBlock {
  const form = `*${draftRoute(answers)}*, left ${formatDuration(Math.max(60_000, forMs))} ago, ${at(since)}`
  const { command: blank, ...anew } = discard({ id })
  const command = asked === undefined ? blank : `${asked} --draft ${id} --step new`
  const fits = command.length <= limits.buttonValue
  const accessory = button({ ...anew, command: fits ? command : blank })
  if (asked === undefined) return { ...section(`You did not send this form: ${form}.`), accessory }
  const begins = fits ? 'discards it and begins what you asked for' : 'discards it; then ask again'
  return { ...section(`:warning: You did not send this form yet: ${form}. *Start over* ${begins}.`), accessory }
}

function notKept(rest: readonly DraftAnswers[]): string {
  const named = rest.slice(0, mostNamed).map((answers) => `*${draftRoute(answers)}*`)
  const more = rest.length > named.length ? [`${rest.length - named.length} more`] : []
  return `Ferry keeps one form a person now. Other forms that you did not send are discarded: ${[...named, ...more].join(', ')}.`
}

const mostNamed = 5

/** The choice to discard everything filled in and begin again. A form that was left has it at the top of its page. */
export function startOver(page: PageFacts): Choice[] {
  return page.left === undefined ? [discard(page)] : []
}

function discard({ id, edits }: Pick<PageFacts, 'id' | 'edits'>): Choice {
  const label = edits === undefined ? 'Start over' : 'Discard my changes'
  return { label, command: `create --draft ${id} --step new`, inPlace: true }
}

/** Progress on the pages that everybody sees. Options are optional, and often there is only one account. */
export function stepLine(step: 'source' | 'target' | 'summary'): string {
  return `Step ${['source', 'target', 'summary'].indexOf(step) + 1} of 3`
}

/** Title of a page. A change of a request is titled with the request's id, because it is no new migration. */
export function titleOf({ edits }: Pick<PageFacts, 'edits'>, step: DraftStep): string {
  return edits === undefined ? titles[step] : `${edits}: ${subjects[step]}`
}

const titles: Record<DraftStep, string> = {
  account: 'New migration',
  source: 'New migration: source',
  target: 'New: destination',
  options: 'New: options',
  more: 'New: all options',
  summary: 'New migration: check',
}
const subjects: Record<DraftStep, string> = {
  account: 'account',
  source: 'source',
  target: 'destination',
  options: 'options',
  more: 'all options',
  summary: 'change',
}
const optionsAtFirst = 4

/** The page's place in the form, and what has been chosen so far. */
function whereLines(page: Page): KnownBlock[] {
  const { step, form, account, noun } = page
  if (step === 'source') return [accountLine(page)]
  if (step !== 'target') {
    const hasDefaults = Object.values(form.takes).some((terms) => terms?.default !== undefined)
    const open = hasDefaults ? '. Options you leave open use the cloud’s defaults.' : ''
    return [context(`${draftRoute(form.answers)} · a ${escaped(noun)} of ${code(account, 40)}${open}`)]
  }
  const bucket = form.answers['source.bucket'] ?? form.answers['source.listFile.key']
  return [context([stepLine(step), ...(bucket === undefined ? [] : [`from ${code(bucket, 60)}`])].join(' · '))]
}

function accountLine({ id, account, noun }: Page): KnownBlock {
  const change: Choice = { label: 'Change', command: commandOf(id, 'account'), inPlace: true }
  const [row] = choices([change])
  const [button] = row?.elements ?? []
  const line = section(`${stepLine('source')} · a ${escaped(noun)} of ${code(account, 40)}`)
  return button?.type === 'button' ? { ...line, accessory: button } : line
}

function askBlocks(ask: Asked, page: Page): KnownBlock[] {
  const { heading } = ask
  return heading === undefined
    ? answerBlocks(ask, page)
    : [divider, section(`*${escaped(heading)}*`), ...answerBlocks(ask, page)]
}

function answerBlocks(ask: Asked, page: Page): KnownBlock[] {
  if (ask.as === 'key' && !page.hasKeys) return [section(`*${escaped(ask.label)}*: there is none yet. Add one below.`)]
  if (isNames(ask) && namesQuestion(page.form) !== ask.name) return keptNames(ask, page)
  const list = page.lists[ask.name]
  const why = list?.type === 'unread' ? [context(`Ferry can’t offer a list: ${sentence(list.why)}`)] : []
  return [
    question(fieldQuestion(ask, page)),
    ...why,
    ...(isNames(ask) && takesListFile(page.form) ? [context(listFileHint)] : []),
  ]
}

function isNames({ field }: Asked): boolean {
  return field === 'source.names'
}

/** Names that do not fit a text box: how many they are, the first of them, and a box that replaces them all. */
function keptNames({ label, hint }: Asked, { form }: Page): KnownBlock[] {
  const names = (form.answers[nameQuestions.names] ?? '').split('\n').filter((name) => name.trim() !== '')
  const first = names.slice(0, 3).map((name) => code(name, 60))
  const rest = names.length > first.length ? [plural(names.length - first.length, 'more name')] : []
  return [
    section(`*${plural(names.length, 'name')}*: ${[...first, ...rest].join(', ')}`),
    question({
      name: nameQuestions.instead,
      label: `${label} (replaces all of them)`,
      isOptional: true,
      isMultiline: true,
      hint: `Leave empty to keep them.${hint === undefined ? '' : ` ${hint}`}`,
    }),
    ...(takesListFile(form) ? [context(listFileHint)] : []),
  ]
}

/** Whether the objects can be named in a list file instead. */
function takesListFile({ takes }: Form): boolean {
  return (offeredBy(takes['source.selection'] ?? {}) ?? []).includes('list')
}

const listFileHint =
  'Too many to fit here? Put the object names into a list file in a bucket, and choose *Objects in a list file* above.'

const before: Record<Page['step'], DraftStep | undefined> = {
  source: undefined,
  target: 'source',
  options: 'summary',
  more: 'summary',
}

function ways(page: Page, hasMore: boolean): KnownBlock[] {
  const { id, step } = page
  const back = before[step]
  const here = commandOf(id, step)
  return choices(
    [
      ...(back === undefined ? [] : [{ label: 'Back', command: commandOf(id, back), inPlace: true as const }]),
      ...(step === 'source' || step === 'target' ? [{ label: 'Add a key', command: `keys add --for "${here}"` }] : []),
      ...(hasMore ? [{ label: 'More options', command: commandOf(id, 'more'), inPlace: true as const }] : []),
    ],
    startOver(page),
  )
}
