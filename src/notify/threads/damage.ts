import { isOver } from '../../approvals/request.ts'
import type { WorkspaceFleet } from '../../fleet/workspace-fleet.ts'
import { type Channels, isStandIn, withReceipts } from '../../send/channels.ts'
import type { Thread } from '../../send/thread/threads.ts'
import type { Channel, Group, News, Receipt, Repair, RequestRecord, WorkspaceStore } from '../../store/store.ts'
import { damageNotice } from '../../views/notice/damage.ts'
import { mayGrow } from '../decide/deciding.ts'
import { listedIn } from '../decide/grouping.ts'
import { noticesOf } from './account-notices.ts'
import type { GroupThreadParts } from './group-threads.ts'
import { cardFrom, stateOf, type ThreadSource, unfinishedOf } from './threads.ts'

const prefix = 'damage:'

type DamageParts = {
  channels: Channels
  fleet: Pick<WorkspaceFleet, 'watches'>
  /** Slack user ids of admins. They are told in private if Ferry cannot post in a channel. */
  admins(): Promise<readonly string[]>
}

/** The threads of notices that what Ferry had posted in a channel cannot be read: one in each such channel. */
export function damageThreads({ channels, fleet, admins }: DamageParts): ThreadSource {
  const idsIn = (records: readonly Channel[]) =>
    records.flatMap(({ channel, damaged }) => (damaged === undefined ? [] : [damageId(channel)]))
  const read = async (record: Channel) => {
    const thread = threadOf(record, { admins: await admins(), fleet })
    return thread && stateOf(thread, newsOf(record), channels)
  }
  return {
    owns: (id) => id.startsWith(prefix),
    needsNoRecord: true,
    read: (id) => read(channels.of(id.slice(prefix.length))),
    inChannel: async (channel) => idsIn([channels.of(channel)]),
    async unfinished() {
      const states = await Promise.all(
        channels
          .all()
          .filter(({ damaged }) => damaged !== undefined)
          .map(read),
      )
      return states.flatMap((state) => (state === undefined ? [] : unfinishedOf(state)))
    },
  }
}

function damageId(channel: string): string {
  return `${prefix}${channel}`
}

function threadOf(
  { channel, damaged }: Channel,
  { admins, fleet }: { admins: readonly string[]; fleet: DamageParts['fleet'] },
): Thread | undefined {
  if (damaged === undefined) return undefined
  return {
    id: damageId(channel),
    channel,
    createdBy: fleet.watches.in(channel)[0]?.createdBy ?? '',
    createdAt: damaged.since,
    ...(admins.length > 0 && { owners: admins }),
    purpose: `Ferry’s record of what it posted in <#${channel}> is damaged. It has to say so there`,
    stop: 'watches',
  }
}

function newsOf({ channel, damaged }: Channel): News | undefined {
  if (damaged === undefined) return undefined
  return { card: cardFrom(damageNotice({ channel, ...damaged })), outbox: [], nextSeq: damaged.since }
}

type Repairing = Pick<GroupThreadParts, 'channels' | 'fleet' | 'groups'> & {
  store: Pick<WorkspaceStore, 'repairs' | 'requests' | 'watches'>
  now: number
}

/**
 * Begins the damaged records anew that admins want so. What happened before the damage was found counts as told, since
 * it may have been; what came later was certainly not.
 */
export async function repairChannels(parts: Repairing): Promise<void> {
  await forgetOld(parts)
  const standIns = parts.channels.all().filter(isStandIn)
  if (standIns.length === 0) return
  const { items } = await parts.store.repairs.list()
  const wanted = standIns.flatMap((record) => {
    const repair = items.find(({ channel, at }) => channel === record.channel && at >= (record.damaged?.since ?? 0))
    return repair === undefined ? [] : [{ record, repair }]
  })
  for (const one of wanted) await beginAnew(one, parts)
}

/** How long a channel's notice says that Ferry has begun anew, in milliseconds. */
const keepNoticeMs = 7 * 24 * 60 * 60_000

async function forgetOld({ channels, now }: Repairing): Promise<void> {
  for (const { channel, damaged } of channels.all()) {
    if (damaged?.anew === undefined || now - damaged.anew.at < keepNoticeMs) continue
    await channels.forget([damageId(channel)])
    await channels.change(channel, ({ damaged: _, ...record }) => record)
  }
}

async function beginAnew({ record, repair }: { record: Channel; repair: Repair }, parts: Repairing): Promise<void> {
  const { channels, fleet, groups, store, now } = parts
  const { channel, by } = repair
  const since = record.damaged?.since ?? now
  // What is told from now on must not join a group that is not drawn any more.
  await groups.forget(groups.in(channel).flatMap((group) => (mayGrow(group, now) ? [group.id] : [])))
  const watches = [...fleet.watches.values()].filter((watch) => watch.channel === channel)
  const ended = watches.filter((watch) => watch.ended !== undefined)
  const { items: requests } = await store.requests.list()
  const notices = noticesOf(fleet, now).map(({ thread }) => thread)
  const receipts: [id: string, receipt: Receipt][] = [
    ...[...watches, ...notices].flatMap((one) => (one.channel === channel ? [toldUntil(since, one)] : [])),
    ...requests.flatMap((request) => (request.posting.channel === channel ? [receiptOf(request, since)] : [])),
    ...groups.in(channel).map(leftAlone),
  ]
  const damaged = { since, anew: { by, at: now } }
  const also = [store.repairs.dropping(channel), ...ended.map(({ id }) => store.watches.dropping(id))]
  await channels.beginAnew(channel, { to: (standIn) => ({ ...withReceipts(standIn, receipts), damaged }), also })
  for (const { id } of ended) fleet.watches.delete(id)
}

/** Its card is posted again, and below it what has happened since. */
function toldUntil(since: number, { id, createdAt }: Pick<Thread, 'id' | 'createdAt'>): [string, Receipt] {
  return [id, { deliveredSeq: Math.max(since, createdAt - 1) }]
}

/** A request that was over before gets no other card. */
function receiptOf({ request, posting }: RequestRecord, since: number): [string, Receipt] {
  const next = posting.outbox.find(({ decidedAt }) => decidedAt > since)
  const deliveredSeq = (next?.seq ?? posting.nextSeq) - 1
  const isPast = next === undefined && posting.createdAt <= since && isOver(request.status)
  return [request.id, { deliveredSeq, ...(isPast && { isLost: true }) }]
}

function leftAlone(group: Group): [string, Receipt] {
  return [group.id, { deliveredSeq: group.openedAt + listedIn(group).length - 1, isLost: true }]
}
