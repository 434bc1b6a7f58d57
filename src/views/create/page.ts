import type { KnownBlock } from '@slack/types'
import { type Asked, questionsFor } from '../../migrations/fields/form.ts'
import type { DraftStep } from '../../migrations/spec/draft.ts'
import { type Choice, choices, context, section } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import { limits } from '../blocks/limits.ts'
import type { Modal } from '../blocks/message.ts'
import { plural } from '../words/format.ts'
import { code, escaped, sentence } from '../words/text.ts'
import { draftRoute } from './draft-route.ts'
import { fieldQuestion, type QuestionPage, takesOneName } from './field-question.ts'

export type Page = QuestionPage & {
  /** Id of the draft. */
  id: string
  step: Exclude<DraftStep, 'account' | 'summary'>
  hasKeys: boolean
  /** Whether typed names are added to the names that are there. */
  collects: boolean
  /** Problems that cannot be shown at their question. */
  problems: readonly string[]
  /** Further notes at the top. */
  notes: readonly string[]
  account: string
  /** What the kind is called, such as "task". */
  noun: string
  channel?: string
  /** Id of the request that the draft changes, if any. */
  edits?: string
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
    blocks: [
      ...problemBlocks(page.problems),
      ...page.notes.map(context),
      ...whereLines(page),
      ...shown.flatMap((ask) => askBlocks(ask, page)),
      ...ways(page, asks.length > shown.length),
    ],
  })
}

/** The question for further names, if all names do not fit one of Slack's text boxes. */
export const moreNames = 'source.names.more'

export function commandOf(id: string, step: DraftStep): string {
  return `create --draft ${id} --step ${step}`
}

export function memoOf({ id, channel }: Pick<Page, 'id' | 'channel'>, step: DraftStep) {
  return { command: commandOf(id, step), isPage: true, ...(channel === undefined ? {} : { channel }) }
}

export function problemBlocks(problems: readonly string[]): KnownBlock[] {
  return problems.length === 0 ? [] : [section(problems.map((problem) => `:warning: ${sentence(problem)}`).join('\n'))]
}

/** The choice to discard everything filled in and begin again. */
export function startOver({ id, edits }: Pick<Page, 'id' | 'edits'>): Choice {
  const label = edits === undefined ? 'Start over' : 'Discard my changes'
  return { label, command: `create --draft ${id} --step new`, inPlace: true }
}

/** Progress on the pages that everybody sees. Options are optional, and often there is only one account. */
export function stepLine(step: 'source' | 'target' | 'summary'): string {
  return `Step ${['source', 'target', 'summary'].indexOf(step) + 1} of 3`
}

/** Title of a page. A change of a request is titled with the request's id, because it is no new migration. */
export function titleOf({ edits }: Pick<Page, 'edits'>, step: DraftStep): string {
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
    : [{ type: 'divider' }, section(`*${escaped(heading)}*`), ...answerBlocks(ask, page)]
}

function answerBlocks(ask: Asked, page: Page): KnownBlock[] {
  if (ask.as === 'key' && !page.hasKeys) return [section(`*${escaped(ask.label)}*: there is none yet. Add one below.`)]
  if (isCollected(ask, page)) return collected(ask, page)
  const list = page.lists[ask.name]
  const why = list?.type === 'unread' ? [context(`Ferry can’t offer a list: ${sentence(list.why)}`)] : []
  return [
    question(fieldQuestion(ask, page)),
    ...why,
    ...(isNames(ask) && !takesOneName(page.form) ? moreNamesWay(page) : []),
  ]
}

function isNames({ field }: Asked): boolean {
  return field === 'source.names'
}

function namesOf({ form: { answers } }: Page): string[] {
  return (answers['source.names'] ?? '').split('\n').filter((name) => name.trim() !== '')
}

/**
 * Whether names are collected in several steps. Slack's text box holds 3,000 characters, so longer lists are put
 * together from several.
 */
function isCollected(ask: Asked, page: Page): boolean {
  return isNames(ask) && (page.collects || (page.form.answers['source.names'] ?? '').length > limits.inputText)
}

function collected({ label, hint }: Asked, page: Page): KnownBlock[] {
  const names = namesOf(page)
  const first = names.slice(0, 3).map((name) => code(name, 60))
  const rest = names.length > first.length ? [`${plural(names.length - first.length, 'more name')}`] : []
  const again = `${commandOf(page.id, 'source')} --names`
  return [
    section(
      names.length === 0 ? 'No name yet' : `*${plural(names.length, 'name')}*: ${[...first, ...rest].join(', ')}`,
    ),
    question({
      name: moreNames,
      label: names.length === 0 ? label : 'More names, one per line',
      isOptional: true,
      isMultiline: true,
      ...(hint === undefined ? {} : { hint }),
    }),
    ...choices([
      { label: 'Add and type more', command: `${again} more`, inPlace: true },
      { label: 'Clear these names', command: `${again} none`, inPlace: true },
    ]),
  ]
}

function moreNamesWay({ id }: Page): KnownBlock[] {
  const command = `${commandOf(id, 'source')} --names more`
  return choices([{ label: 'Too many to fit here', command, inPlace: true }])
}

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
    [startOver(page)],
  )
}
