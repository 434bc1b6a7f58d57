import type { News, Receipt, RequestRecord, Watch, WorkspaceStore } from '../store/store.ts'

/** Whatever has a card in a channel: a watch, or a request. How it is brought there is the same for both. */
export type Board = {
  id: string
  channel: string
  createdBy: string
  createdAt: number
  /** Id of the board whose card this one takes over. */
  takesOver?: string
  /** For its owner: what Ferry does with it, and what to type to be rid of it. */
  purpose: string
  stop: string
}

/** All that is stored of one board. `news` is absent while there is nothing to be shown. */
export type BoardRecords = { board: Board; news?: News; receipt?: Receipt }

/** Undefined when there is no such board any more. */
export function readBoard(id: string, store: WorkspaceStore): Promise<BoardRecords | undefined> {
  return isWatch(id) ? readWatch(id, store) : readRequest(id, store)
}

/** `listed`: its watches, where somebody has just listed them. */
export async function listBoards({ watches, requests }: WorkspaceStore, listed?: readonly Watch[]): Promise<Board[]> {
  const [followed, asked] = await Promise.all([listed ?? watches.list().then(({ items }) => items), requests.list()])
  return [...followed.map(watchBoard), ...asked.items.map(requestBoard)]
}

/**
 * Many at once, each with its own records only: what takes a card over has none yet. Those that can't be read are left
 * out; who writes them reports it at each tick.
 */
export async function readBoards(boards: readonly Board[], store: WorkspaceStore): Promise<BoardRecords[]> {
  const ids = boards.map(({ id }) => id)
  const [sightings, requests, receipts] = await Promise.all([
    store.sightings.getMany(ids.filter(isWatch)),
    store.requests.getMany(ids.filter((id) => !isWatch(id))),
    store.receipts.getMany(ids),
  ])
  const unreadable = new Set([sightings, requests, receipts].flatMap((found) => found.unreadable))
  return boards
    .filter(({ id }) => !unreadable.has(id))
    .map((board) => {
      const news = sightings.items.get(board.id) ?? requests.items.get(board.id)?.posting
      return { board, ...ownRecords(board, { news, receipt: receipts.items.get(board.id) }) }
    })
}

/** One replica at a time sends for a board; for two that share a card, one at a time for both. */
export function leaseOf({ id, takesOver }: Board): string {
  return takesOver ?? id
}

/** A watch's id has its account before a slash, a request's has none. */
function isWatch(id: string): boolean {
  return id.includes('/')
}

async function readWatch(id: string, store: WorkspaceStore): Promise<BoardRecords | undefined> {
  const [watch, sighting, receipt] = await Promise.all([
    store.watches.get(id),
    store.sightings.get(id),
    store.receipts.get(id),
  ])
  if (watch === undefined) return undefined
  const own = { board: watchBoard(watch), ...ownRecords(watch, { news: sighting, receipt }) }
  return own.receipt === undefined && watch.takesOver !== undefined ? inherit(own, watch.takesOver, store) : own
}

async function readRequest(id: string, store: WorkspaceStore): Promise<BoardRecords | undefined> {
  const [record, receipt] = await Promise.all([store.requests.get(id), store.receipts.get(id)])
  if (record === undefined) return undefined
  const board = requestBoard(record)
  return { board, ...ownRecords(board, { news: record.posting, receipt }) }
}

/** Until the card that it takes over has been posted, a board has nothing to show: there would be two of them. */
async function inherit(own: BoardRecords, from: string, store: WorkspaceStore): Promise<BoardRecords> {
  const [before, receipt] = await Promise.all([store.requests.get(from), store.receipts.get(from)])
  if (before === undefined) return own
  const { board, news } = own
  const cardTs = receipt?.cardTs
  if (cardTs === undefined || news === undefined) return { board }
  return { board, news, receipt: { watchId: board.id, cardTs, deliveredSeq: board.createdAt - 1 } }
}

/**
 * What an earlier watch of the same migration in the same channel left behind is not this one's. Sequence numbers
 * tell them apart, since they start at the time when the watch was made.
 */
export function ownRecords<Told extends News>(
  { createdAt }: Pick<Board, 'createdAt'>,
  { news, receipt }: { news: Told | undefined; receipt: Receipt | undefined },
): { news?: Told; receipt?: Receipt } {
  return {
    ...(news !== undefined && news.nextSeq >= createdAt ? { news } : {}),
    ...(receipt !== undefined && receipt.deliveredSeq >= createdAt - 1 ? { receipt } : {}),
  }
}

function watchBoard(watch: Watch): Board {
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
