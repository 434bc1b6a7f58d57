import { defined } from '../../defined.ts'
import type { Known } from '../../fleet/judge/known.ts'
import { isEnded } from '../../migrations/migration.ts'
import type { Showing } from '../../migrations/set.ts'
import type { Channels } from '../../send/channels.ts'
import { ownReceipt, type Thread, type ThreadState, type Unfinished } from '../../send/thread/threads.ts'
import type { News, Receipt, Watch, WorkspaceStore } from '../../store/store.ts'
import { hostOf } from './boards.ts'
import type { ThreadSource } from './threads.ts'

export type WatchThreadParts = {
  requests: Pick<WorkspaceStore['requests'], 'get'>
  watches: ReadonlyMap<string, Watch>
  channels: Channels
  /** The present news of a watch. Undefined while its migration has not been read. */
  newsOf(watch: Watch, receipt: Receipt | undefined): News | undefined
  /** When each thing happened that its channel has not been told. Undefined while its migration has not been read. */
  pendingSince(watch: Watch, receipt: Receipt | undefined): readonly number[] | undefined
  /** The display of the watch in its channel. */
  showingOf(watch: Watch): Showing
  /** The known migration of a watch: another object after each reading that changed something. */
  knownOf(watch: Watch): Pick<Known, 'migration'> | undefined
}

/** The threads of watches: a migration's card, and what happened to it. */
export function watchThreads(parts: WatchThreadParts): ThreadSource {
  const { watches } = parts
  const endOf = rememberingEnds(parts)
  return {
    // The id of a watch has its account before a slash. No other has one.
    owns: (id) => id.includes('/'),
    read: (id) => read(id, parts),
    inChannel: async (channel) => [...watches.values()].flatMap((one) => (one.channel === channel ? [one.id] : [])),
    unfinished: async () => [...watches.values()].flatMap((watch) => unfinishedWatch(watch, parts, endOf)),
  }
}

async function read(id: string, parts: WatchThreadParts): Promise<ThreadState | undefined> {
  const { watches, channels, newsOf } = parts
  const watch = watches.get(id)
  if (watch === undefined) return undefined
  const thread = watchThread(watch)
  const receipt = ownReceipt(thread, channels.of(thread.channel)) ?? (await inherited(thread, parts))
  if (receipt === 'later') return { thread }
  const news = newsOf(watch, receipt)
  const host = receipt?.cardTs === undefined ? hostFor(watch, parts) : undefined
  return { thread, ...defined({ news, receipt, host }) }
}

/**
 * The receipt of a watch that takes over a request's card. Until that card has been posted, the watch has nothing to
 * show: there would be two cards.
 */
async function inherited(
  { channel, takesOver, createdAt }: Thread,
  { requests, channels }: WatchThreadParts,
): Promise<Receipt | 'later' | undefined> {
  if (takesOver === undefined || (await requests.get(takesOver)) === undefined) return undefined
  const cardTs = channels.of(channel).receipts[takesOver]?.cardTs
  return cardTs === undefined ? 'later' : { cardTs, deliveredSeq: createdAt - 1 }
}

/**
 * A watch with something to be said, without a card, or whose card does not show the end. Whether any other card is up
 * to date is seen when it is drawn: the next figures bring it up to date, but after an end there are none.
 */
function unfinishedWatch(watch: Watch, parts: WatchThreadParts, endOf: EndOf): Unfinished[] {
  const { channels, pendingSince } = parts
  const channel = channels.of(watch.channel)
  const receipt = ownReceipt(watch, channel)
  const decidedAt = pendingSince(watch, receipt)
  if (decidedAt === undefined) return []
  const hasCard = receipt?.cardTs !== undefined
  const isShown = hasCard ? isCardShown(receipt, endOf(watch, receipt)) : hostFor(watch, parts)
  return decidedAt.length > 0 || !isShown ? [{ id: watch.id, decidedAt }] : []
}

/**
 * Whether Slack shows the card of a watch, and the end on it if there is one. A card that was handed over is not ours.
 */
function isCardShown({ cardHash, handedTo }: Receipt, endHash: string | undefined): boolean {
  if (endHash === undefined || handedTo !== undefined) return cardHash !== undefined
  return cardHash === endHash
}

/** The hash of the card of a migration that is over. Undefined while it is not, or while its end is being decided. */
type EndOf = (watch: Watch, receipt: Receipt) => string | undefined

/** Draws the card of an ended migration once, not each time that somebody asks whether Slack shows it. */
function rememberingEnds({ knownOf, newsOf }: WatchThreadParts): EndOf {
  const drawn = new WeakMap<Watch, { from: object; hash: string }>()
  return (watch, receipt) => {
    const known = knownOf(watch)
    if (known === undefined || !isEnded(known.migration.state)) return undefined
    const before = drawn.get(watch)
    if (before?.from === known) return before.hash
    const hash = newsOf(watch, receipt)?.card?.hash
    if (hash !== undefined) drawn.set(watch, { from: known, hash })
    return hash
  }
}

/** Where a watch without a card speaks. */
function hostFor(watch: Watch, parts: WatchThreadParts): ThreadState['host'] {
  const how = { hasEnded: hasEnded(watch, parts), showing: parts.showingOf(watch) }
  return hostOf(parts.channels.of(watch.channel), how)
}

/** Whether the migration of a watch is over. */
function hasEnded(watch: Watch, { knownOf }: WatchThreadParts): boolean {
  const known = knownOf(watch)
  return known !== undefined && isEnded(known.migration.state)
}

function watchThread(watch: Watch): Thread {
  const { id, channel, createdBy, createdAt, takesOver, account, migrationId } = watch
  const ref = `${account}/${migrationId}`
  return {
    id,
    channel,
    createdBy,
    createdAt,
    ...defined({ takesOver }),
    purpose: `Ferry watches \`${ref}\` for <#${channel}>`,
    stop: `unwatch ${ref} <#${channel}>`,
  }
}
