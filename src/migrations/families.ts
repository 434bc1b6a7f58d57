import type { Migration } from './migration.ts'
import type { Place } from './spec/source-and-target.ts'

/** A migration with those that it consists of: the tasks of a group, or the runs of a synchronization task. */
export type Family = { head: Migration; members: readonly Migration[] }

/**
 * Whether a task belongs to a group, or is a run of a synchronization task. OMS names the group of a task. Of a run, it
 * only says that a synchronization task made it: the two have the same buckets.
 */
export function isMemberOf(task: Migration, head: Migration): boolean {
  if (task.account !== head.account || task.kind !== 'task') return false
  if (head.kind === 'group') return task.groupId === head.id
  const hasItsBuckets = isSameBucket(task.source, head.source) && isSameBucket(task.target, head.target)
  return head.kind === 'sync' && task.madeBy === 'sync' && hasItsBuckets
}

function isSameBucket(one: Place, other: Place): boolean {
  return one.bucket !== undefined && one.bucket === other.bucket
}

/**
 * Puts tasks under their heads. A task whose head is not among the given ones stands by itself. If two heads fit, the
 * first gets it.
 */
export function familiesOf(heads: readonly Migration[], tasks: readonly Migration[]): Family[] {
  const headOf = new Map(tasks.map((task) => [task, heads.find((head) => isMemberOf(task, head))]))
  const alone = tasks.filter((task) => headOf.get(task) === undefined)
  return [
    ...heads.map((head) => ({ head, members: tasks.filter((task) => headOf.get(task) === head) })),
    ...alone.map((head) => ({ head, members: [] })),
  ]
}
