import type { Channel, Claim, Receipt, WorkspaceStore } from '../store/store.ts'
import { createTurns } from './in-turn.ts'

/** What Slack has accepted in the channels of one workspace: in the memory of its owner, and stored before it counts. */
export type Channels = {
  /** The record of a channel. An empty one if nothing was ever sent there. */
  of(channel: string): Channel
  /** Whether what is stored cannot be read. Then nothing is sent: it might have been sent already. */
  isUnreadable(channel: string): boolean
  /** Stores a change. Changes of one channel follow each other. Throws lease_lost if the workspace has another owner. */
  change(channel: string, to: (before: Channel) => Channel): Promise<void>
  all(): Channel[]
  /** Drops what was accepted of threads that are gone, wherever they were. */
  forget(ids: readonly string[]): Promise<void>
}

/** Reads the channels of a workspace. Every write is refused by the store once the lease is over. */
export async function loadChannels(
  { channels: records, commit }: Pick<WorkspaceStore, 'channels' | 'commit'>,
  fence: Claim,
  log: { error(details: object, message: string): void },
): Promise<Channels> {
  const { items, unreadable } = await records.list()
  for (const key of unreadable) {
    log.error({ collection: 'channels', key }, 'A record cannot be read, so nothing is sent to this channel')
  }
  const channels = new Map(items.map((item) => [item.channel, item]))
  const inTurn = createTurns()
  const of = (channel: string) => channels.get(channel) ?? { channel, receipts: {}, begun: {} }
  const change = (channel: string, to: (before: Channel) => Channel) =>
    inTurn(channel, async () => {
      const before = of(channel)
      const after = to(before)
      if (after === before) return
      await commit([isEmpty(after) ? records.dropping(channel) : records.putting(channel, after)], fence)
      channels.set(channel, after)
    })
  return {
    of,
    isUnreadable: (channel) => unreadable.includes(channel),
    change,
    all: () => [...channels.values()],
    async forget(ids) {
      for (const { channel } of channels.values()) await change(channel, (before) => withoutReceipts(before, ids))
    },
  }
}

function isEmpty({ receipts, begun, broken, board }: Channel): boolean {
  if (broken !== undefined || board !== undefined) return false
  return Object.keys(receipts).length === 0 && Object.keys(begun).length === 0
}

/** The channel with another receipt of a thread. */
export function withReceipt(channel: Channel, id: string, receipt: Receipt): Channel {
  return withReceipts(channel, [[id, receipt]])
}

/** The channel with other receipts of threads. What was delivered is not carried any further. */
export function withReceipts(channel: Channel, changed: readonly [id: string, receipt: Receipt][]): Channel {
  if (changed.length === 0) return channel
  const kept = changed.map(([id, { carried = [], ...receipt }]) => {
    const left = carried.filter(({ seq }) => seq > receipt.deliveredSeq)
    return [id, left.length === 0 ? receipt : { ...receipt, carried: left }] as const
  })
  return { ...channel, receipts: { ...channel.receipts, ...Object.fromEntries(kept) } }
}

/** The channel without the receipts of threads that are gone. The same channel if there are none. */
function withoutReceipts(channel: Channel, ids: readonly string[]): Channel {
  if (!ids.some((id) => id in channel.receipts)) return channel
  const receipts = Object.fromEntries(Object.entries(channel.receipts).filter(([id]) => !ids.includes(id)))
  return { ...channel, receipts }
}

/** The channel once a post is settled: it was accepted, refused, or is not to be found. */
export function withoutBegun(channel: Channel, deliveryKey: string): Channel {
  if (!(deliveryKey in channel.begun)) return channel
  const { [deliveryKey]: _, ...begun } = channel.begun
  return { ...channel, begun }
}
