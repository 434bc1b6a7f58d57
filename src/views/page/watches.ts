import type { KnownBlock } from '@slack/types'
import type { Way } from '../../access/owners.ts'
import { defined } from '../../defined.ts'
import type { Migration } from '../../migrations/migration.ts'
import { button, type Choice, choices, context, menu, section } from '../blocks/elements.ts'
import { limits } from '../blocks/limits.ts'
import type { Message } from '../blocks/message.ts'
import { type Damage, damageLine, damageReason } from '../notice/damage.ts'
import { heldBeside, heldText } from '../notice/held.ts'
import { type DeadlineLine, deadlineLine, deadlineWords, isBehind } from '../words/deadline.ts'
import { stateLine } from '../words/figures.ts'
import { plural } from '../words/format.ts'
import { callingWords } from '../words/set.ts'
import { at, code, escaped, notice, sentence } from '../words/text.ts'
import { route } from '../words/words.ts'

export type WatchLine = {
  /** Reference of the migration: `account/id`. */
  ref: string
  channel: string
  createdBy: string
  /** Whether the person who looks made the watch. */
  isOwn: boolean
  /** Whether that person is an owner of something that the migration needs. */
  isOwned?: true
  /** How people are called about it, if that was said. */
  calling?: Way
  /** By when it is to be done. */
  deadline?: DeadlineLine
  /** Who ended the watch, and when, in epoch milliseconds. */
  ended?: { by: string; at: number }
  /** When Slack last accepted something about it, in epoch milliseconds. */
  deliveredAt?: number
  migration?: Migration
  /** How many messages Slack has not accepted. */
  waiting: number
  /** Since when Ferry can't read what it had posted in the channel, and posts nothing there. */
  damagedSince?: number
  /** Calls that Slack has asked Ferry to wait with, and since when, if that is long. */
  held?: { method: 'post' | 'update' | 'find'; since: number }
  /** Why Slack refuses Ferry's messages in the channel, and since when. */
  broken?: { what: string; since: number }
  /** Until when the migration itself is muted in the channel, in words. */
  heldBack?: string
  /** Why everything in its channel, or all of its account, is held back on purpose now, in words. */
  heldHere?: string
  /** Why nobody could be told in private what is wrong in the channel. */
  untold?: string
  /** Since when Ferry can't read the migration, and why, if that is not said elsewhere. */
  blind?: { what?: string; since: number }
}

/** A row of the page of watches, drawn when it is shown. `heldHere`: why everything in its channel is held back now. */
export type DrawnRow = { draw(): KnownBlock; heldHere?: string }

/** Whether a watched migration failed, or will miss its deadline or has. */
export function needsSomebody({ deadline }: Pick<WatchLine, 'deadline'>, migration: Migration): boolean {
  return migration.state === 'failed' || (deadline !== undefined && isBehind(deadline, migration))
}

/** Troubles in the channels of watches, each once. */
export function channelTroubles(watches: readonly WatchLine[]): DrawnRow[] {
  return [
    ...damagesIn(watches).map((damage) => ({ draw: () => damageLine(damage) })),
    ...holdsIn(watches).map((text) => ({ draw: () => section(text) })),
  ]
}

export function watchRow(line: WatchLine): DrawnRow {
  const { ended, heldHere } = line
  if (ended !== undefined) return { draw: () => endedRow(line, ended) }
  return { draw: () => row(line), ...defined({ heldHere }) }
}

/** Why everything in the channels of these is held back now, each reason once. */
export function heldHereLines(lines: readonly Pick<WatchLine, 'heldHere'>[]): string[] {
  return [...new Set(lines.flatMap(({ heldHere }) => heldHere ?? []))]
}

/** `damagedSince`: since when Ferry's record of the channel can't be read, in epoch milliseconds. */
export type WatchStarted = { ref: string; channel: string; damagedSince?: number }

export function watchStarted({ ref, channel, damagedSince }: WatchStarted): Message {
  const place = `Watching ${code(ref)} in <#${escaped(channel)}>`
  return {
    text: notice(`Watching ${ref}`),
    blocks: [
      ...(damagedSince === undefined
        ? [section(`:eyes: ${place}. Ferry keeps it up to date there and says how it ends.`)]
        : [section(`:eyes: ${place}, once Ferry can post there.`), damageLine({ channel, since: damagedSince })]),
      ...choices([{ label: 'Stop watching', command: `unwatch ${ref} <#${channel}>` }]),
    ],
  }
}

/** The answer to somebody who refreshes the channel's card, so that there is no second card. */
export function lookedAgain(migration: Migration): Message {
  const what = `The card is up to date: ${stateLine(migration, 'row')}`
  return {
    text: notice('The card is up to date'),
    blocks: [context(`${what} · as of ${at(migration.readAt, 'seconds')}`)],
  }
}

export function watchEnded(ref: string, channel: string): Message {
  return {
    text: notice(`No longer watching ${ref}`),
    blocks: [
      section(`No longer watching ${code(ref)} in <#${escaped(channel)}>. The channel is told, and its card says so.`),
      ...choices([{ label: 'Follow again', command: `watch ${ref} <#${channel}>` }]),
    ],
  }
}

/** The channels in which Ferry can't read what it had posted, each once. */
function damagesIn(watches: readonly WatchLine[]): Damage[] {
  const since = new Map(watches.map(({ channel, damagedSince }) => [channel, damagedSince]))
  return [...since].flatMap(([channel, at]) => (at === undefined ? [] : [{ channel, since: at }]))
}

/** Limits that Slack sets, each once: posts by channel, edits and look-ups in the whole workspace. */
function holdsIn(watches: readonly WatchLine[]): string[] {
  const texts = watches.flatMap(({ channel, broken, held }) =>
    held === undefined || broken !== undefined ? [] : [[heldKey(channel, held), heldLine(channel, held)] as const],
  )
  return [...new Map(texts).values()]
}

function heldKey(channel: string, { method }: NonNullable<WatchLine['held']>): string {
  return method === 'post' ? channel : method
}

/** How somebody begins to follow, where nothing is followed. */
export const waysToFollow =
  'Watch a migration to keep a card up to date in a channel and hear how it ends, or follow a whole set.'

export function noWatches(): Message {
  return {
    text: 'Nothing is watched',
    blocks: [
      section(`Nothing is watched yet. ${waysToFollow}`),
      ...choices([
        { label: 'Follow a set', command: 'subscribe', style: 'primary' },
        { label: 'List migrations', command: 'list' },
      ]),
    ],
  }
}

function row(line: WatchLine): KnownBlock {
  const entries = menuOf(line)
  const text = section(watchLines(line).join('\n'))
  const fits = entries.every(({ command }) => command.length <= limits.optionValue)
  return { ...text, accessory: fits ? menu(entries) : button({ label: 'Unwatch', command: unwatching(line) }) }
}

/** Choices about a watch. */
function menuOf(line: WatchLine): Choice[] {
  const { ref, channel, deadline, heldBack } = line
  const place = `<#${channel}>`
  return [
    { label: 'Details', command: `status ${ref}` },
    deadline === undefined
      ? { label: 'Set a deadline', command: `watch ${ref} by ${place}` }
      : { label: 'Remove the deadline', command: `watch ${ref} by none ${place}` },
    heldBack !== undefined
      ? { label: 'Unmute', command: `unmute ${ref} ${place}` }
      : { label: 'Mute for a day', command: `mute ${ref} 1d ${place}` },
    { label: 'Send a test there', command: `test ${place}` },
    { label: 'Unwatch', command: unwatching(line) },
  ]
}

/** Lines of a watch: its migration and channel, how that stands, and any trouble. */
export function watchLines(line: WatchLine): string[] {
  const { ref, channel, createdBy, calling, migration, deliveredAt, deadline } = line
  return [
    migration === undefined ? code(ref) : `*${route(migration.source, migration.target)}*`,
    [
      migration === undefined ? 'not read yet' : stateLine(migration, 'row'),
      `in <#${escaped(channel)}>`,
      `by <@${escaped(createdBy)}>`,
      ...(calling === undefined ? [] : [callingWords[calling]]),
    ].join(' · '),
    ...(deadline === undefined
      ? []
      : ((migration && deadlineLine(deadline, migration)) ?? [`:alarm_clock: Deadline ${deadlineWords(deadline)}`])),
    ...(deliveredAt === undefined ? [] : [`Last message ${at(deliveredAt)}`]),
    ...problemsOf(line),
  ]
}

function problemsOf(line: WatchLine): string[] {
  const { blind, damagedSince, untold } = line
  return [
    ...(line.broken === undefined ? [] : heldLines(line)),
    ...(blind === undefined ? [] : [`:warning: Not followed since ${at(blind.since)}${reasonText(blind.what)}`]),
    ...(damagedSince === undefined ? [] : [`:warning: No posts since ${at(damagedSince)}: ${damageReason}`]),
    ...(untold === undefined ? [] : [`:mute: Nobody could be told in private: ${sentence(untold)}`]),
    ...(line.broken === undefined ? heldLines(line) : []),
  ]
}

/** A reason after a statement. Empty if it is said elsewhere. */
export function reasonText(what: string | undefined): string {
  return what === undefined ? '' : `: ${sentence(what)}`
}

/** Lines about messages that wait, and the reason: Slack refuses them, or they are muted. */
export function heldLines({ broken, waiting, heldBack }: Pick<WatchLine, 'broken' | 'waiting' | 'heldBack'>): string[] {
  const waits = waiting === 0 ? '' : `${plural(waiting, 'message')} ${waiting === 1 ? 'waits' : 'wait'}.`
  if (broken !== undefined) {
    return [`:warning: Since ${at(broken.since)}: ${sentence(broken.what)}${waits === '' ? '' : ` ${waits}`}`]
  }
  if (heldBack !== undefined) return [`${heldBack}${waits === '' ? '' : `. ${waits}`}`]
  return waits === '' ? [] : [`:hourglass_flowing_sand: ${waits}`]
}

function heldLine(channel: string, { method, since }: NonNullable<WatchLine['held']>): string {
  return method === 'post' ? heldText(since, `in <#${escaped(channel)}>`) : heldBeside(method, since)
}

/** The command that ends a watch. Somebody else’s takes a role of its own. */
export function unwatching({ ref, channel, isOwn }: WatchLine): string {
  return `unwatch ${ref} <#${channel}>${isOwn ? '' : ' --theirs'}`
}

function endedRow({ ref, channel, migration }: WatchLine, ended: { by: string; at: number }): KnownBlock {
  const lines = [
    migration === undefined ? code(ref) : `*${route(migration.source, migration.target)}*`,
    `:no_bell: not followed in <#${escaped(channel)}> any more · ended by <@${escaped(ended.by)}> ${at(ended.at)}`,
  ]
  return {
    ...section(lines.join('\n')),
    accessory: button({ label: 'Follow again', command: `watch ${ref} <#${channel}>` }),
  }
}
