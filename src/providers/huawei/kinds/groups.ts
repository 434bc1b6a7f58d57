import { isAppError } from '../../../errors.ts'
import type { Migration } from '../../../migrations/migration.ts'
import type { CallOptions, StartOrder } from '../../provider.ts'
import { deleteGroup, listGroups, retryGroup, showGroup, startGroup, stopGroup } from '../api/groups.ts'
import { listTasks } from '../api/tasks.ts'
import { label, type OmsOptions } from '../client.ts'
import { uuid } from '../requests/nodes.ts'
import { readingNow, type Session } from '../session.ts'
import { failureOfTasks } from '../translate/failed-tasks.ts'
import { groupToMigration } from '../translate/groups.ts'
import { type OmsKind, pageSize } from './kind.ts'
import { type FilteredList, listsOf, readWholeOfEach, type Statuses, toPage } from './lists.ts'
import { refuseKeys, startKeys } from './start-keys.ts'

/** Task groups (5.4). */
export const groups: OmsKind = {
  isId: (text) => uuid.safeParse(text).success,
  lists: (state) => listsOf(readPage, statuses, state),
  readActive,
  read,
  stop: (session, id, options) => stopGroup(session.call, id, options),
  start,
  delete: (session, id, options) => deleteGroup(session.call, id, options),
}

const statuses: Statuses<number> = {
  queued: [0, 1],
  running: [2],
  paused: [3],
  failed: [4, 5],
  succeeded: [6],
  pausing: [7],
  deleting: [8, 9],
  unknown: null,
}
const moving = ['queued', 'running', 'pausing', 'deleting'] as const

const readPage: FilteredList<number> = async (session, filter, options) =>
  toPage(await listGroups(session.call, filter, options), groupToMigration, session)

/** One call where a page holds all groups, which is cheaper than one for each of six statuses; else those as well. */
async function readActive(session: Session, options: CallOptions): Promise<Migration[]> {
  const { items, rows, total } = await readPage(session, { offset: 0, limit: pageSize }, options)
  const isWhole = total === undefined ? rows < pageSize : rows >= total
  if (isWhole) return items.filter(({ state }) => moving.some((one) => one === state))
  const lists = moving.flatMap((state) => listsOf(readPage, statuses, state))
  return readWholeOfEach(lists, session, options)
}

/** A failed group often comes without a reason: then its failed tasks have it. */
async function read(session: Session, id: string, options: OmsOptions): Promise<Migration> {
  const group = groupToMigration(await showGroup(session.call, id, options), readingNow(session))
  if (group.state !== 'failed' || group.failure !== undefined) return group
  try {
    const failed = await listTasks(session.call, { group_id: id, status: 4, limit: pageSize }, options)
    const failure = failureOfTasks(failed)
    return failure === undefined ? group : { ...group, failure }
  } catch (error) {
    if (!isAppError(error)) throw error
    const problem = error.message
    session.environment.warn(`${label} did not list the failed tasks of a group`, { account: session.account, problem })
    return group
  }
}

/** Resuming and repeating are two operations here, so its state is asked for first. */
async function start(session: Session, order: StartOrder, options: OmsOptions): Promise<void> {
  const { src_security_token, dst_security_token, connection_string, ...keys } = startKeys(order)
  refuseKeys('a task group', {
    'session token': src_security_token ?? dst_security_token,
    'connection string': connection_string,
  })
  const now = groupToMigration(await showGroup(session.call, order.id, options), readingNow(session))
  const request = { id: order.id, ...keys }
  if (now.state !== 'failed') return startGroup(session.call, request, options)
  const migrate_failed_object = order.onlyFailedObjects ?? false
  await retryGroup(session.call, { ...request, migrate_failed_object }, options)
}
