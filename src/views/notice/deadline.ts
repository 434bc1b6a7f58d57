import type { Responder } from '../../access/owners.ts'
import { isEnded, type Migration } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { type Taken, takeChoice, takenBlocks } from '../act/ack.ts'
import { choices, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { mention } from '../request/card.ts'
import { deadlineWords } from '../words/deadline.ts'
import { stateLine } from '../words/figures.ts'
import { formatDuration } from '../words/format.ts'
import { callLines } from '../words/responders.ts'
import { at, code } from '../words/text.ts'
import { route } from '../words/words.ts'

/** A deadline, who set it, and in which time zone. `due` is in epoch milliseconds. */
type Deadline = { due: number; timeZone: string; by: string }

export type Overdue = {
  migration: Migration
  deadline: Deadline
  channel: string
  responders?: readonly Responder[]
  taken?: Taken
}

/** The message to the channel about a migration that is too slow for its deadline. `expectedAt` is in epoch milliseconds. */
export function behindMessage(overdue: Overdue & { expectedAt: number }): Message {
  const { migration, deadline, expectedAt } = overdue
  const path = route(migration.source, migration.target)
  const late = formatDuration(expectedAt - deadline.due)
  return {
    text: `Will miss its deadline by about ${late}: ${path}`,
    blocks: blocksOf(overdue, [
      `:alarm_clock: *Will miss its deadline: ${path}*`,
      `At this pace it is done ${at(expectedAt)}, about ${late} late.`,
      'More bandwidth helps, or a later deadline.',
    ]),
  }
}

/** The message to the channel about a migration that was not done by its deadline. */
export function lateMessage(overdue: Overdue): Message {
  const { migration } = overdue
  const path = route(migration.source, migration.target)
  return {
    text: `Missed its deadline: ${path}`,
    blocks: blocksOf(overdue, [`:alarm_clock: *Missed its deadline: ${path}*`, stateLine(migration, 'row')]),
  }
}

function blocksOf({ migration, deadline, channel, responders = [], taken }: Overdue, lines: readonly string[]) {
  const ref = refOf(migration)
  const due = `Deadline: ${deadlineWords(deadline)}, set by ${mention(deadline.by)}`
  return [
    section([...lines, due, ...callLines(responders)].join('\n')),
    ...takenBlocks(taken),
    context(`${code(ref)} · ${at(migration.readAt)}`),
    ...choices([
      ...(isEnded(migration.state) ? [] : [{ label: 'Move the deadline', command: `watch ${ref} by <#${channel}>` }]),
      takeChoice(ref, taken !== undefined),
      { label: 'Details', command: `status ${ref}` },
    ]),
  ]
}
