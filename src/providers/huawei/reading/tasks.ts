import type { State } from '../../../migrations/migration.ts'
import { readingNow } from '../client/session.ts'
import { oms } from '../oms.ts'
import { isFieldRefused } from '../problems.ts'
import { taskId } from '../requests/tasks.ts'
import { taskToMigration } from '../translate/tasks.ts'
import { type FilteredList, listsOf, readWholeOfEach, type Statuses, statesInOneList, toPage } from './lists.ts'
import type { KindReader, List } from './reader.ts'

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

/** Migration tasks (5.2). */
export const taskReader: KindReader = {
  isId: (text) => taskId.safeParse(text).success,
  lists: (state) => listsOf(readPage, statuses, state),
  states: statesInOneList(statuses),
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
  read: async (session, id, options) =>
    taskToMigration(await session.call(oms.ShowTask, { id }, options), readingNow(session)),
}

const moving = ['queued', 'running', 'pausing'] as const

/** The lists that hold the tasks of one group. */
export function listsOfGroup(groupId: string, state?: State): List[] {
  const readPageOfGroup: FilteredList<number> = async (session, filter, options) =>
    toPage(await session.call(oms.ListTasks, { ...filter, group_id: groupId }, options), taskToMigration, session)
  return listsOf(readPageOfGroup, statuses, state)
}

/**
 * The lists that hold the tasks whose names contain a text, as it is typed. If there are none, the lists of all tasks.
 * Only Huawei's SDKs have this filter: an OMS that does not know it lists all tasks, or is asked for all.
 */
export function listsNamed(name: string, state?: State): List[] {
  const readPageOfName: FilteredList<number> = async (session, filter, options) => {
    try {
      const page = await session.call(oms.ListTasks, { ...filter, task_name: name }, options)
      if (page.total !== 0) return toPage(page, taskToMigration, session)
    } catch (error) {
      if (!isFieldRefused(error, 'task_name')) throw error
    }
    return readPage(session, filter, options)
  }
  return listsOf(readPageOfName, statuses, state)
}

const readPage: FilteredList<number> = async (session, filter, options) =>
  toPage(await session.call(oms.ListTasks, filter, options), taskToMigration, session)
