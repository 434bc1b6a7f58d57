import { type Choice, choices, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { pageOf, pageRows, pageText, turns } from '../blocks/pages.ts'
import { plural } from '../words/format.ts'
import { rowsSaidOnce, saidOnce, subscriptionBelow, watchBelow } from './said-once.ts'
import { type PatienceLine, patienceRows, type SubscriptionLine, subscriptionRow } from './subscription-rows.ts'
import {
  channelTroubles,
  type DrawnRow,
  heldHereLines,
  needsSomebody,
  noWatches,
  type WatchLine,
  watchRow,
  waysToFollow,
} from './watches.ts'

/** The part that a page shows: of what the reader follows, of what is followed in a channel, or of both. */
export type Narrowed = { isMine: boolean; channel?: string }

/** `channel`: where it was asked. */
type Page = {
  watches: readonly WatchLine[]
  subscriptions: readonly SubscriptionLine[]
  patience: readonly PatienceLine[]
  page: number
  only?: Narrowed
  channel?: string
}

/**
 * The one page for everything that is followed, how that stands, and how it is ended: first what is wrong with accounts and in
 * channels, and when these may be disturbed, then what they follow, with what needs somebody on top, and what somebody ended last.
 */
export function watchesPage({
  watches,
  subscriptions,
  patience,
  page,
  only = { isMine: false },
  channel,
}: Page): Message {
  const [sets, watched] = [subscriptions.filter(isFollowed), watches.filter(isFollowed)]
  const calm = patience.flatMap(patienceRows).map((block) => ({ draw: () => block }))
  const said = saidOnce(sets, watched)
  const all: DrawnRow[] = [
    ...rowsSaidOnce(said),
    ...channelTroubles(watched),
    ...calm,
    ...sets.map((line) => setRow(subscriptionBelow(line, said))),
    ...watched.toSorted((a, b) => rankOf(a) - rankOf(b)).map((line) => watchRow(watchBelow(line, said))),
    ...subscriptions.filter((one) => !isFollowed(one)).map(setRow),
    ...watches.filter((one) => !isFollowed(one)).map(watchRow),
  ]
  if (all.length === 0) return only.isMine || only.channel !== undefined ? nothingAmong(only) : noWatches()
  const counts = countsOf({ sets, watched, only })
  const part = pageOf(all, page)
  const where = `${only.channel === undefined ? '' : ` · in <#${only.channel}>`}${pageText(part)}`
  // The first page has a row for each reason, with the button that ends it.
  const held = page === 1 ? [] : heldHereLines(part.shown)
  return {
    text: `${counts}${where}`,
    blocks: [
      section([`*${counts}*${where}`, ...troublesIn([...subscriptions, ...watches]), ...held].join('\n')),
      ...pageRows(part, ({ draw }) => draw()),
      ...choices(
        [
          ...turns(commandFor(only), part),
          ...(channel === undefined ? [] : [{ label: 'Send a test here', command: `test <#${channel}>` }]),
        ],
        following,
      ),
    ],
  }
}

type Counted = { sets: readonly SubscriptionLine[]; watched: readonly WatchLine[]; only: Narrowed }

/** "2 subscriptions · 3 watches · yours". A page may also show only quiet hours, or only what somebody has ended. */
function countsOf({ sets, watched, only }: Counted): string {
  if (sets.length + watched.length === 0) return `${nothing(only)} now`
  return [
    ...(sets.length === 0 ? [] : [plural(sets.length, 'subscription')]),
    ...(watched.length === 0 ? [] : [plural(watched.length, 'watch', 'watches')]),
    ...(only.isMine ? ['yours'] : []),
  ].join(' · ')
}

function nothing({ isMine }: Narrowed): string {
  return isMine ? 'You watch nothing' : 'Nothing is watched'
}

/** The command that shows a narrowed page. */
function commandFor({ isMine, channel }: Narrowed): string {
  return ['watches', ...(isMine ? ['me'] : []), ...(channel === undefined ? [] : [`<#${channel}>`])].join(' ')
}

/** The page for a person or a channel with nothing on it. */
function nothingAmong(only: Narrowed): Message {
  const what = nothing(only)
  const place = only.channel === undefined ? '' : ` in <#${only.channel}>`
  return {
    text: what,
    blocks: [
      section(`${what}${place}. ${waysToFollow}`),
      ...choices(
        [
          { label: 'All watches', command: 'watches' },
          { label: 'List migrations', command: 'list' },
        ],
        following,
      ),
    ],
  }
}

/** Rank of a watch on the page: 0 if Ferry can't read it or can't tell the channel, 1 if it failed or is late. */
function rankOf(line: WatchLine): number {
  const isTroubled = line.broken !== undefined || line.blind !== undefined || line.untold !== undefined
  if (isTroubled || isDamaged(line)) return 0
  return line.migration !== undefined && needsSomebody(line, line.migration) ? 1 : 2
}

function isFollowed({ ended }: Pick<WatchLine, 'ended'>): boolean {
  return ended === undefined
}

function setRow(line: SubscriptionLine): DrawnRow {
  const draw = () => subscriptionRow(line)
  return line.heldHere === undefined || !isFollowed(line) ? { draw } : { draw, heldHere: line.heldHere }
}

/** How many there is something about, wherever they stand: "3 not read · 2 held back · 1 ended". */
function troublesIn(lines: readonly (SubscriptionLine | WatchLine)[]): string[] {
  const followed = lines.filter(isFollowed)
  const counts = [
    [followed.filter((line) => line.broken !== undefined || isDamaged(line)), 'can’t be told'],
    [followed.filter(({ blind }) => (Array.isArray(blind) ? blind.length > 0 : blind !== undefined)), 'not read'],
    [followed.filter(isHeldBack), 'held back'],
    [lines.filter((line) => !isFollowed(line)), 'ended'],
  ] as const
  const stated = counts.flatMap(([those, word]) => (those.length === 0 ? [] : [`${those.length} ${word}`]))
  return stated.length === 0 ? [] : [stated.join(' · ')]
}

function isHeldBack(line: SubscriptionLine | WatchLine): boolean {
  return line.heldHere !== undefined || ('heldBack' in line && line.heldBack !== undefined)
}

function isDamaged(line: SubscriptionLine | WatchLine): boolean {
  return 'damagedSince' in line && line.damagedSince !== undefined
}

/** Kinds of following that begin here. Each opens a form. */
const following: readonly Choice[] = [
  { label: 'Follow a set', command: 'subscribe' },
  { label: 'End a subscription', command: 'unsubscribe' },
  { label: 'Mute', command: 'mute' },
  { label: 'Quiet hours', command: 'quiet' },
  { label: 'Digest', command: 'digest' },
]
