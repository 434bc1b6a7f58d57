import type { KnownBlock } from '@slack/types'
import { type FigureName, peakOf, type Statistics, totalsOf } from '../../migrations/figures/statistics.ts'
import type { Migration } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { type Choice, choices, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { formatBytes, formatCount, formatDuration, plural } from '../words/format.ts'
import { at, code, escaped, notice } from '../words/text.ts'
import { kindWords, route } from '../words/words.ts'
import { inChartSteps, statisticsCharts } from './statistics-charts.ts'

type Range = { word: string; label: string }

/** A migration's course in a period. */
export type Report = {
  migration: Migration
  providerLabel: string
  range: Range
  /** All periods that can be asked for. */
  ranges: readonly Range[]
  /** Epoch milliseconds. */
  period: { from: number; to: number }
  statistics: Statistics
  isShared: boolean
}

/** The statistics in words, for people who hear them and workspaces without charts, then as charts. */
export function statisticsMessage(report: Report): Message {
  const figures = [heading(report), ...figureLines(report.statistics), ...peakLines(report)]
  return {
    text: notice(
      [`${title(report)}: ${totalsText(report.statistics)}`, ...peaksOf(report).map(({ words }) => words)].join('. '),
    ),
    blocks: [section(figures.join('\n')), ...statisticsCharts(report), ...foot(report)],
  }
}

export function nothingHappened(report: Report): Message {
  const words = 'Nothing was requested, copied, skipped or failed in this period.'
  return {
    text: notice(`${title(report)}: nothing happened`),
    blocks: [section(`${heading(report)}\n${words}`), ...foot(report)],
  }
}

function heading({ migration, range }: Report): string {
  return `*${route(migration.source, migration.target)}* · last ${range.label}`
}

/**
 * All totals in plain text: "140 objects requested, 100 copied (10 GB), 15 skipped, 25 failed". Figures that are not
 * reported are left out.
 */
function totalsText(statistics: Statistics): string {
  const { requested, copied, bytes, skipped, failed } = figureTexts(statistics)
  const moved = copied.length > 0 && bytes.length > 0 ? [`${copied} (${bytes})`] : [...copied, ...bytes]
  return [...requested, ...moved, ...skipped, ...failed].join(', ')
}

/** The totals in lines that fit a phone, the worst news last. */
function figureLines(statistics: Statistics): string[] {
  const { requested, copied, bytes, skipped, failed } = figureTexts(statistics)
  const warned = totalsOf(statistics).failed ? failed.map((text) => `:warning: ${text}`) : failed
  return [requested, [...copied, ...bytes], skipped, warned]
    .map((texts) => texts.join(' · '))
    .filter((line) => line !== '')
}

/** Each total as a list of one text. The list is empty if the cloud does not report the figure. */
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

/** When most requests and most failures happened, in the steps of the charts. */
function peaksOf(report: Report): { words: string; at: number }[] {
  const steps = inChartSteps(report)
  const during = formatDuration(steps.stepMs)
  return [peak('requested', 'Most requests'), peak('failed', 'Most failures')].flat()

  function peak(name: FigureName, words: string) {
    const most = peakOf(name, steps)
    return most === undefined ? [] : [{ words: `${words}: ${formatCount(most[name] ?? 0)} in ${during}`, at: most.at }]
  }
}

function title({ migration, range }: Report): string {
  return `Last ${range.label} of ${refOf(migration)}`
}

function peakLines(report: Report): string[] {
  return peaksOf(report).map(({ words, at: moment }) => `${words} from ${at(moment)}`)
}

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
