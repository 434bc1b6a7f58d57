import type { Responder } from '../../access/owners.ts'
import { choices, context, section } from '../blocks/elements.ts'
import { cut } from '../blocks/limits.ts'
import type { Message } from '../blocks/message.ts'
import { formatBytes, formatCount, plural } from '../words/format.ts'
import { callLines } from '../words/responders.ts'
import { escaped, notice, period } from '../words/text.ts'
import { countedWord } from '../words/words.ts'
import { endsChart } from './ends-chart.ts'
import type { GroupLine } from './places.ts'

/**
 * How a channel's migrations stood when its digest was written: how many ran, how many of them made no progress, and how many
 * were too late for a deadline.
 */
export type Standing = { running: number; stalled: number; late?: number }

export type Digest = {
  title: { icon: string; words: string }
  lines: readonly GroupLine[]
  standing?: Standing
  /** Whose turn it is to act, as far as the message says so. */
  responders?: readonly Responder[]
  /** Whether it has a chart of what ended when. */
  hasChart?: boolean
}

/** Causes that a phone shows in a few lines. The thread has all members. */
const mostCauses = 6
const longestReason = 160

/** The message that tells everything at once: what ended, what failed and why, what still runs, and how much was moved. */
export function digestMessage({ title, lines, standing, responders = [], hasChart = false }: Digest): Message {
  const counts = [...Map.groupBy(lines, wordOf)].toSorted(([, some], [, others]) => others.length - some.length)
  const stated = counts.map(([word, some]) => `${formatCount(some.length)} ${word}`).join(' · ')
  const bytes = lines.reduce((sum, line) => sum + (line.bytes ?? 0), 0)
  const now = standing === undefined ? [] : [standingWords(standing)]
  const moved = bytes === 0 ? [] : [`*Moved by what ended:* ${formatBytes(bytes)}`]
  const times = lines.map((line) => line.at)
  return {
    text: notice(`${title.words}: ${stated}`),
    blocks: [
      section([`${title.icon} *${title.words}*`, stated].join('\n')),
      ...causeSections(lines),
      ...callLines(responders).map(section),
      ...(hasChart ? endsChart(lines) : []),
      ...(now.length + moved.length === 0 ? [] : [section([...now, ...moved].join('\n'))]),
      context(`${period(Math.min(...times), Math.max(...times))} · each one in the thread`),
      ...choices([
        ...(lines.some(isFailed) ? [{ label: 'List failed', command: 'list failed' }] : []),
        { label: 'Watches', command: 'watches' },
      ]),
    ],
  }
}

function wordOf({ state, missed }: GroupLine): string {
  return countedWord(state, missed !== undefined)
}

function isFailed({ state }: GroupLine): boolean {
  return state === 'failed'
}

function causeSections(lines: readonly GroupLine[]) {
  const failed = lines.filter(isFailed)
  if (failed.length === 0) return []
  const causes = [...Map.groupBy(failed, ({ reason = 'The cloud does not say why.' }) => reason)]
  const sorted = causes.toSorted(([, some], [, others]) => others.length - some.length)
  const shown = sorted
    .slice(0, mostCauses)
    .map(([reason, some]) => `• ${formatCount(some.length)} × ${escaped(cut(reason, longestReason))}`)
  const left = sorted.length - mostCauses
  const more = left > 0 ? [`and ${plural(left, 'more cause')}`] : []
  return [section(['*Failed, by cause*', ...shown, ...more].join('\n'))]
}

function standingWords({ running, stalled, late = 0 }: Standing): string {
  const behind = late === 0 ? '' : ` · ${formatCount(late)} late for a deadline`
  const stuck = stalled === 0 ? '' : ` · ${formatCount(stalled)} ${stalled === 1 ? 'makes' : 'make'} no progress`
  return `*Running then:* ${formatCount(running)}${stuck}${behind}`
}
