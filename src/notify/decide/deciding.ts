import { createTurns } from '../../async/in-turn.ts'
import { lateSince } from '../../fleet/acks.ts'
import { callingOf } from '../../fleet/sets.ts'
import { knownOf, type WorkspaceFleet } from '../../fleet/workspace-fleet.ts'
import { isEnded } from '../../migrations/migration.ts'
import { type Channels, withReceipts } from '../../send/channels.ts'
import { ownReceipt } from '../../send/thread/threads.ts'
import type { Channel, Group, Member, Receipt, Watch } from '../../store/store.ts'
import { digest, isCalling, isMixed } from '../events.ts'
import { countsOnBoard, goingIn, withBoard } from '../threads/boards.ts'
import { escalationId } from '../threads/escalations.ts'
import { eventsOf, pendingOf } from '../threads/news.ts'
import { type Watched, type WatchSources, watchedOf } from '../threads/watched.ts'
import { type Calling, createCalls, memberKey, type Responders } from './calls.ts'
import { dueIn, pendingIn, toldByCause } from './due.ts'
import { escalated } from './escalation.ts'
import { withFlood } from './flood.ts'
import { type Due, grouped, listedIn, saidIn, withGrowth } from './grouping.ts'
import type { Groups } from './groups.ts'
import { calledBefore, callMeanwhile } from './held-calls.ts'
import { writeNotices } from './noticing.ts'
import { type ResponderParts, respondersOf } from './responders.ts'

/** Decides how channels hear of what has happened, and stores the decision before anything is sent. */
export type Deciding = {
  /** Decides about these watches. Returns the ids of groups and other threads that have something new to show. */
  decide(watches: readonly Watch[]): Promise<string[]>
  /** Decides about everything that waits, and forgets groups that nobody needs any more. */
  review(): Promise<string[]>
}

export type DecidingParts = WatchSources &
  ResponderParts & {
    groups: Groups
    channels: Channels
    now(): number
  }

export function createDeciding(parts: DecidingParts): Deciding {
  const inTurn = createTurns()
  const calls = createCalls(parts)

  async function decideFor(byChannel: Iterable<[channel: string, watches: readonly Watch[]]>): Promise<string[]> {
    const changed = [...byChannel].map(([channel, watches]) =>
      inTurn(channel, () => calls.during((calling) => decideIn(channel, watches, { ...parts, calling }))),
    )
    return (await Promise.all(changed)).flat()
  }

  return {
    decide: (watches) => decideFor(Map.groupBy(watches, ({ channel }) => channel)),
    async review() {
      const { fleet, channels } = parts
      const waiting = Map.groupBy(fleet.watches.values(), ({ channel }) => channel)
      const others = channels.all().flatMap(({ channel }) => (waiting.has(channel) ? [] : [channel]))
      await forgetOld(parts)
      return decideFor([
        ...[...waiting].map(([channel, all]): [string, Watch[]] => [
          channel,
          all.filter((one) => hasEvents(one, parts)),
        ]),
        ...others.map((channel): [string, Watch[]] => [channel, []]),
      ])
    },
  }
}

/** Whether a watch may have something pending. Quick, since it is asked of all. */
function hasEvents(watch: Watch, parts: DecidingParts): boolean {
  const known = knownOf(parts.fleet, watch)
  return known !== undefined && eventsOf({ watch, known }).length > 0
}

async function decideIn(
  channel: string,
  watches: readonly Watch[],
  parts: DecidingParts & { calling: Calling },
): Promise<string[]> {
  const { fleet, groups, channels, calling, now } = parts
  if (channels.isUnreadable(channel)) return []
  await bringUpToDate(channel, parts)
  const pending = pendingIn(channels.of(channel), watches, parts)
  // While Slack refuses the channel, one message is enough to try. The rest is told together afterwards.
  const isWaiting = channels.of(channel).broken !== undefined && hasUndelivered(channel, parts)
  const due = withFlood(groups.in(channel), isWaiting ? [] : dueIn(pending), now()).map(toldByCause)
  const meanwhile = await callMeanwhile(channel, pending, parts)
  const responders = await respondersIn(due, channels.of(channel), parts)
  const before = groups.in(channel)
  const opened = grouped(before, due, { channel, now: now() }).map((group) => withStanding(group, fleet))
  const grown = withGrowth(before, opened, channels.of(channel))
  const noted = calling.noted(grown, responders, now())
  const changed = await withEscalated(channel, noted, parts)
  await groups.keep(changed)
  const notices = await writeNotices(channel, parts)
  const told = changed.flatMap((group) => [
    ...(listedIn(group).length > 0 ? [group.id] : []),
    ...(group.escalated === undefined ? [] : [escalationId(group)]),
  ])
  return [...told, ...meanwhile, ...notices]
}

/** The groups with those of the channel about which others are called now. */
async function withEscalated(channel: string, changed: readonly Group[], parts: DecidingParts): Promise<Group[]> {
  const current = new Map([...parts.groups.in(channel), ...changed].map((group) => [group.id, group]))
  const those = await escalated([...current.values()], { channel, now: parts.now() }, parts)
  const now = new Map([...changed, ...those].map((group) => [group.id, group]))
  return [...now.values()]
}

/** Whose turn it is about each event that calls somebody. A digest calls nobody. */
async function respondersIn(due: readonly Due[], channel: Channel, parts: DecidingParts): Promise<Responders> {
  const concerns = due.flatMap(({ cause, event, member }) => {
    const watch = parts.fleet.watches.get(member.watchId)
    const isAbout = watch !== undefined && cause.key !== digest.key && isCalling(event, parts.events)
    return isAbout ? [{ event, watch, member }] : []
  })
  const responders = await respondersOf(concerns, parts)
  return new Map(
    concerns.map(({ event, member, watch }, index) => {
      const way = callingOf(watch, event.migration, parts.fleet)
      const own = { responders: responders[index] ?? [], way }
      return [memberKey(member), calledBefore(member, own, channel)]
    }),
  )
}

/** Whether something has been decided about a channel that Slack has not accepted. */
function hasUndelivered(channel: string, { fleet, groups, channels }: DecidingParts): boolean {
  const record = channels.of(channel)
  return groups.in(channel).some(({ members }) => members.some((member) => !isDelivered(member, record, fleet.watches)))
}

/** A digest that is written now, with how the channel's migrations stand. */
function withStanding(group: Group, fleet: WorkspaceFleet): Group {
  if (!isMixed(group.cause) || group.standing !== undefined) return group
  const known = fleet.watches.in(group.channel).flatMap((watch) => knownOf(fleet, watch) ?? [])
  const running = known.filter(({ migration }) => !isEnded(migration.state))
  const stalled = running.filter(({ stalledAt }) => stalledAt !== undefined)
  const late = running.filter((one) => lateSince(one) !== undefined)
  const counts = { running: running.length, stalled: stalled.length }
  return { ...group, standing: { ...counts, ...(late.length > 0 && { late: late.length }) } }
}

/**
 * Notes, in one write, what groups have delivered, and whether the channel has a board now. Both come before what is
 * decided: the threads of a group's members go on after it, and a board stands before anything is said below it.
 */
function bringUpToDate(channel: string, parts: DecidingParts): Promise<void> {
  const { fleet, channels, now } = parts
  return channels.change(channel, (before) => {
    const noted = withDelivered(before, parts)
    return withBoard(noted, { ...goingIn(channel, fleet), now: now(), counts: () => countsOnBoard(noted, fleet) })
  })
}

/** The channel with the receipts of watches after what groups have delivered. */
function withDelivered(record: Channel, parts: DecidingParts): Channel {
  const { fleet, groups, now } = parts
  const members = groups.in(record.channel).flatMap((group) => deliveredIn(group, record))
  const unnoted = members.filter(({ watchId, seq }) => (record.receipts[watchId]?.deliveredSeq ?? 0) < seq)
  const delivered = new Set(unnoted.map(memberKey))
  const watched = [...new Set(unnoted.map(({ watchId }) => watchId))].flatMap((id) => {
    const watch = fleet.watches.get(id)
    return (watch && watchedOf(watch, parts)) ?? []
  })
  const receipts = watched.flatMap((one) => receiptAfter(one, record, { delivered, now: now() }))
  return withReceipts(record, receipts)
}

/** The members that Slack has accepted in the thread of a group. */
function deliveredIn(group: Group, { receipts }: Channel): Member[] {
  const deliveredSeq = receipts[group.id]?.deliveredSeq ?? 0
  return saidIn(group)
    .slice(0, Math.max(0, deliveredSeq + 1 - group.openedAt))
    .flatMap((said) => (said.type === 'member' ? (group.members[said.index] ?? []) : []))
}

/** The receipt of a watch after what groups have delivered. None if something else of the watch comes before that. */
function receiptAfter(
  watched: Watched,
  channel: Channel,
  { delivered, now }: { delivered: ReadonlySet<string>; now: number },
): [id: string, receipt: Receipt][] {
  const { watch } = watched
  const receipt = ownReceipt(watch, channel) ?? { deliveredSeq: watch.createdAt - 1 }
  const pending = pendingOf(watched, receipt, now)
  const next = pending.findIndex(({ seq }) => !delivered.has(memberKey({ watchId: watch.id, seq })))
  const last = pending[(next < 0 ? pending.length : next) - 1]
  return last === undefined ? [] : [[watch.id, { ...receipt, deliveredSeq: last.seq }]]
}

/** Whether Slack has accepted an event of a watch, or the watch is gone. */
function isDelivered({ watchId, seq }: Member, record: Channel, watches: ReadonlyMap<string, Watch>): boolean {
  const watch = watches.get(watchId)
  return watch === undefined || (ownReceipt(watch, record)?.deliveredSeq ?? 0) >= seq
}

/** How long a group is kept, so that its summary stays up to date and its button works, in milliseconds. */
const keepGroupMs = 7 * 24 * 60 * 60_000
/** How long one is kept whose members were all told alone, in milliseconds: until nothing can be added to it. */
const keepAloneMs = 60 * 60_000

/** Whether something can still be added to a group. */
export function mayGrow({ openedAt }: Group, now: number): boolean {
  return now - openedAt <= keepAloneMs
}

async function forgetOld({ fleet, groups, channels, now }: DecidingParts): Promise<void> {
  const old = groups.all().filter((group) => {
    const record = channels.of(group.channel)
    const keepMs = listedIn(group).length > 0 ? keepGroupMs : keepAloneMs
    return (
      now() - group.openedAt > keepMs && group.members.every((member) => isDelivered(member, record, fleet.watches))
    )
  })
  if (old.length === 0) return
  const ids = old.map(({ id }) => id)
  await groups.forget(ids)
  await channels.forget(ids)
}
