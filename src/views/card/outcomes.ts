import type { KnownBlock } from '@slack/types'
import type { Migration } from '../../migrations/migration.ts'
import { type Choice, choices, context, section } from '../blocks/elements.ts'
import { limits } from '../blocks/limits.ts'
import type { Message } from '../blocks/message.ts'
import { rows } from '../blocks/rows.ts'
import { plural } from '../words/format.ts'
import { code, escaped, notice, sentence } from '../words/text.ts'
import { route } from '../words/words.ts'

/**
 * The outcome for one of several migrations. Without a problem, the migration has the new setting. `who`: who does what stood in
 * the way.
 */
export type OutcomeLine = { ref: string; migration?: Migration; problem?: string; who?: string }

export type Outcomes = {
  /** The setting that was made, in Ferry's own words: a title and, if there are parts, more lines. */
  done: readonly [title: string, ...details: string[]]
  lines: readonly OutcomeLine[]
  /** Small print. */
  note?: string
  /** The exact command for the migrations that failed. */
  repeat?: string
}

/** The outcomes, one line per migration with ✓ or ✗, and how to repeat what failed. */
export function outcomesMessage({ done, lines, note, repeat }: Outcomes): Message {
  const failed = lines.filter(({ problem }) => problem !== undefined)
  const succeeded = lines.length - failed.length
  const [title, ...details] = done
  const failures = failed.length === 0 ? [] : [`${plural(failed.length, 'migration')} not changed`]
  const warning = failures.map((words) => `:warning: ${words}`)
  const heading = succeeded === 0 ? warning : [`*${escaped(title)}*`, ...details.map(escaped), ...warning]
  return {
    text: notice([...(succeeded === 0 ? [] : [title]), ...failures].join('. ')),
    blocks: [
      section(heading.join('\n')),
      ...rows(lines, (line) => section(lineText(line))),
      ...(note === undefined || succeeded === 0 ? [] : [context(escaped(note))]),
      ...(repeat === undefined ? [] : repeatBlocks(repeat)),
      ...choices(onlyChoice(lines)),
    ],
  }
}

function lineText({ ref, migration, problem, who }: OutcomeLine): string {
  const name = migration === undefined ? code(ref) : `*${route(migration.source, migration.target)}* (${code(ref)})`
  if (problem === undefined) return `✓ ${name}`
  return `✗ ${name}: ${sentence(problem)}${who === undefined ? '' : ` ${who}.`}`
}

/**
 * How to repeat what failed. Has no button if the command is too long for one, because a cut command would be another.
 */
function repeatBlocks(command: string): KnownBlock[] {
  const typed = section(`For those that failed: ${code(`/migrate ${command}`, limits.buttonValue)}`)
  return command.length > limits.buttonValue ? [typed] : [typed, ...choices([{ label: 'Try those again', command }])]
}

function onlyChoice(lines: readonly OutcomeLine[]): Choice[] {
  const [only] = lines
  return only === undefined || lines.length > 1 ? [] : [{ label: 'Current state', command: `status ${only.ref}` }]
}
