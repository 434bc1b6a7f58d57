import type { State } from '../../../migrations/migration.ts'
import type { StartOrder } from '../../provider.ts'
import { deleteTask, listTasks, showTask, startTask, stopTask } from '../api/tasks.ts'
import type { OmsOptions } from '../client.ts'
import { isFieldRefused } from '../problems.ts'
import { taskId } from '../requests/tasks.ts'
import { readingNow, type Session } from '../session.ts'
import { taskToMigration } from '../translate/tasks.ts'
import type { List, OmsKind } from './kind.ts'
import { type FilteredList, listsOf, readWholeOfEach, type Statuses, toPage } from './lists.ts'
import { startKeys } from './start-keys.ts'

/** Migration tasks (5.2). */
export const tasks: OmsKind = {
  isId: (text) => taskId.safeParse(text).success,
  lists: (state) => listsOf(readPage, statuses, state),
  /**
   * Reads the active tasks, with three calls at once for the three active states that can be listed. Retrying tasks
   * cannot be listed, so a task that went from running to retrying is missing here, like one that has ended.
   */
  readActive: (session, options) =>
    readWholeOfEach(
      moving.flatMap((state) => listsOf(readPage, statuses, state)),
      session,
      options,
    ),
  read: async (session, id, options) => taskToMigration(await showTask(session.call, id, options), readingNow(session)),
  stop: (session, id, options) => stopTask(session.call, id, options),
  start,
  delete: (session, id, options) => deleteTask(session.call, id, options),
}

const statuses: Statuses<number> = {
  queued: [1],
  running: [2],
  paused: [3],
  failed: [4],
  succeeded: [5],
  pausing: [7],
  // Answers have this state as 6, but there is no filter for it.
  retrying: null,
  unknown: null,
}
const moving = ['queued', 'running', 'pausing'] as const

/** The lists that hold the tasks of one group. */
export function listsOfGroup(groupId: string, state?: State): List[] {
  const readPageOfGroup: FilteredList<number> = async (session, filter, options) =>
    toPage(await listTasks(session.call, { ...filter, group_id: groupId }, options), taskToMigration, session)
  return listsOf(readPageOfGroup, statuses, state)
}

/**
 * The lists that hold the tasks whose names contain a text, as it is typed. If there are none, the lists of all tasks.
 * Only Huawei's SDKs have this filter: an OMS that does not know it lists all tasks, or is asked for all.
 */
export function listsNamed(name: string, state?: State): List[] {
  const readPageOfName: FilteredList<number> = async (session, filter, options) => {
    try {
      const page = await listTasks(session.call, { ...filter, task_name: name }, options)
      if (page.total !== 0) return toPage(page, taskToMigration, session)
    } catch (error) {
      if (!isFieldRefused(error, 'task_name')) throw error
    }
    return readPage(session, filter, options)
  }
  return listsOf(readPageOfName, statuses, state)
}

const readPage: FilteredList<number> = async (session, filter, options) =>
  toPage(await listTasks(session.call, filter, options), taskToMigration, session)

async function start(session: Session, order: StartOrder, options: OmsOptions): Promise<void> {
  const request = { id: order.id, ...startKeys(order), migrate_failed_object: order.onlyFailedObjects ?? false }
  await startTask(session.call, request, options)
}
