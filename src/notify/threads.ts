import type { Receipts } from '../fleet/receipts.ts'
import { isDue, undelivered } from '../send/next-step.ts'
import type { Thread, ThreadState, Threads, Unfinished } from '../send/threads.ts'
import { ownReceipt } from '../send/threads.ts'
import type { News, Receipt, RequestRecord, Watch, WorkspaceStore } from '../store/store.ts'

export type ThreadParts = {
  requests: Pick<WorkspaceStore['requests'], 'get' | 'list'>
  watches: ReadonlyMap<string, Watch>
  receipts: Receipts
  /** What a watch shows now. Undefined while its migration has not been read. */
  newsOf(watch: Watch, receipt: Receipt | undefined): News | undefined
  /** When each thing was decided that a watch has still to say. Undefined while its migration has not been read. */
  unsaidSince(watch: Watch, receipt: Receipt | undefined): readonly number[] | undefined
  /** Other threads, which are few: notices about accounts. */
  notices(): readonly Notice[]
  signal: AbortSignal
  /** When this replica began to speak for the workspace, in epoch milliseconds. */
  openedAt: number
}
export type Notice = { thread: Thread; news: News | undefined }

/** The threads of a workspace, read from what its owner knows. */
export function createThreads(parts: ThreadParts): Threads {
  const { receipts, signal, openedAt, requests } = parts
  return {
    signal,
    openedAt,
    receiptOf: receipts.get,
    keep: receipts.keep,
    async read(id) {
      if (signal.aborted || receipts.isUnreadable(id)) return undefined
      const notice = parts.notices().find(({ thread }) => thread.id === id)
      if (notice !== undefined) return readNotice(notice, parts)
      return isWatchId(id) ? readWatch(id, parts) : readRequest(id, parts)
    },
    async inChannel(channel) {
      const { items } = await requests.list()
      return [
        ...[...parts.watches.values()].filter((watch) => watch.channel === channel).map(({ id }) => id),
        ...items.filter(({ posting }) => posting.channel === channel).map(({ request }) => request.id),
        ...parts.notices().flatMap(({ thread }) => (thread.channel === channel ? [thread.id] : [])),
      ]
    },
    unfinished: async () => [
      ...unfinishedWatches(parts),
      ...(await unfinishedRequests(parts)),
      ...parts.notices().flatMap(({ thread, news }) => unfinishedThread(thread, news, parts)),
    ],
  }
}

/** The id of a watch has its account before a slash. The id of a request has none. */
function isWatchId(id: string): boolean {
  return id.includes('/')
}

async function readWatch(id: string, parts: ThreadParts): Promise<ThreadState | undefined> {
  const watch = parts.watches.get(id)
  if (watch === undefined) return undefined
  const thread = watchThread(watch)
  const receipt = ownReceipt(thread, parts.receipts.get(id)) ?? (await inherited(thread, parts))
  if (receipt === 'later') return { thread }
  const news = parts.newsOf(watch, receipt)
  return { thread, ...(news && { news }), ...(receipt && { receipt }) }
}

/**
 * The receipt of a watch that takes over a request's card. Until that card has been posted, the watch has nothing to
 * show: there would be two cards.
 */
async function inherited(thread: Thread, { requests, receipts }: ThreadParts): Promise<Receipt | 'later' | undefined> {
  const { takesOver } = thread
  if (takesOver === undefined || (await requests.get(takesOver)) === undefined) return undefined
  const cardTs = receipts.get(takesOver)?.cardTs
  return cardTs === undefined ? 'later' : { watchId: thread.id, cardTs, deliveredSeq: thread.createdAt - 1 }
}

async function readRequest(id: string, { requests, receipts }: ThreadParts): Promise<ThreadState | undefined> {
  const record = await requests.get(id)
  if (record === undefined) return undefined
  const thread = requestThread(record)
  const receipt = ownReceipt(thread, receipts.get(id))
  return { thread, news: record.posting, ...(receipt && { receipt }) }
}

function readNotice({ thread, news }: Notice, { receipts }: ThreadParts): ThreadState {
  const receipt = ownReceipt(thread, receipts.get(thread.id))
  return { thread, ...(news && { news }), ...(receipt && { receipt }) }
}

/** Watches with something to be said, or without a card. Whether cards are up to date is seen when they are drawn. */
function unfinishedWatches({ watches, receipts, unsaidSince }: ThreadParts): Unfinished[] {
  const unfinished: Unfinished[] = []
  for (const watch of watches.values()) {
    const receipt = ownReceipt(watch, receipts.get(watch.id))
    const decidedAt = unsaidSince(watch, receipt)
    if (decidedAt === undefined) continue
    const isShown = receipt?.cardTs !== undefined && receipt.cardHash !== undefined && receipt.begun === undefined
    if (decidedAt.length > 0 || !isShown) unfinished.push({ id: watch.id, decidedAt })
  }
  return unfinished
}

async function unfinishedRequests(parts: ThreadParts): Promise<Unfinished[]> {
  const { items } = await parts.requests.list()
  return items.flatMap((record) => unfinishedThread(requestThread(record), record.posting, parts))
}

function unfinishedThread(thread: Thread, news: News | undefined, { receipts }: ThreadParts): Unfinished[] {
  if (news === undefined) return []
  const receipt = ownReceipt(thread, receipts.get(thread.id))
  const waiting = undelivered(news, receipt)
  if (waiting.length === 0 && !isDue(news, receipt)) return []
  return [{ id: thread.id, decidedAt: waiting.map(({ decidedAt }) => decidedAt) }]
}

export function watchThread(watch: Watch): Thread {
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

function requestThread({ request: { id, requestedBy }, posting: { channel, createdAt } }: RequestRecord): Thread {
  return {
    id,
    channel,
    createdBy: requestedBy,
    createdAt,
    purpose: `Ferry shows your request \`${id}\` in <#${channel}>`,
    stop: `withdraw ${id}`,
  }
}
