import type { Migration } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { type Choice, choices, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { type Page, pageOf, pageText, previousAndNext } from '../blocks/pages.ts'
import { retryAll } from '../group/group.ts'
import { formatCount, plural } from '../words/format.ts'
import { code, notice, withoutMentions } from '../words/text.ts'
import { type AccountTrouble, pageSize, troubleLines } from './list.ts'
import { choiceRows } from './rows.ts'

/** Several migrations of which a person has to choose one. `command` makes the command of a button from a reference. */
export type MigrationChoice = { migrations: readonly Migration[]; command: (ref: string) => string } & (
  | TypedChoice
  /** `unseen`: how many more there are of which nothing is known any more. `group`: id of the group, if it is one. */
  | { from: 'thread' | 'message'; unseen: number; verb: string; group?: string }
)

type TypedChoice = {
  from: 'typed'
  typed: string
  /** How many fit. May be more than are given. */
  total: number
  /** Number of the page. 1 is the first. */
  page: number
  /** The command that asks again, without its page. Absent if it could not be typed. */
  again?: string
  troubles: readonly AccountTrouble[]
}

/** The choice among migrations that fit what was typed, or that a thread or a message is about. Ferry never guesses. */
export function choiceMessage(choice: MigrationChoice): Message {
  return choice.from === 'typed' ? amongFitting(choice) : amongTold(choice)
}

type Fitting = Extract<MigrationChoice, { from: 'typed' }>

function amongFitting(choice: Fitting): Message {
  const { typed, total, page, command, troubles } = choice
  const listed = turnable(choice)
  const asked = pageOf(listed, page, pageSize)
  const isThere = page <= asked.pages
  const part = isThere ? asked : pageOf(listed, 1, pageSize)
  const matching = `${plural(total, 'migration')} ${total === 1 ? 'matches' : 'match'}`
  const only = `Only the first ${formatCount(listed.length)} can be shown here. Type more of the id or the name.`
  return {
    text: notice(`${matching} ${typed}`),
    blocks: [
      section(`${matching} ${code(typed)}. ${total === 1 ? 'Is it this one?' : 'Which one?'}${pageText(part)}`),
      ...(isThere ? [] : [context(`There is nothing on page ${page} any more.`)]),
      ...choiceRows(rowsOf(part.shown), (head) => ({ label: 'This one', command: command(refOf(head)) })),
      ...(total > listed.length ? [context(only)] : []),
      ...troubleLines(troubles),
      ...choices(turning(choice, part)),
    ],
  }
}

/** The migrations that a person can turn to. Without a way to ask again, these are the first page. */
function turnable({ migrations, again }: Fitting): readonly Migration[] {
  return again === undefined ? migrations.slice(0, pageSize) : migrations
}

function rowsOf(migrations: readonly Migration[]) {
  return migrations.map((head) => ({ head, members: [] }))
}

function turning({ again }: Fitting, { page, pages }: Page<Migration>): Choice[] {
  return again === undefined ? [] : previousAndNext(again, page, page < pages)
}

/** The failed ones come first if the verb is for them. */
function amongTold(choice: Exclude<MigrationChoice, { from: 'typed' }>): Message {
  const { from, migrations, unseen, verb, command, group } = choice
  const isForFailed = ['why', 'retry', 'failures'].includes(verb)
  const failed = migrations.filter(({ state }) => state === 'failed')
  const sorted = isForFailed ? [...failed, ...migrations.filter(({ state }) => state !== 'failed')] : migrations
  const shown = sorted.slice(0, pageSize)
  const about = from === 'thread' ? 'This thread is about' : 'This message names'
  const title = `${about} ${plural(migrations.length + unseen, 'migration')}`
  const more = migrations.length - shown.length
  const forAll = verb === 'retry' && group !== undefined && failed.length > 1 ? [retryAll(group, failed.length)] : []
  return {
    text: title,
    blocks: [
      section(`${title}. Which one?`),
      ...choices(forAll),
      ...choiceRows(rowsOf(shown), (head) => ({ label: 'This one', command: command(refOf(head)) })),
      ...(more > 0 ? [context(`and ${more} more. Add an id: ${code(withoutMentions(command('1912…')))}`)] : []),
      ...(unseen > 0 ? [context(`${unseen} of them ${unseen === 1 ? 'is' : 'are'} not known any more.`)] : []),
    ],
  }
}
