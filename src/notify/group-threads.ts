import { defined } from '../defined.ts'
import { knownOf, type WorkspaceFleet } from '../fleet/workspace-fleet.ts'
import type { Migration } from '../migrations/migration.ts'
import type { Provider } from '../providers/provider.ts'
import type { Channels } from '../send/channels.ts'
import { ownReceipt, type Thread, type ThreadState } from '../send/threads.ts'
import type { Group, Member, News, OutboxEntry } from '../store/store.ts'
import { possibleActions } from '../views/card-choices.ts'
import { type GroupLine, groupMembers, groupSummary, membersThatFit } from '../views/group.ts'
import { digestCause } from './cause.ts'
import { groupPrefix, listedIn } from './grouping.ts'
import type { Groups } from './groups.ts'
import { hashOfMessage } from './message-hash.ts'
import { stateOf, type ThreadSource, unfinishedOf } from './threads.ts'

export type GroupThreadParts = {
  groups: Groups
  fleet: WorkspaceFleet
  providers: readonly Provider[]
  channels: Channels
}

/** The threads of groups: a summary in the channel, and the members in its thread. */
export function groupThreads(parts: GroupThreadParts): ThreadSource {
  const { groups } = parts
  const isTold = (group: Group) => listedIn(group).length > 0
  return {
    owns: (id) => id.startsWith(groupPrefix),
    async read(id) {
      const group = groups.get(id)
      return group && isTold(group) ? read(group, parts) : undefined
    },
    inChannel: async (channel) =>
      groups
        .in(channel)
        .filter(isTold)
        .map(({ id }) => id),
    unfinished: async () =>
      groups
        .all()
        .filter(isTold)
        .flatMap((group) => unfinishedOf(read(group, parts))),
  }
}

function read(group: Group, parts: GroupThreadParts): ThreadState {
  const thread = threadOf(group, parts)
  return stateOf(thread, newsOf(group, thread, parts), parts.channels)
}

function newsOf(group: Group, thread: Thread, parts: GroupThreadParts): News {
  const { id, openedAt, cause, failure } = group
  const lines = group.members.map((member) => lineOf(member, parts))
  const retryable = lines.filter(({ canRetry }) => canRetry).length
  const about = cause === digestCause.key ? 'digest' : cause === 'stalled' ? 'stall' : 'end'
  const message = groupSummary({ id, about, lines, retryable, ...defined({ failure }) })
  const outbox = repliesOf(group, thread, parts)
  const nextSeq = openedAt + listedIn(group).length
  return { card: { message, hash: hashOfMessage(message) }, outbox, nextSeq }
}

/**
 * The messages that list the members, many in each. A message takes in what has come until its turn; its delivery key
 * tells from which member on. Members are numbered from the time when the group was opened.
 */
function repliesOf(group: Group, thread: Thread, parts: GroupThreadParts): OutboxEntry[] {
  const { id, channel, openedAt } = group
  const deliveredSeq = ownReceipt(thread, parts.channels.of(channel))?.deliveredSeq ?? openedAt - 1
  const told = deliveredSeq + 1 - openedAt
  const left = listedIn(group)
    .slice(told)
    .map((member) => lineOf(member, parts))
  return partsOf(left).map(({ start, lines }): OutboxEntry => {
    const first = told + start
    return {
      seq: openedAt + first + lines.length - 1,
      place: 'thread',
      lane: 'end',
      deliveryKey: `${id}#${first}`,
      message: groupMembers(lines),
      decidedAt: lines[0]?.at ?? openedAt,
    }
  })
}

/** Members in as few messages as have room for all of them. */
function partsOf(lines: readonly GroupLine[], start = 0): { start: number; lines: readonly GroupLine[] }[] {
  if (start >= lines.length) return []
  const count = membersThatFit(lines.slice(start))
  return [{ start, lines: lines.slice(start, start + count) }, ...partsOf(lines, start + count)]
}

function lineOf(member: Member, parts: GroupThreadParts): GroupLine & { canRetry: boolean } {
  const { watchId: _, seq: __, ...told } = member
  const migration = migrationOf(member, parts)
  return { ...told, canRetry: canRetry(migration, parts), ...(migration && { now: migration.state }) }
}

function migrationOf({ watchId }: Member, { fleet }: GroupThreadParts): Migration | undefined {
  const watch = fleet.watches.get(watchId)
  return watch && knownOf(fleet, watch)?.migration
}

function canRetry(migration: Migration | undefined, { providers }: GroupThreadParts): boolean {
  const provider = providers.find(({ name }) => name === migration?.provider)
  if (migration?.state !== 'failed' || provider === undefined) return false
  return possibleActions(migration, provider).includes('retry')
}

function threadOf({ id, channel, openedAt, members: [first] }: Group, { fleet }: GroupThreadParts): Thread {
  return {
    id,
    channel,
    createdBy: fleet.watches.get(first?.watchId ?? '')?.createdBy ?? '',
    createdAt: openedAt,
    purpose: `Ferry has news of several migrations for <#${channel}>`,
    stop: 'watches',
  }
}
