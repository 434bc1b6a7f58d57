import { z } from 'zod'
import { type Migration, states } from './migration.ts'
import { isIncomplete } from './outcome.ts'

/** A migration with those that it consists of: the tasks of a group, or the runs of a synchronization task. */
export type Family = { head: Migration; members: readonly Migration[] }

/** How many migrations are in a state. `isIncomplete`: their cloud calls them done, and did not migrate everything. */
export const countSchema = z.object({
  state: z.enum(states),
  isIncomplete: z.literal(true).exactOptional(),
  count: z.number(),
})
export type StateCount = z.infer<typeof countSchema>

/**
 * Whether a task belongs to a group, or is a run of a synchronization task. OMS names the group of a task. Of a run, it
 * only says that a synchronization task made it: the two have the same buckets.
 */
export function isMemberOf(task: Migration, head: Migration): boolean {
  return membershipOf(head) !== undefined && membershipIn(task) === membershipOf(head)
}

/**
 * Puts tasks under their heads. A task whose head is not among the given ones stands by itself. If two heads fit, the
 * first gets it.
 */
export function familiesOf(heads: readonly Migration[], tasks: readonly Migration[]): Family[] {
  const families = heads.map((head) => ({ head, members: none() }))
  const byMembership = new Map<string, (typeof families)[number]>()
  for (const family of families) {
    const membership = membershipOf(family.head)
    if (membership !== undefined && !byMembership.has(membership)) byMembership.set(membership, family)
  }
  if (byMembership.size === 0) return [...families, ...tasks.map(alone)]
  const others: Family[] = []
  for (const task of tasks) {
    const family = byMembership.get(membershipIn(task) ?? '')
    if (family === undefined) others.push(alone(task))
    else family.members.push(task)
  }
  return [...families, ...others]
}

function alone(head: Migration): Family {
  return { head, members: noMembers }
}

const noMembers: readonly Migration[] = []

function none(): Migration[] {
  return []
}

/** How many of these migrations are in each state. */
export function countStates(migrations: Iterable<Migration>): StateCount[] {
  const counts: Record<'done' | 'incomplete', Map<Migration['state'], number>> = {
    done: new Map(),
    incomplete: new Map(),
  }
  for (const migration of migrations) {
    const own = isIncomplete(migration) ? counts.incomplete : counts.done
    own.set(migration.state, (own.get(migration.state) ?? 0) + 1)
  }
  return [
    ...[...counts.done].map(([state, count]) => ({ state, count })),
    ...[...counts.incomplete].map(([state, count]) => ({ state, isIncomplete: true as const, count })),
  ]
}

/** The key that all members of a head share. Undefined if it can have none. */
function membershipOf({ kind, account, id, source, target }: Migration): string | undefined {
  if (kind === 'group') return `${account}\ngroup\n${id}`
  return kind === 'sync' ? bucketsOf(account, source.bucket, target.bucket) : undefined
}

/** The key that a task shares with its head. Undefined if it belongs to none. */
function membershipIn({ kind, account, groupId, madeBy, source, target }: Migration): string | undefined {
  if (kind !== 'task') return undefined
  if (groupId !== undefined) return `${account}\ngroup\n${groupId}`
  return madeBy === 'sync' ? bucketsOf(account, source.bucket, target.bucket) : undefined
}

function bucketsOf(account: string, source: string | undefined, target: string | undefined): string | undefined {
  return source === undefined || target === undefined ? undefined : `${account}\nsync\n${source}\n${target}`
}
