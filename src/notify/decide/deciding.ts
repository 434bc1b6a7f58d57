import { createTurns } from '../../async/in-turn.ts'
import { defined } from '../../defined.ts'
import type { State } from '../../migrations/migration.ts'
import { missedAtEnd } from '../../migrations/outcome.ts'
import { type Channels, withReceipts } from '../../send/channels.ts'
import { ownReceipt } from '../../send/thread/threads.ts'
import type { Channel, Group, Member, Receipt, Watch } from '../../store/store.ts'
import { goingIn, withBoard } from '../threads/boards.ts'
import { unsaidOf } from '../threads/watch-messages.ts'
import { type Watched, type WatchSources, watchedOf } from '../threads/watched.ts'
import { type Cause, digestCause } from './cause.ts'
import { type Due, grouped, listedIn, saidIn } from './grouping.ts'
import type { Groups } from './groups.ts'
import { withGrowth } from './growth.ts'
import { isDue } from './route.ts'

/** Decides how channels hear of what has happened, and stores the decision before anything is sent. */
export type Deciding = {
  /** Decides about these watches. Returns the ids of groups that have something new to show. */
  decide(watches: readonly Watch[]): Promise<string[]>
  /** Decides about everything that waits, and forgets groups that nobody needs any more. */
  review(): Promise<string[]>
}

export type DecidingParts = WatchSources & {
  groups: Groups
  channels: Channels
  now(): number
}

export function createDeciding(parts: DecidingParts): Deciding {
  const inTurn = createTurns()

  async function decideFor(byChannel: Iterable<[channel: string, watches: readonly Watch[]]>): Promise<string[]> {
    const changed = [...byChannel].map(([channel, watches]) => inTurn(channel, () => decideIn(channel, watches, parts)))
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
        ...[...waiting].map(([channel, all]): [string, Watch[]] => [channel, all.filter((one) => waits(one, parts))]),
        ...others.map((channel): [string, Watch[]] => [channel, []]),
      ])
    },
  }
}

/** Whether a watch may have something to be told. Quick, since it is asked of all. */
function waits(watch: Watch, parts: DecidingParts): boolean {
  const watched = watchedOf(watch, parts)
  return watched !== undefined && watched.known.events.length > 0
}

async function decideIn(channel: string, watches: readonly Watch[], parts: DecidingParts): Promise<string[]> {
  const { fleet, groups, channels, now } = parts
  if (channels.isUnreadable(channel)) return []
  await passTold(channel, parts)
  // While Slack refuses the channel, one message is enough to try. The rest is told together afterwards.
  const isWaiting = channels.of(channel).broken !== undefined && hasUntold(channel, parts)
  const due = isWaiting ? [] : watches.flatMap((watch) => dueOf(watch, channels.of(channel), parts))
  const before = groups.in(channel)
  const changed = withGrowth(before, grouped(before, due, { channel, now: now() }), channels.of(channel))
  await channels.change(channel, (before) => withBoard(before, { going: goingIn(channel, fleet), now: now() }))
  await groups.keep(changed)
  return changed.filter((group) => listedIn(group).length > 0).map(({ id }) => id)
}

/** Whether something has been decided about a channel that it was not told. */
function hasUntold(channel: string, { fleet, groups, channels }: DecidingParts): boolean {
  const record = channels.of(channel)
  return groups.in(channel).some(({ members }) => members.some((member) => !isPassed(member, record, fleet.watches)))
}

/** What a channel has to hear now and nobody has decided how. */
function dueOf(watch: Watch, channel: Channel, parts: DecidingParts): Due[] {
  const watched = watchedOf(watch, parts)
  if (watched === undefined) return []
  return unsaidOf(watched, ownReceipt(watch, channel)).flatMap(({ event, notification }) => {
    if (event === undefined || notification?.cause === undefined) return []
    if (!isDue(notification.dueAt, { at: event.at, now: parts.now() })) return []
    if (watched.telling(event.seq) !== undefined) return []
    const { seq, at, migration, actor } = event
    const { account, id, state, failure, source, target } = migration
    const places = { from: source.bucket ?? source.cloud ?? '?', to: target.bucket ?? target.cloud ?? '?' }
    const missed = missedAtEnd(migration)
    const member = {
      watchId: watch.id,
      seq,
      at,
      account,
      migrationId: id,
      ...places,
      state,
      ...defined({ missed, actor }),
    }
    return [
      { cause: notification.cause, member, ...(isExplained(notification.cause, state) && { failure: failure ?? {} }) },
    ]
  })
}

/** Whether a group explains a failure: not if it has events of many causes. */
function isExplained({ key }: Cause, state: State): boolean {
  return state === 'failed' && key !== digestCause.key
}

/** Takes note, in one write, of what groups have told: the threads of their members go on after it. */
async function passTold(channel: string, parts: DecidingParts): Promise<void> {
  const { fleet, groups, channels } = parts
  const record = channels.of(channel)
  const members = groups.in(channel).flatMap((group) => toldIn(group, record))
  const open = members.filter(({ watchId, seq }) => (record.receipts[watchId]?.deliveredSeq ?? 0) < seq)
  if (open.length === 0) return
  const told = new Set(open.map(keyOf))
  const watched = [...new Set(open.map(({ watchId }) => watchId))].flatMap((id) => {
    const watch = fleet.watches.get(id)
    return (watch && watchedOf(watch, parts)) ?? []
  })
  await channels.change(channel, (before) =>
    withReceipts(
      before,
      watched.flatMap((one) => passed(one, before, told)),
    ),
  )
}

function keyOf({ watchId, seq }: Pick<Member, 'watchId' | 'seq'>): string {
  return `${watchId} ${seq}`
}

/** The members that Slack has accepted in the thread of a group. */
function toldIn(group: Group, { receipts }: Channel): Member[] {
  const deliveredSeq = receipts[group.id]?.deliveredSeq ?? 0
  return saidIn(group)
    .slice(0, Math.max(0, deliveredSeq + 1 - group.openedAt))
    .flatMap((said) => (said.type === 'member' ? (group.members[said.index] ?? []) : []))
}

/** The receipt of a watch after what groups have told of it. None if there is nothing, or something else comes before. */
function passed(watched: Watched, channel: Channel, told: ReadonlySet<string>): [id: string, receipt: Receipt][] {
  const { watch } = watched
  const receipt = ownReceipt(watch, channel) ?? { deliveredSeq: watch.createdAt - 1 }
  const unsaid = unsaidOf(watched, receipt)
  const next = unsaid.findIndex(({ entry: { seq } }) => !told.has(keyOf({ watchId: watch.id, seq })))
  const last = unsaid[(next < 0 ? unsaid.length : next) - 1]
  return last === undefined ? [] : [[watch.id, { ...receipt, deliveredSeq: last.entry.seq }]]
}

/** Whether a channel was told an event of a watch, or the watch is gone. */
function isPassed({ watchId, seq }: Member, record: Channel, watches: ReadonlyMap<string, Watch>): boolean {
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
    return now() - group.openedAt > keepMs && group.members.every((member) => isPassed(member, record, fleet.watches))
  })
  if (old.length === 0) return
  const ids = old.map(({ id }) => id)
  await groups.forget(ids)
  await channels.forget(ids)
}
