import { defined } from '../../../defined.ts'
import { slackRefusal } from '../../../errors/errors.ts'
import type { Sighted } from '../../../fleet/search.ts'
import { followedSince } from '../../../fleet/watches.ts'
import type { Channel, Watch } from '../../../store/store.ts'
import { patienceRows, subscriptionRow } from '../../../views/page/subscription-rows.ts'
import { type WatchLine, watchList } from '../../../views/page/watches.ts'
import type { Command, Origin, Tools } from '../../machine/command.ts'
import { patienceLines, subscriptionLines } from './subscriptions.ts'

export const watches: Command = {
  verb: 'watches',
  aliases: ['watching', 'subscriptions'],
  needs: 'viewer',
  takes: { most: 0 },
  usage: 'watches',
  summary: 'Everything that is being watched, and where',
  examples: ['watches'],
  async run({ origin }, tools) {
    const [lines, subscriptions, patience] = await Promise.all([
      watchLines(origin, tools),
      subscriptionLines(origin, tools),
      patienceLines(origin, tools),
    ])
    const above = [...subscriptions.map(subscriptionRow), ...patience.flatMap(patienceRows)]
    return { type: 'message', message: watchList(lines, above) }
  },
}

/** All watches that somebody asked for, newest first, with what is known of each. */
export async function watchLines(
  { user }: Pick<Origin, 'user'>,
  { store, fleet }: Pick<Tools, 'store' | 'fleet'>,
): Promise<WatchLine[]> {
  const [all, channels, { sighted }] = await Promise.all([
    store.watches.list(),
    store.channels.list(),
    fleet.ask({ type: 'watched' }),
  ])
  const seen = new Map(sighted.map((one) => [one.watchId, one]))
  // What stood in for a damaged record is of no use once that can be read again.
  const current = channels.items.filter((one) => !standsIn(one) || channels.unreadable.includes(one.channel))
  const sent = new Map(current.map((one) => [one.channel, one]))
  return all.items
    .filter(({ goneAt, isOfSet }) => goneAt === undefined && isOfSet === undefined)
    .sort((a, b) => b.createdAt - a.createdAt)
    .map((watch) => lineOf(watch, { user, sighted: seen.get(watch.id), sent: sent.get(watch.channel) }))
}

function standsIn({ damaged }: Pick<Channel, 'damaged'>): boolean {
  return damaged !== undefined && damaged.anew === undefined
}

type Seen = { user: string; sighted: Sighted | undefined; sent: Channel | undefined }

function lineOf(watch: Watch, { user, sighted, sent }: Seen): WatchLine {
  const { id, account, migrationId, channel, createdBy, calling, deadline, ended } = watch
  const { migration, trouble } = sighted ?? {}
  const { broken, receipts, damaged, held } = sent ?? {}
  const { deliveredAt } = receipts?.[id] ?? {}
  const waiting = waitingFor(watch, { sighted, sent })
  return {
    ref: `${account}/${migrationId}`,
    channel,
    createdBy,
    isOwn: createdBy === user,
    waiting: waiting.length,
    ...defined({ waitingSince: waiting[0], calling, deadline, ended, deliveredAt, migration }),
    ...(damaged !== undefined && standsIn({ damaged }) && { damagedSince: damaged.since }),
    ...(trouble && { blind: { what: trouble.what, since: trouble.since } }),
    ...(held && { held: { method: held.method, since: held.since } }),
    ...defined({ untold: whyUntold(broken ?? held) }),
    ...(broken && { broken: { what: whyBroken(broken.reason), since: broken.since } }),
  }
}

/**
 * When the messages about a watch were decided that Slack has not accepted, oldest first, in epoch milliseconds: an
 * event's number is its time.
 */
function waitingFor(watch: Watch, { sighted, sent }: Omit<Seen, 'user'>): number[] {
  const { id, ended } = watch
  const told = sent?.receipts[id]?.deliveredSeq ?? sent?.damaged?.since ?? 0
  const from = Math.max(told, followedSince(watch) - 1)
  const waits = (seq: number) => seq > from && seq < (ended?.at ?? Infinity)
  return (sighted?.events ?? []).filter(waits).toSorted((a, b) => a - b)
}

/** Why nobody could be told of trouble in a channel. Undefined if somebody was told, or is still to be told. */
function whyUntold(trouble: Channel['broken'] | Channel['held']): string | undefined {
  if (trouble?.notice === undefined) return undefined
  const people = Object.values(trouble.notice.people)
  const reasons = people.flatMap((person) => (person.state === 'unreachable' ? [person.reason] : []))
  if (reasons.length < people.length) return undefined
  const mendable = reasons.map((reason) => slackRefusal(reason)).find(({ heals }) => heals)
  if (mendable !== undefined) return `${mendable.what} ${mendable.next}`
  return 'Slack lets Ferry reach none of those who follow this, and no admin. Please pass it on.'
}

function whyBroken(reason: string): string {
  const { what, next } = slackRefusal(reason)
  return `Ferry can’t post there. ${what} ${next}`
}
