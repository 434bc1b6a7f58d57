import { defined } from '../../defined.ts'
import type { Failure } from '../../migrations/migration.ts'
import type { Channel, Event, Group, Member, Receipt } from '../../store/store.ts'
import { type Cause, digest, held } from '../events.ts'

/** An event of which a channel has to hear now. */
export type Due = { cause: Cause; event: Event; member: Omit<Member, 'isAlone'>; failure?: Failure }

/**
 * Decides which events are told alone and which together. The first failure is told alone, the next ones of the same
 * cause together; of other events, only a flood is told together. A migration that was restarted and ends again is told
 * anew. Returns new groups and those with new members. Pure.
 */
export function grouped(
  groups: readonly Group[],
  due: readonly Due[],
  { channel, now }: { channel: string; now: number },
): Group[] {
  const ids = new Set(groups.map(({ id }) => id))
  const open = (first: Due): Group => {
    const id = freeId(`${groupPrefix}${channel}#${now}`, ids)
    ids.add(id)
    const { cause, failure } = first
    return { id, channel, cause: cause.key, openedAt: now, members: [], ...defined({ failure }) }
  }
  return [...Map.groupBy(due, ({ cause }) => cause.key).values()].flatMap((those) => {
    const current = those[0] && groups.findLast((group) => isOpen(group, those[0]?.cause, now))
    const told = new Set(current?.members.map(({ watchId }) => watchId))
    const again = those.filter(({ member }) => told.has(member.watchId))
    const fresh = those.filter(({ member }) => !told.has(member.watchId))
    return [
      extended(current ?? (fresh[0] && open(fresh[0])), fresh),
      extended(again[0] && open(again[0]), again),
    ].flat()
  })
}

/** Whether events of this cause are still added to a group. */
export function isOpen({ cause, openedAt }: Group, wanted: Cause | undefined, now: number): boolean {
  return wanted !== undefined && cause === wanted.key && now - openedAt <= wanted.windowMs
}

/** Ids of groups have no slash, unlike those of watches. */
export const groupPrefix = 'group:'

function freeId(id: string, taken: ReadonlySet<string>, count = 1): string {
  const wanted = count === 1 ? id : `${id}.${count}`
  return taken.has(wanted) ? freeId(id, taken, count + 1) : wanted
}

function extended(group: Group | undefined, due: readonly Due[]): Group[] {
  if (group === undefined || due.length === 0) return []
  return [{ ...group, members: [...group.members, ...membersFrom(due, group)] }]
}

function membersFrom(due: readonly Due[], { members }: Group): Member[] {
  const sorted = due.toSorted((a, b) => a.member.at - b.member.at || a.member.seq - b.member.seq)
  const alone = aloneAmong(sorted, members)
  return sorted.map(({ member }, index) => (index < alone ? { ...member, isAlone: true } : member))
}

/** How many of the events are told alone. */
function aloneAmong([first, ...rest]: readonly Due[], members: readonly Member[]): number {
  if (first === undefined || members.some(({ isAlone }) => !isAlone)) return 0
  const { mostAlone } = first.cause
  // The first failure does not wait for others, however many there are.
  if (mostAlone === 1) return members.length === 0 ? 1 : 0
  return members.length + 1 + rest.length <= mostAlone ? 1 + rest.length : 0
}

/** Sizes at which a channel hears of a group in a new message, because nobody is notified of an edit. */
const tellingSizes = [10, 100]

/**
 * The groups that have changed. A group notes its size if it has reached 10 or 100 members since the last message that
 * notified people. One whose first message is still to come tells everything in that message. Pure.
 */
export function withGrowth(
  before: readonly Group[],
  changed: readonly Group[],
  { receipts }: Pick<Channel, 'receipts'>,
): Group[] {
  const sizes = new Map(before.map(({ id, members }) => [id, members.length]))
  const now = new Map([...before, ...changed].map((group) => [group.id, group]))
  const isChanged = new Set(changed.map(({ id }) => id))
  return [...now.values()].flatMap((group) => {
    const size = sizeToTell(group, receipts[group.id], sizes.get(group.id) ?? 0)
    if (size !== undefined) return [{ ...group, passed: [...(group.passed ?? []), size] }]
    return isChanged.has(group.id) ? [group] : []
  })
}

/**
 * The size of a group, if its channel has to hear of it. A receipt that an earlier version wrote does not say of how many
 * the first message told: of all that were there before, as far as anybody knows.
 */
function sizeToTell(
  { cause, members, passed = [] }: Group,
  receipt: Receipt | undefined,
  before: number,
): number | undefined {
  // Nobody waits for a digest, or for what was held back: it is told once.
  if (receipt?.cardTs === undefined || cause === digest.key || cause === held.key) return undefined
  const told = Math.max(receipt.cardTells ?? before, ...passed)
  return sizePassed(members.length, told) ? members.length : undefined
}

/** Whether so many are worth a new message after one that told of fewer. */
export function sizePassed(count: number, told: number): boolean {
  return tellingSizes.some((size) => told < size && size <= count)
}

/** The members that the group's thread lists. */
export function listedIn({ members }: Pick<Group, 'members'>): Member[] {
  return members.filter(({ isAlone }) => !isAlone)
}

/** One thing that the thread of a group says: a member, told by its index, or how many members the group has grown to. */
export type Said = { type: 'member'; index: number } | { type: 'growth'; size: number }

/**
 * Everything that the thread of a group says, in order. More is only added at the end: what has a number keeps it. Numbers
 * begin at the time when the group was opened.
 */
export function saidIn({ members, passed = [] }: Pick<Group, 'members' | 'passed'>): Said[] {
  const sizes = new Set(passed)
  return members.flatMap(({ isAlone }, index): Said[] => [
    ...(isAlone ? [] : [{ type: 'member' as const, index }]),
    ...(sizes.has(index + 1) ? [{ type: 'growth' as const, size: index + 1 }] : []),
  ])
}
