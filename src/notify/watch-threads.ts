import { defined } from '../defined.ts'
import type { Channels } from '../send/channels.ts'
import { ownReceipt, type Thread, type ThreadState, type Unfinished } from '../send/threads.ts'
import type { News, Receipt, Watch, WorkspaceStore } from '../store/store.ts'
import { hostOf } from './boards.ts'
import type { ThreadSource } from './threads.ts'

export type WatchThreadParts = {
  requests: Pick<WorkspaceStore['requests'], 'get'>
  watches: ReadonlyMap<string, Watch>
  channels: Channels
  /** What a watch shows now. Undefined while its migration has not been read. */
  newsOf(watch: Watch, receipt: Receipt | undefined): News | undefined
  /** When each thing happened that a watch has still to say. Undefined while its migration has not been read. */
  unsaidSince(watch: Watch, receipt: Receipt | undefined): readonly number[] | undefined
  /** Whether the migration of a watch is over. */
  hasEnded(watch: Watch): boolean
}

/** The threads of watches: a migration's card, and what happened to it. */
export function watchThreads(parts: WatchThreadParts): ThreadSource {
  const { watches } = parts
  return {
    // The id of a watch has its account before a slash. No other has one.
    owns: (id) => id.includes('/'),
    read: (id) => read(id, parts),
    inChannel: async (channel) => [...watches.values()].flatMap((one) => (one.channel === channel ? [one.id] : [])),
    unfinished: async () => [...watches.values()].flatMap((watch) => unfinishedWatch(watch, parts)),
  }
}

async function read(id: string, parts: WatchThreadParts): Promise<ThreadState | undefined> {
  const { watches, channels, newsOf, hasEnded } = parts
  const watch = watches.get(id)
  if (watch === undefined) return undefined
  const thread = watchThread(watch)
  const receipt = ownReceipt(thread, channels.of(thread.channel)) ?? (await inherited(thread, parts))
  if (receipt === 'later') return { thread }
  const news = newsOf(watch, receipt)
  const host = receipt?.cardTs === undefined ? hostOf(channels.of(thread.channel), hasEnded(watch)) : undefined
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

/** A watch with something to be said, or without a card. Whether a card is up to date is seen when it is drawn. */
function unfinishedWatch(watch: Watch, { channels, unsaidSince, hasEnded }: WatchThreadParts): Unfinished[] {
  const channel = channels.of(watch.channel)
  const receipt = ownReceipt(watch, channel)
  const decidedAt = unsaidSince(watch, receipt)
  if (decidedAt === undefined) return []
  const hasCard = receipt?.cardTs !== undefined
  const isShown = hasCard ? receipt.cardHash !== undefined : hostOf(channel, hasEnded(watch)) !== undefined
  return decidedAt.length > 0 || !isShown ? [{ id: watch.id, decidedAt }] : []
}

function watchThread(watch: Watch): Thread {
  const { id, channel, createdBy, createdAt, takesOver, account, migrationId } = watch
  const ref = `${account}/${migrationId}`
  return {
    id,
    channel,
    createdBy,
    createdAt,
    ...(takesOver === undefined ? {} : { takesOver }),
    purpose: `Ferry watches \`${ref}\` for <#${channel}>`,
    stop: `unwatch ${ref} <#${channel}>`,
  }
}
