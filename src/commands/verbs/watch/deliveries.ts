import { slackRefusal } from '../../../errors/errors.ts'
import type { FleetAnswer, Sighted } from '../../../fleet/search.ts'
import { followedSince, patienceKeyOf } from '../../../fleet/watches.ts'
import type { Channel, Patience, Watch } from '../../../store/store.ts'
import { placeWords } from '../../../views/words/calm.ts'
import { heldBackNow } from '../../../views/words/held-back.ts'
import type { Tools } from '../../machine/command.ts'

/** All watches, what is known of their migrations, and what Slack has accepted in their channels. */
export type Deliveries = {
  watches: readonly Watch[]
  channels: { items: readonly Channel[]; unreadable: readonly string[] }
  accounts: FleetAnswer['accounts']
  sightedBy(watch: Watch): Sighted | undefined
  /** Undefined if nothing was ever sent there. */
  sentIn(channel: string): Channel | undefined
  patience: readonly Patience[]
  patienceOf(place: Pick<Watch, 'channel' | 'createdBy'>): Patience
}

/** Reads everything that tells what was delivered and what waits. */
export async function readDeliveries({ store, fleet }: Pick<Tools, 'store' | 'fleet'>): Promise<Deliveries> {
  const [watches, channels, patience, { sighted, accounts }] = await Promise.all([
    store.watches.list(),
    store.channels.list(),
    store.patience.list(),
    fleet.ask({ type: 'watched' }),
  ])
  const seen = new Map(sighted.map((one) => [one.watchId, one]))
  // What stood in for a damaged record is of no use once that can be read again.
  const current = channels.items.filter((one) => !standsIn(one) || channels.unreadable.includes(one.channel))
  const sent = new Map(current.map((one) => [one.channel, one]))
  const calm = new Map(patience.items.map((one) => [one.of, one]))
  return {
    watches: watches.items,
    channels,
    accounts,
    sightedBy: ({ id }) => seen.get(id),
    sentIn: (channel) => sent.get(channel),
    patience: patience.items,
    patienceOf(place) {
      const of = patienceKeyOf(place)
      return calm.get(of) ?? { of }
    },
  }
}

/** Why everything, or all of an account, is held back in a channel now, in words. Undefined if messages arrive. */
export function heldHere(
  { account, ...place }: Pick<Watch, 'channel' | 'createdBy'> & { account?: string | undefined },
  { patienceOf }: Pick<Deliveries, 'patienceOf'>,
  { user, now }: { user: string; now: number },
): string | undefined {
  const patience = patienceOf(place)
  const held = heldBackNow(patience, now, account)
  return held && `${held} · ${placeWords({ of: patience.of, isOwn: patience.of === user })}`
}

export function standsIn({ damaged }: Pick<Channel, 'damaged'>): boolean {
  return damaged !== undefined && damaged.anew === undefined
}

/**
 * When the messages about a watch were decided that Slack has not accepted, oldest first, in epoch milliseconds: an
 * event's number is its time.
 */
export function waitingFor(
  watch: Watch,
  { sighted, sent }: { sighted: Sighted | undefined; sent: Channel | undefined },
): number[] {
  const { id, ended } = watch
  const told = sent?.receipts[id]?.deliveredSeq ?? sent?.damaged?.since ?? 0
  const from = Math.max(told, followedSince(watch) - 1)
  const waits = (seq: number) => seq > from && seq < (ended?.at ?? Infinity)
  return (sighted?.events ?? []).filter(waits).toSorted((a, b) => a - b)
}

/** Why nobody could be told of trouble in a channel. Undefined if somebody was told, or is still to be told. */
export function whyUntold(trouble: Channel['broken'] | Channel['held']): string | undefined {
  if (trouble?.notice === undefined) return undefined
  const people = Object.values(trouble.notice.people)
  const reasons = people.flatMap((person) => (person.state === 'unreachable' ? [person.reason] : []))
  if (reasons.length < people.length) return undefined
  const mendable = reasons.map((reason) => slackRefusal(reason)).find(({ heals }) => heals)
  if (mendable !== undefined) return `${mendable.what} ${mendable.next}`
  return 'Slack lets Ferry reach none of those who follow this, and no admin. Please pass it on.'
}

export function whyBroken(reason: string): string {
  const { what, next } = slackRefusal(reason)
  return `Ferry can’t post there. ${what} ${next}`
}
