import type { KnownBlock } from '@slack/types'
import type { Migration } from '../migrations/migration.ts'
import { fractionOf } from '../migrations/pace.ts'
import { refOf } from '../migrations/ref.ts'
import { button, type Choice, choices, context, section } from './elements.ts'
import { formatPercent, plural } from './format.ts'
import { cut } from './limits.ts'
import type { Message } from './message.ts'
import { code, sentence } from './text.ts'
import { route, stateWords } from './words.ts'

/** How many migrations one page shows. */
export const pageSize = 8

export type MigrationList = {
  migrations: readonly Migration[]
  /** 1 is the first page. */
  page: number
  hasMore: boolean
  total?: number
  /** The command without its page, for the paging buttons. */
  command: string
  /** Accounts that could not be read, in words. */
  troubles: readonly string[]
}

export function migrationList(list: MigrationList): Message {
  const { migrations, page, total } = list
  if (migrations.length === 0) return emptyList(list)
  const count = total === undefined ? '' : `*${plural(total, 'migration')}*`
  const where = page > 1 || list.hasMore ? ` · page ${page}` : ''
  return {
    text: total === undefined ? 'Migrations' : plural(total, 'migration'),
    blocks: [
      ...(count + where === '' ? [] : [section(`${count || '*Migrations*'}${where}`)]),
      ...migrations.map(row),
      ...list.troubles.map((trouble) => context(`:warning: ${sentence(trouble)}`)),
      ...choices(pagingChoices(list)),
    ],
  }
}

/** Several migrations answer to what was typed: the person chooses, Ferry never guesses. */
export function chooser(
  typed: string,
  found: { migrations: readonly Migration[]; command: (ref: string) => string },
): Message {
  const shown = found.migrations.slice(0, pageSize)
  const more = found.migrations.length - shown.length
  return {
    text: `${plural(found.migrations.length, 'migration')} match ${typed}`,
    blocks: [
      section(`${plural(found.migrations.length, 'migration')} match ${code(typed)}. Which one?`),
      ...shown.map((migration) =>
        choiceRow(migration, { label: 'This one', command: found.command(refOf(migration)) }),
      ),
      ...(more > 0 ? [context(`${more} more match. Type more of the id.`)] : []),
    ],
  }
}

function row(migration: Migration): KnownBlock {
  return choiceRow(migration, { label: 'Open', command: `status ${refOf(migration)}` })
}

function choiceRow(migration: Migration, choice: Choice): KnownBlock {
  const fraction = fractionOf(migration)
  const { icon, word } = stateWords[migration.state]
  const state = `${icon} ${word}${fraction === undefined || migration.state === 'succeeded' ? '' : ` ${formatPercent(fraction)}`}`
  const text = `*${cut(route(migration.source, migration.target), 160)}*\n${state} · ${code(refOf(migration), 90)}`
  return { ...section(text), accessory: button(choice) }
}

function emptyList({ command, page, troubles }: MigrationList): Message {
  const nothing = page > 1 ? 'There is nothing on this page.' : 'No migration fits.'
  return {
    text: nothing,
    blocks: [
      section(`${nothing} You asked for ${code(command)}.`),
      ...troubles.map((trouble) => context(`:warning: ${sentence(trouble)}`)),
      ...choices(page > 1 ? [{ label: 'First page', command }] : [{ label: 'List all', command: 'list' }]),
    ],
  }
}

function pagingChoices({ command, page, hasMore }: MigrationList): Choice[] {
  return [
    ...(page > 1 ? [{ label: 'Previous', command: `${command} --page ${page - 1}` }] : []),
    ...(hasMore ? [{ label: 'Next', command: `${command} --page ${page + 1}` }] : []),
  ]
}
