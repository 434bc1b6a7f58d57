import { ownersOfAccount } from '../../access/owners.ts'
import type { Subject } from '../../access/roles.ts'
import { ackOf, lateSince, needsSince } from '../../fleet/acks.ts'
import { knownOf, type WorkspaceFleet } from '../../fleet/workspace-fleet.ts'
import { isEnded } from '../../migrations/migration.ts'
import type { Group, Member } from '../../store/store.ts'
import { type EventTable, isCallingCause } from '../events.ts'
import type { ResponderParts } from './responders.ts'

type Escalating = Pick<ResponderParts, 'store' | 'reachable' | 'admins'> & {
  fleet: WorkspaceFleet
  events: EventTable
}

/** The groups about which others are called now, because nobody has taken care of a member for as long as the channel says. */
export async function escalated(
  groups: readonly Group[],
  { channel, now }: { channel: string; now: number },
  parts: Escalating,
): Promise<Group[]> {
  const { escalation } = parts.fleet.patience.get(channel) ?? {}
  if (escalation === undefined) return []
  const due = groups.filter((group) => {
    const since = untakenSince(group, parts)
    return group.escalated === undefined && since !== undefined && now - since >= escalation.afterMs
  })
  return Promise.all(due.map((group) => escalate(group, now, parts)))
}

/** Since when a member of a group has needed somebody, and nobody has taken care of it. */
function untakenSince(group: Group, { fleet, events }: Escalating): number | undefined {
  if (!isCallingCause(group.cause, events)) return undefined
  const untaken = group.members.filter((member) => isUntaken(member, fleet))
  return untaken.length === 0 ? undefined : Math.min(...untaken.map(({ at }) => at))
}

function isUntaken({ watchId, at, state }: Member, fleet: WorkspaceFleet): boolean {
  const watch = fleet.watches.get(watchId)
  const known = watch && knownOf(fleet, watch)
  if (known === undefined || needsSince(known) === undefined) return false
  // What was restarted since is another matter, even if it has failed again.
  const isSame = isEnded(state) ? known.movedAt <= at : known.stalledAt !== undefined || lateSince(known) !== undefined
  return isSame && ackOf(fleet.acks, known.migration, at) === undefined
}

async function escalate(group: Group, now: number, parts: Escalating): Promise<Group> {
  const since = untakenSince(group, parts) ?? now
  return { ...group, escalated: { at: now, since, to: await calledInstead(group, parts) } }
}

/** The people who are called: the account's owners, or else the admins. Not those who were called before. */
async function calledInstead(
  { members }: Group,
  { store, reachable, admins }: Escalating,
): Promise<readonly Subject[]> {
  const before = new Set(
    members.flatMap(({ responders = [] }) => responders.flatMap(({ id, called }) => (called ? id : []))),
  )
  const { items } = await store.owners.list()
  const accounts = [...new Set(members.map(({ account }) => account))]
  const owners = accounts.flatMap((account) => ownersOfAccount(items, account)?.subjects ?? [])
  const own = await reachable(owners.filter(({ id }) => !before.has(id)))
  if (own.length > 0) return own
  const people = (await admins()).map((id): Subject => ({ type: 'user', id }))
  const others = await reachable(people.filter(({ id }) => !before.has(id)))
  return others.length > 0 ? others : reachable(people)
}
