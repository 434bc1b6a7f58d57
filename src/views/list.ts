import type { KnownBlock } from '@slack/types'
import type { Kind, Migration } from '../migrations/migration.ts'
import { refOf } from '../migrations/ref.ts'
import { button, type Choice, choices, context, section } from './elements.ts'
import { stateLine } from './figures.ts'
import { plural } from './format.ts'
import type { Message } from './message.ts'
import { code, notice, sentence } from './text.ts'
import { kindWords, route } from './words.ts'

/** How many migrations one page shows. */
export const pageSize = 8

export type MigrationList = {
  migrations: readonly Migration[]
  /** Number of the page. 1 is the first. */
  page: number
  hasMore: boolean
  total?: number
  /** The command without its page, for the paging buttons. */
  command: string
  /** Reference of the group, if its tasks are listed. */
  group?: string
  /** One sentence for each account that could not be read. */
  troubles: readonly string[]
}

export function migrationList(list: MigrationList): Message {
  const { migrations, page, total, group } = list
  if (migrations.length === 0) return emptyList(list)
  const [one, many] = group === undefined ? ['migration', 'Migrations'] : ['task', 'Tasks']
  const count = total === undefined ? '' : `*${plural(total, one)}*`
  const whole = group === undefined ? '' : ` of the group ${code(group)}`
  const where = page > 1 || list.hasMore ? ` · page ${page}` : ''
  return {
    text: total === undefined ? many : plural(total, one),
    blocks: [
      ...(count + whole + where === '' ? [] : [section(`${count || `*${many}*`}${whole}${where}`)]),
      ...migrations.map((migration) => row(migration, group)),
      ...troubleLines(list.troubles),
      ...choices(pagingChoices(list)),
    ],
  }
}

/** The choice among several migrations that fit what was typed. Ferry never guesses. */
export function chooser(
  typed: string,
  found: { migrations: readonly Migration[]; command: (ref: string) => string; troubles: readonly string[] },
): Message {
  const { length } = found.migrations
  const shown = found.migrations.slice(0, pageSize)
  const more = length - shown.length
  const matching = `${plural(length, 'migration')} ${length === 1 ? 'matches' : 'match'}`
  return {
    text: notice(`${matching} ${typed}`),
    blocks: [
      section(`${matching} ${code(typed)}. ${length === 1 ? 'Is it this one?' : 'Which one?'}`),
      ...shown.map((migration) =>
        choiceRow(migration, { label: 'This one', command: found.command(refOf(migration)) }),
      ),
      ...(more > 0 ? [context(`${more} more match. Type more of the id.`)] : []),
      ...troubleLines(found.troubles),
    ],
  }
}

/** A row of a list. In a list of a group's tasks, rows do not say that each is one. */
function row({ madeBy, ...migration }: Migration, group: string | undefined): KnownBlock {
  const shown = madeBy === undefined || group !== undefined ? migration : { ...migration, madeBy }
  return choiceRow(shown, { label: 'Open', command: `status ${refOf(migration)}` })
}

function choiceRow(migration: Migration, choice: Choice): KnownBlock {
  const lines = [
    `*${route(migration.source, migration.target)}*`,
    [stateLine(migration, 'row'), ...standingIn(migration)].join(' · '),
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
function emptyList({ command, page, troubles, group }: MigrationList): Message {
  const where = troubles.length > 0 ? ' in the accounts that could be read' : ''
  const all = group === undefined ? 'list' : `list --group ${group}`
  const none = command === all ? noneAtAll(group) : 'No migration fits'
  const nothing = page > 1 ? 'There is nothing on this page.' : `${none}${where}.`
  const firstPage = page > 1 ? [{ label: 'First page', command }] : []
  const everything = page === 1 && command !== all ? [{ label: 'List all', command: all }] : []
  return {
    text: nothing,
    blocks: [
      section(`${nothing} You asked for ${code(command)}.`),
      ...troubleLines(troubles),
      ...choices([...firstPage, ...everything, ...backToGroup(group)]),
    ],
  }
}

function noneAtAll(group: string | undefined): string {
  return group === undefined ? 'There is no migration' : 'There is no task in this group, or no such group'
}

/** Lines about accounts that could not be read. Usually these are few; if all are, some are enough. */
function troubleLines(troubles: readonly string[]): KnownBlock[] {
  return troubles.slice(0, mostTroubles).map((trouble) => context(`:warning: ${sentence(trouble)}`))
}

const mostTroubles = 5

function pagingChoices({ command, page, hasMore, group }: MigrationList): Choice[] {
  return [
    ...(page > 1 ? [{ label: 'Previous', command: `${command} --page ${page - 1}` }] : []),
    ...(hasMore ? [{ label: 'Next', command: `${command} --page ${page + 1}` }] : []),
    ...backToGroup(group),
  ]
}

function backToGroup(group: string | undefined): Choice[] {
  return group === undefined ? [] : [{ label: 'The group', command: `status ${group}` }]
}
