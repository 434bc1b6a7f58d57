import { defined } from '../../../defined.ts'
import { type GroupTask, type GroupTasks, type Migration, worstFirst } from '../../../migrations/migration.ts'
import type { WireTaskPage } from '../wire/tasks.ts'
import { failureOfTasks } from './failed-tasks.ts'
import { taskToMigration } from './tasks.ts'

/** The tasks of a group: all of them or, if there are too many, only the failed ones and the total. */
export type ListedTasks = { all: WireTaskPage } | { failed: WireTaskPage; total?: number }

/**
 * Adds to a group what its tasks tell: how they stand and, if the group does not say so itself, why it failed. Pure.
 */
export function withTasks(group: Migration, listed: ListedTasks): Migration {
  const failed = 'failed' in listed ? listed.failed : failedOf(listed.all)
  const failure = group.state === 'failed' ? (group.failure ?? failureOfTasks(failed)) : group.failure
  const tasks = tasksOf(listed, group)
  return defined({ ...group, failure, tasks })
}

/** The total number of tasks, if it is more than were counted. Otherwise undefined, because it adds nothing. */
export function totalBeyond(counts: GroupTasks['counts'], total = 0): number | undefined {
  const counted = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return total > counted ? total : undefined
}

function failedOf(page: WireTaskPage): WireTaskPage {
  const failed = page.rows.filter(({ status }) => status === 4)
  return { ...page, rows: failed, total: failed.length }
}

/**
 * The tasks of a group, counted by state. If there are too many to list, the group's own counters say more than the
 * failed tasks, if it has counters.
 */
function tasksOf(listed: ListedTasks, group: Migration): GroupTasks {
  const { rows, unreadable, total } = 'failed' in listed ? listed.failed : listed.all
  const tasks = rows.map((task) => taskToMigration(task, group))
  if ('all' in listed) {
    const counts = countsOf(tasks)
    return defined({ counts, total: totalBeyond(counts, rows.length + unreadable.length), worst: worstOf(tasks) })
  }
  const counts = defined({ failed: total })
  const known = group.tasks ?? defined({ counts, total: totalBeyond(counts, listed.total) })
  return { ...known, worst: worstOf(tasks) }
}

function countsOf(tasks: readonly Migration[]): GroupTasks['counts'] {
  return Object.fromEntries([...Map.groupBy(tasks, ({ state }) => state)].map(([state, { length }]) => [state, length]))
}

const mostWorst = 5

function worstOf(tasks: readonly Migration[]): GroupTask[] {
  return tasks
    .filter(({ state }) => state !== 'succeeded')
    .toSorted((a, b) => worstFirst.indexOf(a.state) - worstFirst.indexOf(b.state))
    .slice(0, mostWorst)
    .map(({ id, name, state, failure }) => defined({ id, name, state, failure }))
}
