import type { Board, BoardRecords, Boards, Unfinished } from '../delivery/boards.ts'
import { ownReceipt } from '../delivery/boards.ts'
import { isDue, undelivered } from '../delivery/next-step.ts'
import type { Receipts } from '../fleet/receipts.ts'
import type { News, Receipt, RequestRecord, Watch, WorkspaceStore } from '../store/store.ts'

export type BoardParts = {
  requests: Pick<WorkspaceStore['requests'], 'get' | 'list'>
  watches: ReadonlyMap<string, Watch>
  receipts: Receipts
  /** What a watch shows now. Undefined while its migration has not been read. */
  newsOf(watch: Watch, receipt: Receipt | undefined): News | undefined
  /** When each thing was decided that a watch has still to say. Undefined while its migration has not been read. */
  unsaidSince(watch: Watch, receipt: Receipt | undefined): readonly number[] | undefined
  /** Other boards, which are few: notices about accounts. */
  notices(): readonly Notice[]
  signal: AbortSignal
  /** When this replica began to speak for the workspace, in epoch milliseconds. */
  openedAt: number
}
export type Notice = { board: Board; news: News | undefined }

/** The boards of a workspace, read from what its owner knows. */
export function createBoards(parts: BoardParts): Boards {
  const { receipts, signal, openedAt, requests } = parts
  return {
    signal,
    openedAt,
    receiptOf: receipts.get,
    keep: receipts.keep,
    async read(id) {
      if (signal.aborted || receipts.isUnreadable(id)) return undefined
      const notice = parts.notices().find(({ board }) => board.id === id)
      if (notice !== undefined) return readNotice(notice, parts)
      return isWatchId(id) ? readWatch(id, parts) : readRequest(id, parts)
    },
    async inChannel(channel) {
      const { items } = await requests.list()
      return [
        ...[...parts.watches.values()].filter((watch) => watch.channel === channel).map(({ id }) => id),
        ...items.filter(({ posting }) => posting.channel === channel).map(({ request }) => request.id),
        ...parts.notices().flatMap(({ board }) => (board.channel === channel ? [board.id] : [])),
      ]
    },
    unfinished: async () => [
      ...unfinishedWatches(parts),
      ...(await unfinishedRequests(parts)),
      ...parts.notices().flatMap(({ board, news }) => unfinishedBoard(board, news, parts)),
    ],
  }
}

/** The id of a watch has its account before a slash. The id of a request has none. */
function isWatchId(id: string): boolean {
  return id.includes('/')
}

async function readWatch(id: string, parts: BoardParts): Promise<BoardRecords | undefined> {
  const watch = parts.watches.get(id)
  if (watch === undefined) return undefined
  const board = watchBoard(watch)
  const receipt = ownReceipt(board, parts.receipts.get(id)) ?? (await inherited(board, parts))
  if (receipt === 'later') return { board }
  const news = parts.newsOf(watch, receipt)
  return { board, ...(news && { news }), ...(receipt && { receipt }) }
}

/**
 * The receipt of a watch that takes over a request's card. Until that card has been posted, the watch has nothing to
 * show: there would be two cards.
 */
async function inherited(board: Board, { requests, receipts }: BoardParts): Promise<Receipt | 'later' | undefined> {
  const { takesOver } = board
  if (takesOver === undefined || (await requests.get(takesOver)) === undefined) return undefined
  const cardTs = receipts.get(takesOver)?.cardTs
  return cardTs === undefined ? 'later' : { watchId: board.id, cardTs, deliveredSeq: board.createdAt - 1 }
}

async function readRequest(id: string, { requests, receipts }: BoardParts): Promise<BoardRecords | undefined> {
  const record = await requests.get(id)
  if (record === undefined) return undefined
  const board = requestBoard(record)
  const receipt = ownReceipt(board, receipts.get(id))
  return { board, news: record.posting, ...(receipt && { receipt }) }
}

function readNotice({ board, news }: Notice, { receipts }: BoardParts): BoardRecords {
  const receipt = ownReceipt(board, receipts.get(board.id))
  return { board, ...(news && { news }), ...(receipt && { receipt }) }
}

/** Watches with something to be said, or without a card. Whether cards are up to date is seen when they are drawn. */
function unfinishedWatches({ watches, receipts, unsaidSince }: BoardParts): Unfinished[] {
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

async function unfinishedRequests(parts: BoardParts): Promise<Unfinished[]> {
  const { items } = await parts.requests.list()
  return items.flatMap((record) => unfinishedBoard(requestBoard(record), record.posting, parts))
}

function unfinishedBoard(board: Board, news: News | undefined, { receipts }: BoardParts): Unfinished[] {
  if (news === undefined) return []
  const receipt = ownReceipt(board, receipts.get(board.id))
  const waiting = undelivered(news, receipt)
  if (waiting.length === 0 && !isDue(news, receipt)) return []
  return [{ id: board.id, decidedAt: waiting.map(({ decidedAt }) => decidedAt) }]
}

export function watchBoard(watch: Watch): Board {
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

function requestBoard({ request: { id, requestedBy }, posting: { channel, createdAt } }: RequestRecord): Board {
  return {
    id,
    channel,
    createdBy: requestedBy,
    createdAt,
    purpose: `Ferry shows your request \`${id}\` in <#${channel}>`,
    stop: `withdraw ${id}`,
  }
}
