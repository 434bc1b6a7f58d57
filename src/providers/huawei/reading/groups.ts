import { defined } from '../../../defined.ts'
import { isAppError } from '../../../errors/errors.ts'
import type { Migration } from '../../../migrations/migration.ts'
import type { EndpointOptions } from '../../http/endpoint.ts'
import { label } from '../client/client.ts'
import { readingNow, type Session } from '../client/session.ts'
import { oms } from '../oms.ts'
import { uuid } from '../requests/rules.ts'
import { type ListedTasks, withTasks } from '../translate/group-tasks.ts'
import { groupToMigration } from '../translate/groups.ts'
import { type FilteredList, listOf, type Statuses, statesInOneList, toPage } from './lists.ts'
import { type KindReader, pageSize } from './reader.ts'

const statuses: Statuses<number> = {
  queued: [0],
  running: [1, 2],
  paused: [3],
  failed: [4, 5],
  succeeded: [6],
  pausing: [7],
  deleting: [8, 9],
  unknown: null,
}

/** Task groups (5.4). */
export const groupReader: KindReader = {
  isId: (text) => uuid.safeParse(text).success,
  list: (state) => listOf(readPage, statuses, state),
  states: statesInOneList(statuses),
  read,
}

const readPage: FilteredList<number> = async (session, filter, options) =>
  toPage(await session.call(oms.ListTaskGroup, filter, options), groupToMigration, session)

/**
 * Reads a group with its tasks: two calls, or three if a page does not hold all tasks. Lists of groups spare these
 * calls. So the card of a running group shows the group's own counters or no tasks, rather than old counts or one more
 * call per group and tick. A group that has ended is read by this function and shows its tasks again.
 */
async function read(session: Session, id: string, options: EndpointOptions): Promise<Migration> {
  const group = groupToMigration(await session.call(oms.ShowTaskGroup, { id }, options), readingNow(session))
  try {
    return withTasks(group, await listTasksOf(session, id, options))
  } catch (error) {
    if (!isAppError(error)) throw error
    const problem = error.message
    session.environment.warn(`${label} did not list the tasks of a group`, { account: session.account, problem })
    return group
  }
}

/** Lists the tasks of a group. If there are too many, asks for the failed ones: people look for those. */
async function listTasksOf({ call }: Session, id: string, options: EndpointOptions): Promise<ListedTasks> {
  const all = await call(oms.ListTasks, { group_id: id, limit: pageSize }, options)
  const rows = all.rows.length + all.unreadable.length
  const isWhole = all.total === undefined ? rows < pageSize : rows >= all.total
  if (isWhole) return { all }
  const failed = await call(oms.ListTasks, { group_id: id, status: 4, limit: pageSize }, options)
  return defined({ failed, total: all.total })
}
