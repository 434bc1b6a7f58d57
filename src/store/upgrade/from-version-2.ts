import { defined } from '../../defined.ts'
import type { AccountHealth, Channel, RequestRecord, Watch } from '../store.ts'
import type { Receipt } from './version-2.ts'

/*
 * Version 2 kept one record for each thing with a card; version 3 keeps one for each channel. Pure functions from the
 * records of the one to those of the other.
 */

/** Everything that has a card in a channel, by its id. */
export type Placed = ReadonlyMap<string, { channel: string; createdAt: number }>

/** Where each watch, request and notice about an account has its card. */
export function placedIn({ watches, requests, health }: Sources): Placed {
  return new Map([
    ...watches.map(({ id, channel, createdAt }) => [id, { channel, createdAt }] as const),
    ...requests.map(({ request, posting: { channel, createdAt } }) => [request.id, { channel, createdAt }] as const),
    ...health.flatMap(({ account, notice }) =>
      Object.keys(notice?.blind ?? {}).map(
        (channel) => [`account:${account}@${channel}`, { channel, createdAt: notice?.createdAt ?? 0 }] as const,
      ),
    ),
  ])
}

type Sources = {
  watches: readonly Watch[]
  requests: readonly RequestRecord[]
  health: readonly AccountHealth[]
}

/**
 * The record of each channel. A receipt that can't be read becomes one that lets nothing be sent. What Slack accepted of
 * something that is gone is dropped. `stored`: what an upgrade that was cut off has stored; its receipts may be deleted
 * already.
 */
export function channelsFrom(
  receipts: readonly Receipt[],
  { placed, unreadable, stored = [] }: { placed: Placed; unreadable: readonly string[]; stored?: readonly Channel[] },
): Channel[] {
  const channels = new Map(stored.map((channel) => [channel.channel, channel]))
  const of = (channel: string) => channels.get(channel) ?? { channel, receipts: {}, begun: {} }
  for (const receipt of receipts) {
    const place = placed.get(receipt.watchId)
    if (place !== undefined) channels.set(place.channel, withReceipt(of(place.channel), receipt))
  }
  for (const id of unreadable) {
    const place = placed.get(id)
    if (place === undefined) continue
    const lost = { deliveredSeq: place.createdAt - 1, isLost: true } as const
    const before = of(place.channel)
    channels.set(place.channel, { ...before, receipts: { ...before.receipts, [id]: lost } })
  }
  return [...channels.values()]
}

function withReceipt(channel: Channel, { watchId, begun, broken, ...receipt }: Receipt): Channel {
  const refused = later(channel.broken, broken)
  return {
    ...channel,
    receipts: { ...channel.receipts, [watchId]: receipt },
    begun: begun === undefined ? channel.begun : { ...channel.begun, [begun.deliveryKey]: { at: begun.at } },
    ...defined({ broken: refused }),
  }
}

/** The refusal of a channel is the one that was met last. Nobody is told twice of the same reason. */
function later(one: Channel['broken'], other: Channel['broken']): Channel['broken'] {
  if (one === undefined || other === undefined) return one ?? other
  const last = other.triedAt >= one.triedAt ? other : one
  const wasOwnerTold = [one, other].some((each) => each.reason === last.reason && each.wasOwnerTold)
  return { ...last, since: Math.min(one.since, other.since), wasOwnerTold }
}
