import { choices, context, section } from '../blocks/elements.ts'
import { directMessages } from '../blocks/files.ts'
import type { Message } from '../blocks/message.ts'
import { formatBytes, plural } from '../words/format.ts'
import { noEntryFor } from './audit.ts'

/** Contents of a file of the audit. */
export type Exported = {
  format: 'csv' | 'json'
  /** Number of entries. `firstSeq` and `lastSeq` are the numbers of the first and last entry, or 0 if there are none. */
  count: number
  firstSeq: number
  lastSeq: number
  /** Whether the file holds only the entries that fit a filter. */
  isFiltered: boolean
  /** Whether older entries had no room. */
  isCut: boolean
  limits: { records: number; bytes: number }
}

/** mrkdwn shown above the file. */
export function auditComment(exported: Exported): string {
  return [`*Ferry’s audit*: ${extent(exported)}`, ...(exported.isCut ? [cutWords(exported)] : [])].join('\n')
}

export function auditSent(exported: Exported, place: { workspace: string; channel: string }): Message {
  const note =
    exported.format === 'json'
      ? 'Each line is one stored entry with its hash, so that you can verify the file elsewhere.'
      : 'Times are in UTC. Values that a spreadsheet would read as formulas start with an apostrophe; the JSON export has every entry as stored.'
  const missing = missingIn(exported)
  return {
    text: 'The audit is in your direct messages with Ferry',
    blocks: [
      section(`:page_facing_up: The audit is in your ${directMessages(place)}: ${extent(exported)}.`),
      ...(exported.isCut ? [section(`:warning: ${cutWords(exported)}`)] : []),
      ...(missing > 0 ? [section(`:rotating_light: ${missingWords(missing)}`)] : []),
      context(note),
      ...choices([{ label: 'Verify', command: 'audit verify' }]),
    ],
  }
}

/** The answer to an export of nothing. `filter`: as it was typed, by the `reader`. */
export function auditNothingToExport({ filter, reader }: { filter: string; reader: string }): Message {
  const why = filter === '' ? 'The audit has no entries' : noEntryFor(filter, reader)
  return {
    text: 'Nothing to export',
    blocks: [section(`${why}, so there is no file.`), ...choices([{ label: 'Show the audit', command: 'audit' }])],
  }
}

/**
 * How many entries the file has, and from which number to which. Numbers are written in full, to compare with those in
 * the file.
 */
function extent(exported: Exported): string {
  const { count, firstSeq, lastSeq, isCut, isFiltered } = exported
  const isWhole = !isCut && !isFiltered && missingIn(exported) === 0
  const numbers = firstSeq === lastSeq ? `no. ${lastSeq}` : `no. ${firstSeq} to no. ${lastSeq}`
  return `${isWhole ? 'all ' : ''}${plural(count, 'entry', 'entries')}, oldest first, ${numbers}`
}

/** How many entries are missing. Without a filter, numbers have no gaps, so an unreadable entry leaves one. */
function missingIn({ count, firstSeq, lastSeq, isCut, isFiltered }: Exported): number {
  return isFiltered ? 0 : lastSeq - (isCut ? firstSeq - 1 : 0) - count
}

function missingWords(missing: number): string {
  return `${plural(missing, 'entry is', 'entries are')} missing or can’t be read. Press Verify to see where it begins.`
}

function cutWords({ limits }: Exported): string {
  const most = `${limits.records.toLocaleString('en-US')} entries or ${formatBytes(limits.bytes)}`
  return `A file holds at most ${most}: these are the newest entries. To get older ones, filter by an account, an id or a person.`
}
