import { createTurns } from '../async/in-turn.ts'
import type { Log } from '../log.ts'
import type { Change, Channel, Claim, Receipt, Repeated, WorkspaceStore } from '../store/store.ts'
import { methods, type Place } from './limits/calls.ts'

/**
 * Messages that Slack has accepted in the channels of one workspace: in the memory of its leader, and stored before
 * they count.
 */
export type Channels = {
  /**
   * The record of a channel. An empty one if nothing was ever sent there. If what is stored cannot be read, another one
   * stands in for it, under a key of its own.
   */
  of(channel: string): Channel
  /** Whether what is stored cannot be read. Then nothing else is sent: it might have been sent already. */
  isUnreadable(channel: string): boolean
  /**
   * Stores a change. Changes of one channel follow each other. Throws lease_lost if the workspace has another leader.
   */
  change(channel: string, to: (before: Channel) => Channel): Promise<void>
  /** In one write with other changes, keeps what cannot be read apart, and makes its stand-in the channel's record. */
  beginAnew(channel: string, anew: { to(standIn: Channel): Channel; also: readonly Change[] }): Promise<void>
  all(): Channel[]
  /**
   * Drops what was accepted of threads that are gone, wherever they were. `refs`: the migrations that they were about,
   * by the thread's id. What their cards are about is remembered.
   */
  forget(ids: readonly string[], refs?: ReadonlyMap<string, string>): Promise<void>
}

type Loading = { log: Log<'error'>; now(): number }

/** Reads the channels of a workspace. Every write is refused by the store once the lease is over. */
export async function loadChannels(
  { channels: records, commit }: Pick<WorkspaceStore, 'channels' | 'commit'>,
  fence: Claim,
  { log, now }: Loading,
): Promise<Channels> {
  const { items, unreadable } = await records.list()
  for (const key of unreadable) {
    log.error({ collection: 'channels', key }, 'A record cannot be read, so nothing is sent to this channel')
  }
  const damaged = new Set(unreadable)
  const putting = (record: Channel) =>
    records.putting(isStandIn(record) ? standInKey(record.channel) : record.channel, record)
  const standIns = standInsFor({ items, unreadable, now: now() })
  const readAgain = readAgainIn({ items, unreadable, now: now() })
  const drops = readAgain.map(({ channel }) => records.dropping(standInKey(channel)))
  const lost = standIns.map(({ channel }) => standInKey(channel)).filter((key) => damaged.has(key))
  const asides = await Promise.all(lost.map((key) => records.settingAside(key, now())))
  const changes = [...asides.flat(), ...[...standIns, ...readAgain].map(putting), ...drops]
  if (changes.length > 0) await commit(changes, fence)
  const sound = items.filter((item) => !isStandIn(item))
  const channels = new Map([...sound, ...readAgain, ...standIns].map((record) => [record.channel, record]))
  const inTurn = createTurns()
  const of = (channel: string) => channels.get(channel) ?? { channel, receipts: {}, begun: {} }
  const change = (channel: string, to: (before: Channel) => Channel) =>
    inTurn(channel, async () => {
      const before = of(channel)
      const after = to(before)
      if (after === before) return
      await commit([isEmpty(after) ? records.dropping(channel) : putting(after)], fence)
      channels.set(channel, after)
    })
  return {
    of,
    isUnreadable: (channel) => damaged.has(channel),
    change,
    beginAnew: (channel, { to, also }) =>
      inTurn(channel, async () => {
        if (!damaged.has(channel)) return
        const record = to(of(channel))
        const aside = await records.settingAside(channel, now())
        const changes = [...aside, records.putting(channel, record), records.dropping(standInKey(channel)), ...also]
        await commit(changes, fence)
        damaged.delete(channel)
        channels.set(channel, record)
      }),
    all: () => [...channels.values()],
    async forget(ids, refs = new Map()) {
      for (const { channel } of channels.values()) await change(channel, (before) => withoutReceipts(before, ids, refs))
    },
  }
}

/** Whether a record stands in for one that cannot be read. */
export function isStandIn({ damaged }: Pick<Channel, 'damaged'>): boolean {
  return damaged !== undefined && damaged.anew === undefined
}

/** No channel's id has a dot. */
function standInKey(channel: string): string {
  return `${channel}.damaged`
}

type Loaded = { items: readonly Channel[]; unreadable: readonly string[]; now: number }

/** The records that stand in for damaged ones: those of earlier times that can be read, and new ones. */
function standInsFor({ items, unreadable, now }: Loaded): Channel[] {
  const earlier = new Map(items.filter(isStandIn).map((record) => [record.channel, record]))
  return unreadable
    .filter((key) => !key.includes('.'))
    .map((channel) => earlier.get(channel) ?? { channel, receipts: {}, begun: {}, damaged: { since: now } })
}

/** The records that can be read again, with what was sent meanwhile. Nothing has to stand in for them. */
function readAgainIn({ items, unreadable, now }: Loaded): Channel[] {
  const needless = items.filter((item) => isStandIn(item) && !unreadable.includes(item.channel))
  return needless.map(({ channel, receipts, begun, damaged }) => {
    const own = items.find((item) => item.channel === channel && !isStandIn(item))
    return {
      ...own,
      channel,
      receipts: { ...own?.receipts, ...receipts },
      begun: { ...own?.begun, ...begun },
      damaged: { since: damaged?.since ?? now, anew: { at: now } },
    }
  })
}

function isEmpty({ receipts, begun, ...record }: Channel): boolean {
  const { repeated, heldBack, notices, broken, held, board, past, trial, damaged } = record
  const parts = [repeated, heldBack, notices, broken, held, board, past, trial, damaged]
  if (parts.some((part) => part !== undefined)) return false
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
function withoutReceipts(channel: Channel, ids: readonly string[], refs: ReadonlyMap<string, string>): Channel {
  if (!ids.some((id) => id in channel.receipts)) return channel
  const receipts = Object.fromEntries(Object.entries(channel.receipts).filter(([id]) => !ids.includes(id)))
  const gone = ids.flatMap((id) => {
    const [cardTs, ref] = [channel.receipts[id]?.cardTs, refs.get(id)]
    return cardTs === undefined || ref === undefined ? [] : [[cardTs, ref] as const]
  })
  return gone.length === 0 ? { ...channel, receipts } : { ...channel, receipts, past: pastWith(channel.past, gone) }
}

/** Cards of the past, the newest of them: Slack’s handles are times. */
function pastWith(past: Past = {}, gone: readonly (readonly [cardTs: string, ref: string])[]): Past {
  const all = Object.entries({ ...past, ...Object.fromEntries(gone) })
  return Object.fromEntries(all.toSorted(([a], [b]) => Number(b) - Number(a)).slice(0, mostPast))
}

type Past = NonNullable<Channel['past']>

/** Most cards of the past that a channel remembers. */
const mostPast = 100

/** How long a call counts in what Slack allows, in milliseconds. */
export const spentForMs = 60_000

/** The channel with one more call that Slack was asked for. Those that do not count any more are dropped. */
export function withSpent(channel: Channel, method: Place['method'], now: number): Channel {
  const recent = spentIn(channel, now).map((one) => [one.method, one.at] as const)
  const times = Map.groupBy([...recent, [method, now] as const], ([each]) => each)
  const spent = Object.fromEntries([...times].map(([each, calls]) => [each, calls.map(([, at]) => at)]))
  return { ...channel, spent }
}

/** The calls about a channel that Slack was asked for within the last minute. */
export function spentIn(
  { spent = {} }: Pick<Channel, 'spent'>,
  now: number,
): { method: Place['method']; at: number }[] {
  const all = methods.flatMap((method) => (spent[method] ?? []).map((at) => ({ method, at })))
  return all.filter(({ at }) => at <= now && now - at < spentForMs)
}

/** The channel once a post is settled: it was accepted, refused, or is not to be found. */
export function withoutBegun(channel: Channel, deliveryKey: string): Channel {
  if (!(deliveryKey in channel.begun)) return channel
  const { [deliveryKey]: _, ...begun } = channel.begun
  return withoutNeedless({ ...channel, begun })
}

/** The channel once a post that is not to be found is about to be sent again. */
export function withRepeated(channel: Channel, deliveryKey: string, repeated: Repeated): Channel {
  const noted = { ...channel, repeated: { ...channel.repeated, [deliveryKey]: repeated } }
  return withoutBegun(noted, deliveryKey)
}

/** The channel once no second copy of a post is looked for any more. */
export function withoutRepeated(channel: Channel, deliveryKey: string): Channel {
  const { repeated: all = {}, ...rest } = channel
  const { [deliveryKey]: _, ...repeated } = all
  return withoutNeedless(Object.keys(repeated).length === 0 ? rest : { ...rest, repeated })
}

/** Drops what serves to recognize posts if none is looked for. */
function withoutNeedless(channel: Channel): Channel {
  if (isSeeking(channel)) return channel
  const { accepted: _, ...rest } = channel
  return rest
}

function isSeeking({ begun, repeated }: Channel): boolean {
  return repeated !== undefined || Object.keys(begun).length > 0
}

/** The channel with one more message that Slack has accepted, under its delivery key. */
export function withAccepted(before: Channel, { ts, deliveryKey }: { ts: string; deliveryKey: string }): Channel {
  const again = before.repeated?.[deliveryKey]
  const channel =
    again === undefined ? before : { ...before, repeated: { ...before.repeated, [deliveryKey]: { ...again, ts } } }
  const isNewer = Number(ts) > Number(channel.newestTs ?? 0)
  const newest = isNewer ? { ...channel, newestTs: ts } : channel
  if (!isSeeking(channel)) return newest
  return { ...newest, accepted: [...(channel.accepted ?? []), ts].slice(-mostAccepted) }
}

/** Slack takes one post a second in a channel. A copy is known by its text only among what was accepted last. */
export const mostAccepted = 300
