import type { ListCut } from '../../migrations/failed-objects.ts'
import type { Migration } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { choices, context, section } from '../blocks/elements.ts'
import { directMessages } from '../blocks/files.ts'
import type { Message } from '../blocks/message.ts'
import { plural } from '../words/format.ts'
import { code } from '../words/text.ts'
import { route } from '../words/words.ts'

/** Contents of a file of failed objects. */
export type SentFailures = {
  migration: Migration
  count: number
  /** Name of the stored key that opened the bucket. */
  key: string
  /** Why the list is cut. Absent if the file holds all of it. */
  cut?: ListCut
}

/** mrkdwn shown above the file. */
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
        'Times are in the cloud’s own time zone. Values that a spreadsheet would read as formulas start with an apostrophe.',
      ),
      // This answer replaces the one with the button, so it leads back there.
      ...choices([{ label: 'Show the reasons', command: `failures ${refOf(sent.migration)} --key ${sent.key}` }]),
    ],
  }
}

export function nothingFailed(migration: Migration): Message {
  return {
    text: 'The list is empty',
    blocks: [
      section(`The list of failed objects of ${code(refOf(migration))} is empty, so there is no file.`),
      ...choices([{ label: 'Current state', command: `status ${refOf(migration)}` }]),
    ],
  }
}

function cutLines(cut: ListCut | undefined): string[] {
  return cut === undefined ? [] : [':warning: The list is longer: the rest does not fit in a file.']
}
