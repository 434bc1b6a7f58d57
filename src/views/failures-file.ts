import type { ListCut } from '../migrations/failed-objects.ts'
import type { Migration } from '../migrations/migration.ts'
import { refOf } from '../migrations/ref.ts'
import { choices, context, section } from './elements.ts'
import { directMessages } from './files.ts'
import { plural } from './format.ts'
import type { Message } from './message.ts'
import { code } from './text.ts'
import { route } from './words.ts'

/** What a file of failed objects holds. */
export type SentFailures = {
  migration: Migration
  count: number
  /** Name of the kept key that opened the bucket. */
  key: string
  /** Absent where it holds all of them. */
  cut?: ListCut
}

/** mrkdwn above the file. */
export function failuresComment({ migration, count, cut }: SentFailures): string {
  const { source, target } = migration
  const objects = plural(count, 'failed object')
  return [`*${objects}* of ${route(source, target)} · ${code(refOf(migration))}`, ...cutLines(cut)].join('\n')
}

export function failuresSent(sent: SentFailures, place: { workspace: string; channel: string }): Message {
  const objects = plural(sent.count, 'failed object')
  return {
    text: 'The list is in your direct messages with Ferry',
    blocks: [
      section(`:page_facing_up: The list is in your ${directMessages(place)}: ${objects}.`),
      ...cutLines(sent.cut).map(section),
      context(
        'Times are in the cloud’s own zone. What a spreadsheet would take for a formula has an apostrophe before it.',
      ),
      // This answer takes the place of the one that it was asked from.
      ...choices([{ label: 'Show the reasons', command: `failures ${refOf(sent.migration)} --key ${sent.key}` }]),
    ],
  }
}

export function nothingFailed(migration: Migration): Message {
  return {
    text: 'The list names no failed object',
    blocks: [
      section(`The list of failed objects of ${code(refOf(migration))} names none, so there is no file.`),
      ...choices([{ label: 'Current state', command: `status ${refOf(migration)}` }]),
    ],
  }
}

function cutLines(cut: ListCut | undefined): string[] {
  return cut === undefined ? [] : [':warning: The list is longer: a file has no room for the rest.']
}
