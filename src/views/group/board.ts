import { explainShared } from '../../catalogue/explain.ts'
import { countStates, type StateCount } from '../../migrations/families.ts'
import { etaOf, expectedEndOf, fractionOf } from '../../migrations/figures/pace.ts'
import { isEnded, type Migration } from '../../migrations/migration.ts'
import { hasNotMigrated, isIncomplete } from '../../migrations/outcome.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { choicesAndList, context, section, sections } from '../blocks/elements.ts'
import { cutMrkdwn } from '../blocks/limits.ts'
import type { Message } from '../blocks/message.ts'
import { formatCount, formatPercent, formatRemaining, plural } from '../words/format.ts'
import { at, code, escaped, notice } from '../words/text.ts'
import { countsWords, lowered, missedText, route, standingWords } from '../words/words.ts'

/** One migration of a board. */
export type BoardLine = {
  migration: Migration
  mark?: BoardMark
}

/** Words about a migration that matter more than its figures. */
export type BoardMark = { icon: string; words: string }

/** Rows that fit a few screens of a phone, and how many of them are about what has failed. */
const mostLines = 16
const mostFailed = 8

/**
 * The message that stands for the cards of a channel that follows many migrations at once: how all of them stand, those
 * first that need somebody, and a way to open each.
 */
export function boardMessage(lines: readonly BoardLine[]): Message {
  if (lines.length === 0) return closedBoard()
  const left = lines.filter(({ migration }) => !isEnded(migration.state))
  const stated = countsWords(countStates(lines.map(({ migration }) => migration)))
  const title =
    left.length === 0 ? `${plural(lines.length, 'migration')}, all ended` : plural(lines.length, 'migration')
  const sorted = lines.filter(isListed).toSorted((a, b) => rank(a) - rank(b) || shareOf(b) - shareOf(a))
  const failed = sorted.filter(hasFailed)
  const shown = [...failed.slice(0, mostFailed), ...sorted.slice(failed.length)].slice(0, mostLines)
  return {
    text: notice(`${title}: ${stated}`),
    blocks: [
      section([`:bar_chart: *${title}*`, stated, ...lastEnd(left)].join('\n')),
      ...sections(shown.map(lineText)),
      ...moreLine(sorted.length - shown.length, failed.length - Math.min(failed.length, mostFailed)),
      ...choicesAndList([{ label: 'Watches', command: 'watches' }, ...(failed.length === 0 ? [] : [listFailed])], {
        placeholder: 'Open one',
        entries: sorted.map(openChoice),
      }),
    ],
  }
}

const listFailed = { label: 'List failed', command: 'list failed' }

/** The message that is left of a board. `counts`: how its migrations had ended. Absent for boards of older versions. */
export function closedBoard(counts: readonly StateCount[] = []): Message {
  const total = counts.reduce((sum, { count }) => sum + count, 0)
  const words =
    total === 0
      ? 'All migrations of this board have ended'
      : `All ${formatCount(total)} migrations of this board have ended`
  const stated = total === 0 ? [] : [countsWords(counts)]
  return { text: [words, ...stated].join(': '), blocks: [section([`:bar_chart: ${words}.`, ...stated].join('\n'))] }
}

/** A message that leads to the board of its channel. */
export function withBoardLink<Linking extends Message>(message: Linking, url: string | undefined): Linking {
  if (url === undefined) return message
  return { ...message, blocks: [...message.blocks, context(`<${url}|The board of this channel>`)] }
}

/** A migration that ended as somebody wanted it is counted, not listed. */
function isListed({ migration }: BoardLine): boolean {
  return !isEnded(migration.state) || hasFailed({ migration })
}

function hasFailed({ migration }: BoardLine): boolean {
  return migration.state === 'failed' || isIncomplete(migration)
}

/** When the last one is done, by the estimates that there are. */
function lastEnd(left: readonly BoardLine[]): string[] {
  const ends = left.flatMap(({ migration }) => expectedEndOf(migration) ?? [])
  if (ends.length === 0) return []
  const unknown = left.length - ends.length
  const rest = unknown === 0 ? [] : [`${formatCount(unknown)} without an estimate`]
  return [[`Last end about ${at(Math.ceil(Math.max(...ends) / stepMs) * stepMs)}`, ...rest].join(' · ')]
}

/** An estimate to the second would look exact, and change at every look. */
const stepMs = 5 * 60_000

function moreLine(more: number, failed: number) {
  if (more <= 0) return []
  return [
    context(
      failed === 0
        ? `and ${formatCount(more)} more`
        : `and ${formatCount(more)} more, ${formatCount(failed)} of them failed`,
    ),
  ]
}

function openChoice({ migration, mark }: BoardLine) {
  const { word } = standingWords(migration)
  const path = `${migration.source.bucket ?? '?'} → ${migration.target.bucket ?? '?'}`
  return { label: `${path} · ${mark?.words ?? lowered(word)}`, command: `status ${refOf(migration)}` }
}

function lineText({ migration, mark }: BoardLine): string {
  const { icon, word } = standingWords(migration)
  const title = `${mark?.icon ?? icon} *${route(migration.source, migration.target)}* ${code(migration.id, 40)}`
  return [title, ...reasonOf(migration), ...(mark === undefined ? standing(migration, word) : [mark.words])].join(' · ')
}

/** Why a migration failed, in a few words. */
function reasonOf({ state, failure }: Migration): string[] {
  if (state !== 'failed') return []
  return [cutMrkdwn(escaped(explainShared(failure ?? {}).what.replace(/\.$/, '')), longestReason)]
}

const longestReason = 70

function standing(migration: Migration, word: string): string[] {
  const share = fractionOf(migration)
  const eta = etaOf(migration)
  const { objects, notMigrated } = migration.progress
  const failed = objects.failed ?? 0
  const isMissing = notMigrated !== undefined && hasNotMigrated(migration.progress)
  return [
    ...(migration.state === 'running' || migration.state === 'failed' ? [] : [lowered(word)]),
    ...(share === undefined || isEnded(migration.state) ? [] : [formatPercent(share)]),
    ...(eta.type === 'remaining' ? [`${formatRemaining(eta.ms)} left`] : []),
    ...(failed === 0 ? [] : [`${plural(failed, 'object')} failed`]),
    ...(isMissing && !isIncomplete(migration) ? [`${missedText(notMigrated)} not migrated`] : []),
  ]
}

/** Order of a board: first migrations that failed, then those that need somebody otherwise, then those that move. */
function rank(line: BoardLine): number {
  const { state, progress } = line.migration
  if (hasFailed(line)) return 0
  const isTroubled = (progress.objects.failed ?? 0) > 0 || hasNotMigrated(progress) || state === 'unknown'
  if (line.mark !== undefined || isTroubled) return 1
  return state === 'running' || state === 'retrying' ? 2 : 3
}

function shareOf({ migration }: BoardLine): number {
  return fractionOf(migration) ?? 0
}
