import type { KnownBlock } from '@slack/types'
import type { AppError } from '../errors.ts'
import type { Migration } from '../migrations/migration.ts'
import { refOf } from '../migrations/ref.ts'
import { type FigureName, inStepsOf, peakOf, type Statistics, totalsOf } from '../migrations/statistics.ts'
import { type Choice, choices, context, section } from './elements.ts'
import { directMessages, whyNotSent } from './files.ts'
import { formatBytes, formatCount, formatDuration, plural } from './format.ts'
import type { Message } from './message.ts'
import { at, code, escaped, notice, sentence } from './text.ts'
import { kindWords, route } from './words.ts'

type Range = { word: string; label: string }

/** What a migration did in a period. */
export type Report = {
  migration: Migration
  providerLabel: string
  range: Range
  /** All that could be asked for. */
  ranges: readonly Range[]
  /** Epoch milliseconds. */
  period: { from: number; to: number }
  statistics: Statistics
  isShared: boolean
}

/** What became of the picture. */
export type PictureOutcome =
  | { type: 'shown here' }
  /** In the conversation of these ids. */
  | { type: 'shown directly'; workspace: string; channel: string }
  | { type: 'missing'; error: AppError; isInChannel: boolean }

/** The figures in words; the picture is a message of its own. */
export function statisticsMessage(report: Report, picture: PictureOutcome): Message {
  const figures = [heading(report), ...figureLines(report.statistics), ...peakLines(report)]
  return {
    text: notice(`${title(report)}: ${totalsText(report.statistics)}`),
    blocks: [section(figures.join('\n')), context(pictureLine(picture)), ...foot(report)],
  }
}

export function nothingHappened(report: Report): Message {
  const words = 'Nothing was requested, copied, skipped or failed in that time, so there is no picture.'
  return {
    text: notice(`${title(report)}: nothing happened`),
    blocks: [section(`${heading(report)}\n${words}`), ...foot(report)],
  }
}

/** Bold, for the message and for the words above the picture. */
export function heading({ migration, range }: Report): string {
  return `*${route(migration.source, migration.target)}* · last ${range.label}`
}

/** Plain text: "140 objects requested, 100 copied (10 GB), 15 skipped, 25 failed". What is not reported is left out. */
export function totalsText(statistics: Statistics): string {
  const { requested, copied, bytes, skipped, failed } = figureTexts(statistics)
  const moved = copied.length > 0 && bytes.length > 0 ? [`${copied} (${bytes})`] : [...copied, ...bytes]
  return [...requested, ...moved, ...skipped, ...failed].join(', ')
}

/** Short enough for a phone, worst news last. */
function figureLines(statistics: Statistics): string[] {
  const { requested, copied, bytes, skipped, failed } = figureTexts(statistics)
  const warned = totalsOf(statistics).failed ? failed.map((text) => `:warning: ${text}`) : failed
  return [requested, [...copied, ...bytes], skipped, warned]
    .map((texts) => texts.join(' · '))
    .filter((line) => line !== '')
}

/** Each as a list of one, or of none where it is not reported. */
function figureTexts(statistics: Statistics) {
  const { requested, succeeded, bytes, skipped, failed } = totalsOf(statistics)
  return {
    requested: requested === undefined ? [] : [`${plural(requested, 'object')} requested`],
    copied: succeeded === undefined ? [] : [`${formatCount(succeeded)} copied`],
    bytes: bytes === undefined ? [] : [formatBytes(bytes)],
    skipped: skipped === undefined ? [] : [`${formatCount(skipped)} skipped`],
    failed: failed === undefined ? [] : [`${formatCount(failed)} failed`],
  }
}

/** The same in steps that are long enough to be told apart: 30 minutes of a day, a day of a month. */
export function barsOf({ statistics, period }: Pick<Report, 'statistics' | 'period'>): Statistics {
  const lengths = barLengthsMs.filter((ms) => ms >= statistics.stepMs)
  const stepMs = lengths.find((ms) => (period.to - period.from) / ms <= mostBars) ?? lengths.at(-1) ?? statistics.stepMs
  return inStepsOf(stepMs, statistics)
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const barLengthsMs = [5 * minuteMs, 30 * minuteMs, hourMs, 4 * hourMs, 24 * hourMs]
const mostBars = 50

/** When most of something happened, in the steps of the picture. */
export function peaksOf(report: Report): { words: string; at: number }[] {
  const bars = barsOf(report)
  const during = formatDuration(bars.stepMs)
  return [peak('requested', 'Most requests'), peak('failed', 'Most failures')].flat()

  function peak(name: FigureName, words: string) {
    const most = peakOf(name, bars)
    return most === undefined ? [] : [{ words: `${words}: ${formatCount(most[name] ?? 0)} in ${during}`, at: most.at }]
  }
}

function title({ migration, range }: Report): string {
  return `Last ${range.label} of ${refOf(migration)}`
}

function peakLines(report: Report): string[] {
  return peaksOf(report).map(({ words, at: moment }) => `${words} from ${at(moment)}`)
}

function pictureLine(picture: PictureOutcome): string {
  switch (picture.type) {
    case 'shown here':
      return ':bar_chart: The picture is a message of its own.'
    case 'shown directly':
      return `:bar_chart: The picture is in your ${directMessages(picture)}.`
    case 'missing':
      return `:warning: No picture: ${sentence(reasonOf(picture))}`
    default:
      return picture satisfies never
  }
}

function reasonOf({ error, isInChannel }: Extract<PictureOutcome, { type: 'missing' }>): string {
  if (isInChannel && isFerryAbsent(error)) return inviteFirst
  return whyNotSent(error, isInChannel ? 'this channel' : 'your direct messages with Ferry')
}

function isFerryAbsent({ code, details }: AppError): boolean {
  return code === 'slack_refused' && strangerReasons.includes(String(details.reason))
}

const strangerReasons = ['not_in_channel', 'channel_not_found']
const inviteFirst = 'Ferry is not in this channel. Invite it with `/invite @Ferry`, then share again.'

function foot(report: Report): KnownBlock[] {
  const { migration, providerLabel, range, ranges, period, isShared } = report
  const ref = refOf(migration)
  const command = (word: string) => `stats ${ref} ${word}`
  const small = [code(ref), `${escaped(providerLabel)} ${kindWords[migration.kind]}`, `as of ${at(period.to)}`]
  const others = ranges.filter(({ word }) => word !== range.word)
  const more: Choice[] = [
    { label: 'Refresh', command: command(range.word) },
    ...(isShared ? [] : [{ label: 'Share to channel', command: `${command(range.word)} --share` }]),
    { label: 'Current state', command: `status ${ref}` },
  ]
  const buttons = others.map(({ word, label }) => ({ label, command: command(word) }))
  return [context(small.join(' · ')), ...choices(buttons, more)]
}
