import { readingNow } from '../client/session.ts'
import { oms } from '../oms.ts'
import { taskId } from '../requests/tasks.ts'
import { taskToMigration } from '../translate/tasks.ts'
import { type FilteredList, listOf, type Statuses, statesInOneList, toPage } from './lists.ts'
import type { KindReader } from './reader.ts'

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
  list: (state) => listOf(readPage, statuses, state),
  states: statesInOneList(statuses),
  read: async (session, id, options) =>
    taskToMigration(await session.call(oms.ShowTask, { id }, options), readingNow(session)),
}

const readPage: FilteredList<number> = async (session, filter, options) =>
  toPage(await session.call(oms.ListTasks, filter, options), taskToMigration, session)
