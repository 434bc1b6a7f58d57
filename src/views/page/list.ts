import type { KnownBlock } from '@slack/types'
import type { StateCount } from '../../migrations/families.ts'
import { type Kind, type Migration, worstFirst } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { button, type Choice, choices, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { stateLine } from '../words/figures.ts'
import { formatCount, plural } from '../words/format.ts'
import { at, code, sentence } from '../words/text.ts'
import { countedWord, kindWords, route } from '../words/words.ts'

/** How many migrations one page shows. */
export const pageSize = 8

export type MigrationList = {
  rows: readonly Row[]
  /** Number of the page. 1 is the first. */
  page: number
  /** Number of all rows, and of those in each state. */
  total: number
  counts: readonly StateCount[]
  /** The command without its page, for the paging buttons. */
  command: string
  /** The migration whose tasks or runs are listed. */
  below?: Head
  /** When the migration of these rows was read that was read longest ago, in epoch milliseconds. */
  oldestReadAt?: number
  /** Whether some migrations ended so long ago that Ferry knows them no more. */
  isShortened: boolean
  /** Whether a cloud may leave out some migrations. */
  isCut: boolean
  troubles: readonly AccountTrouble[]
}

/** A migration, and how many tasks or runs it has in each state. */
export type Row = { head: Migration; members: readonly StateCount[] }

/**
 * An account that can't be shown as it is now, and why. `isKnown`: its migrations are shown as Ferry last read them.
 * `way`: the command that mends it.
 */
export type AccountTrouble = { account: string; what: string; isKnown?: boolean; way?: string }

/** A group or a synchronization task. */
type Head = { kind: 'group' | 'sync'; ref: string }

export function migrationList(list: MigrationList): Message {
  const { rows, page, total, below } = list
  if (rows.length === 0) return emptyList(list)
  const count = plural(total, below === undefined ? 'migration' : memberWords[below.kind])
  const whole = below === undefined ? '' : ` of ${headWords[below.kind]} ${code(below.ref)}`
  const where = page > 1 || hasMore(list) ? ` · page ${page} of ${Math.ceil(total / pageSize)}` : ''
  return {
    text: count,
    blocks: [
      section([`*${count}*${whole}${where}`, ...countLine(list)].join('\n')),
      ...rows.map((one) => row(one, list)),
      ...ageLine(list),
      ...cutLine(list),
      ...shortenedLine(list),
      ...troubleLines(list.troubles),
      ...choices(pagingChoices(list)),
    ],
  }
}

function hasMore({ page, total }: Pick<MigrationList, 'page' | 'total'>): boolean {
  return total > page * pageSize
}

/** How many rows are in each state, where one page does not show it. */
function countLine({ counts, rows, total }: MigrationList): string[] {
  return total > rows.length && counts.length > 1 ? [statesIn(counts)] : []
}

/** "1 failed, 3 succeeded": what needs somebody comes first. */
function statesIn(counts: readonly StateCount[]): string {
  return counts
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .map(({ state, isIncomplete = false, count }) => `${formatCount(count)} ${countedWord(state, isIncomplete)}`)
    .join(', ')
}

/** Something that has ended without all of its objects comes right after what failed. */
function rankOf({ state, isIncomplete }: StateCount): number {
  return isIncomplete ? worstFirst.indexOf('failed') + 0.5 : worstFirst.indexOf(state)
}

/** How old the rows are at most. */
function ageLine({ oldestReadAt, rows }: Pick<MigrationList, 'oldestReadAt' | 'rows'>): KnownBlock[] {
  if (oldestReadAt === undefined) return []
  const isOne = rows.length === 1 && rows[0]?.members.length === 0
  return [context(`Figures from ${at(oldestReadAt)}${isOne ? '' : ' or later'}.`)]
}

/** A row of a list. In a list of tasks or runs, rows do not say that each is one. */
function row({ head: { madeBy, ...head }, members }: Row, { below }: MigrationList): KnownBlock {
  const shown = madeBy === undefined || below !== undefined ? head : { ...head, madeBy }
  const more = members.length === 0 ? [] : [membersIn(head, members)]
  return choiceRow(shown, { label: 'Open', command: `status ${refOf(head)}` }, more)
}

/** How many tasks or runs a migration has and how they stand: "4 tasks: 1 failed, 3 succeeded". */
function membersIn(head: Migration, members: readonly StateCount[]): string {
  const total = members.reduce((sum, { count }) => sum + count, 0)
  return `${plural(total, memberWords[head.kind === 'sync' ? 'sync' : 'group'])}: ${statesIn(members)}`
}

const memberWords = { group: 'task', sync: 'run' } as const
const headWords = { group: 'the group', sync: 'the synchronization task' } as const

/** A migration with one button. */
export function choiceRow(migration: Migration, choice: Choice, more: readonly string[] = []): KnownBlock {
  const lines = [
    `*${route(migration.source, migration.target)}*`,
    [stateLine(migration, 'row'), ...standingIn(migration)].join(' · '),
    ...more,
    code(refOf(migration), 90),
  ]
  return { ...section(lines.join('\n')), accessory: button(choice) }
}

/** Words that tell a migration from others of the same buckets. */
function standingIn({ kind, madeBy }: Migration): string[] {
  if (madeBy !== undefined) return [makerWords[madeBy]]
  return unlike.includes(kind) ? [kindWords[kind]] : []
}

const makerWords: Record<NonNullable<Migration['madeBy']>, string> = {
  group: 'task of a group',
  sync: 'run of a synchronization task',
}

/**
 * Kinds that appear beside other migrations of the same buckets: a group has tasks, and a synchronization task has
 * runs.
 */
const unlike: readonly Kind[] = ['group', 'sync']

/**
 * The answer if nothing is listed. It does not claim too much: an account that could not be read may have migrations.
 */
function emptyList(list: MigrationList): Message {
  const { command, page, troubles, below } = list
  const where = troubles.some(({ isKnown }) => !isKnown) ? ' in the accounts that could be read' : ''
  const all = below === undefined ? 'list' : `list --${below.kind} ${below.ref}`
  const none = command === all ? noneAtAll(below) : 'No migration fits'
  const nothing = page > 1 ? 'There is nothing on this page.' : `${none}${where}.`
  const firstPage = page > 1 ? [{ label: 'First page', command }] : []
  const everything = page === 1 && command !== all ? [{ label: 'List all', command: all }] : []
  return {
    text: nothing,
    blocks: [
      section(`${nothing} You asked for ${code(command)}.`),
      ...cutLine(list),
      ...shortenedLine(list),
      ...troubleLines(troubles),
      ...choices([...firstPage, ...everything, ...mending(troubles), ...backTo(below)]),
    ],
  }
}

function noneAtAll(below: Head | undefined): string {
  if (below === undefined) return 'There is no migration'
  return below.kind === 'group'
    ? 'There is no task in this group, or no such group'
    : 'This synchronization task has no runs'
}

function cutLine({ isCut }: Pick<MigrationList, 'isCut'>): KnownBlock[] {
  if (!isCut) return []
  return [context(`The cloud may not list all migrations. If one is missing, type its whole id: ${byWholeId}`)]
}

const byWholeId = code('/migrate status <id>')

/** Where the list ends: what ended too long ago is not in it. */
function shortenedLine(list: Pick<MigrationList, 'isShortened' | 'page' | 'total'>): KnownBlock[] {
  if (!list.isShortened || hasMore(list)) return []
  const what = 'What ended over 90 days ago is not listed, unless a channel follows it.'
  return [context(`${what} To see it, type its whole id: ${byWholeId}`)]
}

/** Lines about accounts that can't be shown as they are now. Usually these are few; if all are, some are enough. */
export function troubleLines(troubles: readonly AccountTrouble[]): KnownBlock[] {
  return troubles.slice(0, mostTroubles).map(({ account, what, isKnown }) => {
    const known = isKnown ? ' Its migrations are shown as Ferry last read them.' : ''
    return context(`:warning: ${code(account)}: ${sentence(what)}${known}`)
  })
}

const mostTroubles = 5

function pagingChoices(list: MigrationList): Choice[] {
  const { command, page, below, troubles } = list
  return [
    ...(page > 1 ? [{ label: 'Previous', command: `${command} --page ${page - 1}` }] : []),
    ...(hasMore(list) ? [{ label: 'Next', command: `${command} --page ${page + 1}` }] : []),
    ...mending(troubles),
    ...backTo(below),
  ]
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
