import type { Responder } from '../../access/owners.ts'
import { defined } from '../../defined.ts'
import { ackOf } from '../../fleet/acks.ts'
import { subscribedIn } from '../../fleet/sets.ts'
import { fleetsOf, knownOf, type WorkspaceFleet } from '../../fleet/workspace-fleet.ts'
import type { Migration } from '../../migrations/migration.ts'
import { isIncomplete } from '../../migrations/outcome.ts'
import type { Scope } from '../../migrations/set.ts'
import type { Provider } from '../../providers/provider.ts'
import type { Channels } from '../../send/channels.ts'
import { boardLinkOf } from '../../send/thread/board-links.ts'
import { ownReceipt, type Thread, type ThreadState } from '../../send/thread/threads.ts'
import type { Group, Lane, Member, News, OutboxEntry, Receipt, Watch } from '../../store/store.ts'
import { possibleActions } from '../../views/card/choices.ts'
import { withBoardLink } from '../../views/group/board.ts'
import { type GroupSummary, groupGrowth, groupSummary } from '../../views/group/group.ts'
import { groupMembers, membersThatFit } from '../../views/group/members.ts'
import { type GroupLine, groupPlaces } from '../../views/group/places.ts'
import { type Why, whyHere, withWhy } from '../../views/notice/why.ts'
import { everyResponder } from '../decide/calls.ts'
import { groupPrefix, listedIn, type Said, saidIn } from '../decide/grouping.ts'
import type { Groups } from '../decide/groups.ts'
import { digest, type EventTable, groupRowOf, isCallingCause, isMixed } from '../events.ts'
import { cardFrom, stateOf, type ThreadSource, unfinishedOf } from './threads.ts'

export type GroupThreadParts = {
  groups: Groups
  fleet: WorkspaceFleet
  providers: readonly Provider[]
  channels: Channels
  events: EventTable
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
  const { channel, openedAt, members } = group
  const said = saidIn(group)
  const { lane } = groupRowOf(group.cause, parts.events)
  const { deliveredSeq = openedAt - 1, deleted, cardTells } = ownReceipt(thread, parts.channels.of(channel)) ?? {}
  // A message that is edited later still calls the people whom it called when it was posted, and nobody else.
  const callsIn = cardTells ?? members.length
  const summary = { ...summaryOf(group, parts), responders: respondersOf(members.slice(0, callsIn)) }
  const told = deliveredSeq + 1 - openedAt
  return {
    card: {
      ...cardFrom(
        withBoardLink(
          withWhy(groupSummary(summary), whyOfGroup(group, parts)),
          boardLinkOf(parts.channels.of(channel)),
        ),
      ),
      tells: members.length,
    },
    outbox: partsOf(said.slice(told), told, { group, summary, callsIn }).map((part) =>
      entryOf({ ...part, lane }, group, deleted),
    ),
    nextSeq: openedAt + said.length,
  }
}

/** Why the channel is told: the set that it follows, if all of the group that it still follows are in one. */
function whyOfGroup({ channel, members }: Group, { fleet }: GroupThreadParts): Why {
  const [account, ...others] = new Set(members.map((member) => member.account))
  const place = { channel, ...(others.length === 0 && account !== undefined && { account }) }
  const watches = members.flatMap(({ watchId }) => fleet.watches.get(watchId) ?? [])
  const [set, ...otherSets] = new Set(watches.map((watch) => setOf(watch, fleet)))
  return whyHere({ ...place, ...(otherSets.length === 0 && defined({ set })) })
}

/** The set by which a channel follows a migration. Undefined if somebody asked for the migration itself. */
function setOf(watch: Watch, fleet: WorkspaceFleet): Scope | undefined {
  const known = watch.isOfSet && knownOf(fleet, watch)
  return known ? subscribedIn(watch.channel, known.migration, fleet)[0]?.of : undefined
}

function summaryOf({ id, cause, failure, standing, members }: Group, parts: GroupThreadParts): GroupSummary {
  return {
    id,
    title: groupRowOf(cause, parts.events).title,
    lines: members.map((member) => lineOf(member, parts)),
    ...(isMixed(cause) && { isMixed: true }),
    ...(cause === digest.key && { isDigest: true }),
    ...(isCallingCause(cause, parts.events) && { isTakeable: true }),
    ...defined({ failure, standing }),
  }
}

/** One message of the thread. `from` and `count`: which of the things that the thread says. */
type Part = Pick<OutboxEntry, 'place' | 'message' | 'decidedAt'> & { from: number; count: number }

/**
 * A list of members takes in what has come until its turn, so its delivery key tells from where on. Below a summary
 * that takes the place of a deleted one everything is said again, but the channel does not hear again what it has
 * heard.
 */
function entryOf(
  { from, count, ...said }: Part & { lane: Lane },
  { id, openedAt }: Group,
  deleted: Receipt['deleted'],
): OutboxEntry {
  const seq = openedAt + from + count - 1
  // What a group waits for, it waits for on purpose.
  const held = openedAt > said.decidedAt ? { dueAt: openedAt } : {}
  const entry = { seq, deliveryKey: `${id}#${from}`, ...held, ...said } as const
  if (deleted === undefined) return entry
  const place = seq <= deleted.seq ? 'thread' : said.place
  return { ...entry, place, deliveryKey: `${entry.deliveryKey} ${deleted.count}` }
}

/** `callsIn`: up to which member the summary calls people. Whom the others call, their messages say. */
type Telling = { group: Group; summary: GroupSummary; callsIn: number }

/** Whose turn it is about members that were not told alone, each once. */
function respondersOf(members: readonly Member[]): readonly Responder[] {
  return everyResponder(members.filter(({ isAlone }) => !isAlone))
}

/** The rest to be said, in as few messages as have room for it: lists of members, and how the group has grown. */
function partsOf(left: readonly Said[], from: number, telling: Telling): Part[] {
  const [next] = left
  if (next === undefined) return []
  const part = next.type === 'growth' ? growthPart(next.size, telling) : membersPart(left, telling)
  return [{ ...part, from }, ...partsOf(left.slice(part.count), from + part.count, telling)]
}

/** Tells the channel of the group as it was when it had grown to a size. */
function growthPart(size: number, { group, summary }: Telling): Omit<Part, 'from'> {
  const lines = summary.lines.slice(0, size)
  const decidedAt = lines.at(-1)?.at ?? 0
  const responders = group.passedResponders?.find((one) => one.size === size)?.responders ?? []
  return { place: 'broadcast', message: groupGrowth({ ...summary, lines, responders }), decidedAt, count: 1 }
}

function membersPart(left: readonly Said[], { group, summary, callsIn }: Telling): Omit<Part, 'from'> {
  const places = groupPlaces(summary)
  const end = left.findIndex(({ type }) => type === 'growth')
  const members = left.slice(0, end < 0 ? left.length : end)
  const indices = members.flatMap((said) => (said.type === 'member' ? said.index : []))
  const lines = indices.flatMap((index) => summary.lines[index] ?? [])
  const count = membersThatFit(lines, places)
  const calling = indices.slice(0, count).flatMap((index) => (index < callsIn ? [] : (group.members[index] ?? [])))
  const message = groupMembers(lines.slice(0, count), { ...defined({ places }), responders: respondersOf(calling) })
  return { place: 'thread', message, decidedAt: lines[0]?.at ?? 0, count }
}

function lineOf(member: Member, parts: GroupThreadParts): GroupLine {
  const { watchId: _, seq: __, responders: ___, ...told } = member
  const migration = migrationOf(member, parts)
  const holder = holderOf(member, parts)
  return { ...told, canRetry: canRetry(migration, parts), ...(migration && nowOf(migration)), ...defined({ holder }) }
}

/** Who takes care of a member. */
function holderOf({ watchId, at }: Member, { fleet }: GroupThreadParts): string | undefined {
  const watch = fleet.watches.get(watchId)
  const known = watch && knownOf(fleet, watch)
  return known && ackOf(fleet.acks, known.migration, at)?.holder
}

function nowOf(migration: Migration): Pick<GroupLine, 'now' | 'isIncompleteNow'> {
  return { now: migration.state, ...(isIncomplete(migration) && { isIncompleteNow: true }) }
}

/** The migration of a member. If its watch is over, only what was not migrated matters of it. */
function migrationOf({ watchId, account, migrationId }: Member, { fleet }: GroupThreadParts): Migration | undefined {
  const watch = fleet.watches.get(watchId)
  if (watch !== undefined) return knownOf(fleet, watch)?.migration
  const migrations = fleetsOf(fleet, account).flatMap(({ known }) => known.get(migrationId)?.migration ?? [])
  return migrations.find(isIncomplete)
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
    isSaidAgain: true,
  }
}
