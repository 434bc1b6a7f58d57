import { etaOf, fractionOf } from '../../migrations/figures/pace.ts'
import { isEnded, type Migration } from '../../migrations/migration.ts'
import { hasNotMigrated } from '../../migrations/outcome.ts'
import { choices, context, section, sections } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { formatPercent, formatRemaining, plural } from '../words/format.ts'
import { code, notice } from '../words/text.ts'
import { lowered, missedText, route, standingWords, stateWords } from '../words/words.ts'

/** One migration of a board. */
export type BoardLine = {
  migration: Migration
  mark?: BoardMark
}

/** What somebody should know of a migration, instead of its figures. */
export type BoardMark = { icon: string; words: string }

/** Rows that fit a few screens of a phone. */
const mostLines = 30

/** The message that stands for the cards of a channel that follows many migrations at once. */
export function boardMessage(lines: readonly BoardLine[]): Message {
  const left = lines.filter(({ migration }) => !isEnded(migration.state))
  if (left.length === 0) return closedBoard()
  const sorted = left.toSorted((a, b) => rank(a) - rank(b) || shareOf(b) - shareOf(a))
  const shown = sorted.slice(0, mostLines)
  const title = `${plural(left.length, 'migration')} in progress`
  const more = left.length - shown.length
  return {
    text: notice(`${title}: ${countsOf(left)}`),
    blocks: [
      section(`:bar_chart: *${title}*\n${countsOf(left)}`),
      ...sections(shown.map(lineText)),
      ...(more === 0 ? [] : [context(`and ${more} more`)]),
      ...choices([
        { label: 'Watches', command: 'watches' },
        { label: 'List', command: 'list' },
      ]),
    ],
  }
}

function closedBoard(): Message {
  return {
    text: 'All migrations of this board have ended',
    blocks: [section(':bar_chart: All migrations of this board have ended.')],
  }
}

function lineText({ migration, mark }: BoardLine): string {
  const { icon, word } = standingWords(migration)
  const title = `${mark?.icon ?? icon} *${route(migration.source, migration.target)}* ${code(migration.id, 40)}`
  return [title, ...(mark === undefined ? standing(migration, word) : [mark.words])].join(' · ')
}

function standing(migration: Migration, word: string): string[] {
  const share = fractionOf(migration)
  const eta = etaOf(migration)
  const { objects, notMigrated } = migration.progress
  const failed = objects.failed ?? 0
  const isMissing = notMigrated !== undefined && hasNotMigrated(migration.progress)
  return [
    ...(migration.state === 'running' ? [] : [lowered(word)]),
    ...(share === undefined ? [] : [formatPercent(share)]),
    ...(eta.type === 'remaining' ? [`${formatRemaining(eta.ms)} left`] : []),
    ...(failed === 0 ? [] : [`${plural(failed, 'object')} failed`]),
    ...(isMissing ? [`${missedText(notMigrated)} not migrated`] : []),
  ]
}

/** "31 running · 3 waiting". */
function countsOf(lines: readonly BoardLine[]): string {
  const counts = Map.groupBy(lines, ({ migration }) => migration.state)
  const sorted = [...counts].toSorted(([, some], [, others]) => others.length - some.length)
  return sorted.map(([state, some]) => `${some.length} ${lowered(stateWords[state].word)}`).join(' · ')
}

/** What needs somebody comes first, then what moves. */
function rank({ migration: { state, progress }, mark }: BoardLine): number {
  if (mark !== undefined || (progress.objects.failed ?? 0) > 0 || hasNotMigrated(progress) || state === 'unknown')
    return 0
  return state === 'running' || state === 'retrying' ? 1 : 2
}

function shareOf({ migration }: BoardLine): number {
  return fractionOf(migration) ?? 0
}
