import type { KnownBlock } from '@slack/types'
import type { ListFilter, NarrowingCount } from '../../migrations/list-filter.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { type Choice, choices, choicesAndList, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { nothingOnPage, previousAndNext } from '../blocks/pages.ts'
import { filterWords } from '../words/filter.ts'
import { plural } from '../words/format.ts'
import { at, code, notice, sentence } from '../words/text.ts'
import { actsOnAll, filterChoices, following, standingText } from './filters.ts'
import { type Head, headWords, noneFound } from './none-found.ts'
import { choiceRows, memberWords, type Row } from './rows.ts'

/** How many migrations one page shows. */
export const pageSize = 20

export type MigrationList = {
  rows: readonly Row[]
  /** Number of the page. 1 is the first. */
  page: number
  /** Number of all rows, and of the tasks and runs that stand below them. */
  total: number
  members: { tasks: number; runs: number }
  /** How all migrations stand that fit, whatever state was asked for. */
  standing: readonly NarrowingCount[]
  filter: ListFilter
  /** Where all of them have the text of the filter: each begins a bucket with it, or each has it in its name. */
  textIn?: 'bucket' | 'name'
  /** The command without its page, for the paging buttons. */
  command: string
  /** The migration whose tasks or runs are listed. */
  below?: Head
  /** When the migration of these rows was read that was read longest ago, in epoch milliseconds. */
  oldestReadAt?: number
  /** Of the last page, whether some migrations ended so long ago that Ferry knows them no more. */
  isShortened: boolean
  /** Whether a cloud may leave out some migrations. */
  isCut: boolean
  troubles: readonly AccountTrouble[]
}

/**
 * An account that can't be shown as it is now, and why. `isKnown`: its migrations are shown as Ferry last read them.
 * `way`: the command that mends it.
 */
export type AccountTrouble = { account: string; what: string; isKnown?: boolean; way?: string }

export function migrationList(list: MigrationList): Message {
  const { rows, below, standing } = list
  if (rows.length === 0) return emptyList(list)
  const title = countedRows(list)
  const stand = standing.length > 1 && filterWords(list.filter) === '' ? [standingText(standing)] : []
  return {
    text: notice([title, ...stand].join(': ')),
    blocks: [
      section(titleText(list, title)),
      ...filterChoices({ ...list, command: (filter) => commandFor(filter, below) }),
      ...choiceRows(rows.map(withoutMaker(below)), (head) => ({ label: 'Open', command: `status ${refOf(head)}` })),
      ...ageLine(list),
      ...cutLine(list),
      ...shortenedLine(list),
      ...troubleLines(list.troubles),
      ...choicesAndList(pagingChoices(list), { placeholder: 'Do with all of these…', entries: actsIn(list) }),
    ],
  }
}

/** "18 migrations", or "12 tasks" of a group. */
function countedRows({ total, below }: Pick<MigrationList, 'total' | 'below'>): string {
  return plural(total, below === undefined ? 'migration' : memberWords[below.kind])
}

/** How many there are, what stands below them, to what the list is narrowed, and which page this is. */
function titleText(list: MigrationList, title: string): string {
  const { page, total, below, filter } = list
  const whole = below === undefined ? '' : ` of ${headWords[below.kind]} ${code(below.ref)}`
  const narrowed = filterWords(filter)
  const where = page > 1 || hasMore(list) ? ` · page ${page} of ${Math.ceil(total / pageSize)}` : ''
  return `*${title}*${belowRows(list)}${whole}${narrowed === '' ? '' : ` · ${narrowed}`}${where}`
}

/** Counts of the members below the rows, in the words of the accounts’ page. */
function belowRows({ members: { tasks, runs } }: Pick<MigrationList, 'members'>): string {
  return [
    ...(tasks === 0 ? [] : [` + ${plural(tasks, 'task')} in groups`]),
    ...(runs === 0 ? [] : [` + ${plural(runs, 'run')} of synchronization tasks`]),
  ].join('')
}

function commandFor(filter: string, below: Head | undefined): string {
  return ['list', filter, ...(below === undefined ? [] : [`--${below.kind}`, below.ref])].filter(Boolean).join(' ')
}

/** In a list of tasks or runs, rows do not say that each is one. */
function withoutMaker(below: Head | undefined): (row: Row) => Row {
  if (below === undefined) return (row) => row
  return ({ head: { madeBy: _, ...head }, ...row }) => ({ ...row, head })
}

/** Acts on everything that is listed. Members of one head are acted on through it. */
function actsIn({ total, below, ...list }: MigrationList): Choice[] {
  if (below !== undefined) return []
  return [...(total > 1 ? actsOnAll(list) : []), ...following(list)]
}

function hasMore({ page, total }: Pick<MigrationList, 'page' | 'total'>): boolean {
  return total > page * pageSize
}

/** How old the rows are at most. */
function ageLine({ oldestReadAt, rows }: Pick<MigrationList, 'oldestReadAt' | 'rows'>): KnownBlock[] {
  if (oldestReadAt === undefined) return []
  const isOne = rows.length === 1 && rows[0]?.members.length === 0
  return [context(`Figures from ${at(oldestReadAt)}${isOne ? '' : ' or later'}.`)]
}

/** The answer if nothing is listed. */
function emptyList(list: MigrationList): Message {
  const { command, page, troubles, below, filter } = list
  const all = below === undefined ? 'list' : `list --${below.kind} ${below.ref}`
  const isSure = troubles.every(({ isKnown }) => isKnown)
  const nothing = page > 1 ? nothingOnPage : noneFound({ filter, below, isSure })
  const isFirst = command === 'list' && page === 1 && troubles.length === 0
  const begin = isFirst ? ['Create one here or in the cloud; Ferry lists it within a minute.'] : []
  // What does not exist yet can be followed already.
  const follow = page === 1 && below === undefined && command !== all ? following(list) : []
  const firstPage = page > 1 ? [{ label: 'First page', command }] : []
  const everything = page === 1 && command !== all ? [{ label: 'List all', command: all }] : []
  return {
    text: nothing,
    blocks: [
      section([nothing, ...begin].join(' ')),
      ...cutLine(list),
      ...shortenedLine(list),
      ...troubleLines(troubles),
      ...choices([
        ...(isFirst ? [{ label: 'New migration', command: 'create' }] : []),
        ...firstPage,
        ...everything,
        ...follow,
        ...mending(troubles),
        ...backTo(below),
      ]),
    ],
  }
}

function cutLine({ isCut }: Pick<MigrationList, 'isCut'>): KnownBlock[] {
  if (!isCut) return []
  return [context(`The cloud may not list all migrations. If one is missing, type its whole id: ${byWholeId}`)]
}

const byWholeId = code('/migrate status <id>')

/** Where the list ends: what ended too long ago is not in it. */
function shortenedLine({ isShortened }: Pick<MigrationList, 'isShortened'>): KnownBlock[] {
  if (!isShortened) return []
  const what = 'What ended over 90 days ago is not listed, unless a channel follows it.'
  return [context(`${what} To see it, type its whole id: ${byWholeId}`)]
}

/** Lines about accounts that can't be shown as they are now. Of many, some are named and the others are counted. */
export function troubleLines(troubles: readonly AccountTrouble[]): KnownBlock[] {
  const left = troubles.length - mostTroubles
  return [
    ...troubles.slice(0, mostTroubles).map(({ account, what, isKnown }) => {
      const known = isKnown ? ' Its migrations are shown as Ferry last read them.' : ''
      return context(`:warning: ${code(account)}: ${sentence(what)}${known}`)
    }),
    ...(left > 0
      ? [context(`:warning: ${plural(left, 'more account')} can’t be read now: \`/migrate accounts\``)]
      : []),
  ]
}

const mostTroubles = 2

function pagingChoices(list: MigrationList): Choice[] {
  const { command, page, below, troubles } = list
  return [...previousAndNext(command, page, hasMore(list)), ...mending(troubles), ...backTo(below)]
}

/** A way to mend the first account that a person can mend. */
function mending(troubles: readonly AccountTrouble[]): Choice[] {
  const [way] = troubles.flatMap((one) => one.way ?? [])
  return way === undefined ? [] : [{ label: 'Connect again', command: way }]
}

function backTo(below: Head | undefined): Choice[] {
  if (below === undefined) return []
  const label = below.kind === 'group' ? 'The group' : 'The synchronization task'
  return [{ label, command: `status ${below.ref}` }]
}
