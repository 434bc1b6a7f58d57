import type { Migration } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { choices, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { retryAll } from '../group/group.ts'
import { plural } from '../words/format.ts'
import { code, notice } from '../words/text.ts'
import { type AccountTrouble, choiceRow, pageSize, troubleLines } from './list.ts'

/** Several migrations of which a person has to choose one. `command` makes the command of a button from a reference. */
export type MigrationChoice = { migrations: readonly Migration[]; command: (ref: string) => string } & (
  | { from: 'typed'; typed: string; troubles: readonly AccountTrouble[] }
  /** `unseen`: how many more there are of which nothing is known any more. `group`: id of the group, if it is one. */
  | { from: 'thread' | 'message'; unseen: number; verb: string; group?: string }
)

/** The choice among migrations that fit what was typed, or that a thread or a message is about. Ferry never guesses. */
export function choiceMessage(choice: MigrationChoice): Message {
  return choice.from === 'typed' ? amongFitting(choice) : amongTold(choice)
}

function amongFitting({ typed, migrations, command, troubles }: Extract<MigrationChoice, { from: 'typed' }>): Message {
  const { length } = migrations
  const shown = migrations.slice(0, pageSize)
  const more = length - shown.length
  const matching = `${plural(length, 'migration')} ${length === 1 ? 'matches' : 'match'}`
  return {
    text: notice(`${matching} ${typed}`),
    blocks: [
      section(`${matching} ${code(typed)}. ${length === 1 ? 'Is it this one?' : 'Which one?'}`),
      ...shown.map((migration) => choiceRow(migration, { label: 'This one', command: command(refOf(migration)) })),
      ...(more > 0 ? [context(`${more} more match. Type more of the id.`)] : []),
      ...troubleLines(troubles),
    ],
  }
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
      ...shown.map((migration) => choiceRow(migration, { label: 'This one', command: command(refOf(migration)) })),
      ...(more > 0 ? [context(`and ${more} more. Add an id: \`${verb} 1912…\``)] : []),
      ...(unseen > 0 ? [context(`${unseen} of them ${unseen === 1 ? 'is' : 'are'} not known any more.`)] : []),
    ],
  }
}
