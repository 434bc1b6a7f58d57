import type { KnownBlock } from '@slack/types'
import type { Migration } from '../migrations/migration.ts'
import { button, choices, context, section } from './elements.ts'
import { stateLine } from './figures.ts'
import { plural } from './format.ts'
import type { Message } from './message.ts'
import { rows } from './rows.ts'
import { at, code, escaped, notice, sentence } from './text.ts'
import { route } from './words.ts'

export type WatchLine = {
  /** Reference of the migration: `account/id`. */
  ref: string
  channel: string
  createdBy: string
  migration?: Migration
  /** Why Slack refuses Ferry's messages in the channel. */
  broken?: string
  trouble?: string
}

export function watchList(watches: readonly WatchLine[]): Message {
  if (watches.length === 0) return noWatches()
  const blocks: KnownBlock[] = [section(`*${plural(watches.length, 'watch', 'watches')}*`), ...rows(watches, row)]
  return { text: plural(watches.length, 'watch', 'watches'), blocks }
}

export function watchStarted(ref: string, channel: string): Message {
  return {
    text: notice(`Watching ${ref}`),
    blocks: [
      section(
        `:eyes: Watching ${code(ref)} in <#${escaped(channel)}>: a card that stays up to date, and a message when it ends.`,
      ),
      ...choices([{ label: 'Stop watching', command: `unwatch ${ref} <#${channel}>` }]),
    ],
  }
}

/** The answer to somebody who refreshes the channel's card, so that there is no second card. */
export function lookedAgain(migration: Migration): Message {
  const what = `The card is up to date: ${stateLine(migration, 'row')}`
  return {
    text: notice('The card is up to date'),
    blocks: [context(`${what} · as of ${at(migration.readAt, 'time')}`)],
  }
}

export function watchEnded(ref: string, channel: string): Message {
  return {
    text: notice(`No longer watching ${ref}`),
    blocks: [
      section(`No longer watching ${code(ref)} in <#${escaped(channel)}>. Its card stays but no longer updates.`),
      ...choices([{ label: 'Watch again', command: `watch ${ref} <#${channel}>` }]),
    ],
  }
}

function noWatches(): Message {
  return {
    text: 'Nothing is watched',
    blocks: [
      section('Nothing is watched yet. Watch a migration to keep a card up to date in a channel and hear how it ends.'),
      ...choices([{ label: 'List migrations', command: 'list' }]),
    ],
  }
}

function row({ ref, channel, createdBy, migration, broken, trouble }: WatchLine): KnownBlock {
  const title = migration === undefined ? code(ref) : `*${route(migration.source, migration.target)}*`
  const problem = broken ?? trouble
  const lines = [
    title,
    [
      migration === undefined ? 'not read yet' : stateLine(migration, 'row'),
      `in <#${escaped(channel)}>`,
      `by <@${escaped(createdBy)}>`,
    ].join(' · '),
    ...(problem === undefined ? [] : [`:warning: ${sentence(problem)}`]),
  ]
  return {
    ...section(lines.join('\n')),
    accessory: button({ label: 'Unwatch', command: `unwatch ${ref} <#${channel}>` }),
  }
}
