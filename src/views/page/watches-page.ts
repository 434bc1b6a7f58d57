import type { KnownBlock } from '@slack/types'
import { type Choice, choices, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { rows } from '../blocks/rows.ts'
import { plural } from '../words/format.ts'
import { isFollowed, noWatches, type WatchLine, watchRows } from './watches.ts'

/** Rows of one page: a few screens of a phone. */
export const pageSize = 10

/** `above`: rows for sets, and for when people may be disturbed. `channel`: where it was asked. */
type Page = { lines: readonly WatchLine[]; above: readonly KnownBlock[]; page: number; channel?: string }

/** The one page for everything that is followed, how that stands, and how it is ended. */
export function watchesPage({ lines, above, page, channel }: Page): Message {
  const all = [...above.map((block) => () => block), ...watchRows(lines)]
  if (all.length === 0) return noWatches()
  const count = plural(lines.filter(isFollowed).length, 'watch', 'watches')
  const pages = Math.ceil(all.length / pageSize)
  const shown = all.slice((page - 1) * pageSize, page * pageSize)
  const where = pages > 1 ? ` · page ${page} of ${pages}` : ''
  return {
    text: `${count}${where}`,
    blocks: [
      section([`*${count}*${where}`, ...troublesIn(lines)].join('\n')),
      ...(shown.length === 0 ? [section('There is nothing on this page.')] : rows(shown, (draw) => draw())),
      ...choices(waysOn({ page, pages }, channel), following),
    ],
  }
}

/** How many watches there is something about, wherever they stand: "3 not read · 2 muted · 1 ended". */
function troublesIn(lines: readonly WatchLine[]): string[] {
  const counts = [
    [lines.filter(({ broken, damagedSince }) => broken !== undefined || damagedSince !== undefined), 'can’t be told'],
    [lines.filter(({ blind }) => blind !== undefined), 'not read'],
    [lines.filter((line) => isFollowed(line) && line.heldBack !== undefined), 'held back'],
    [lines.filter((line) => !isFollowed(line)), 'ended'],
  ] as const
  const stated = counts.flatMap(([those, word]) => (those.length === 0 ? [] : [`${those.length} ${word}`]))
  return stated.length === 0 ? [] : [stated.join(' · ')]
}

function waysOn({ page, pages }: { page: number; pages: number }, channel: string | undefined): Choice[] {
  return [
    ...(page > pages ? [{ label: 'First page', command: 'watches' }] : []),
    ...(page > 1 && page <= pages ? [{ label: 'Previous', command: `watches --page ${page - 1}` }] : []),
    ...(page < pages ? [{ label: 'Next', command: `watches --page ${page + 1}` }] : []),
    ...(channel === undefined ? [] : [{ label: 'Send a test here', command: `test <#${channel}>` }]),
  ]
}

/** What can be begun here. Each opens a form. */
const following: readonly Choice[] = [
  { label: 'Follow a set', command: 'subscribe' },
  { label: 'End a subscription', command: 'unsubscribe' },
  { label: 'Mute', command: 'mute' },
  { label: 'Quiet hours', command: 'quiet' },
  { label: 'Digest', command: 'digest' },
]
