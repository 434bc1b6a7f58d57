import { readingNow } from '../client/session.ts'
import { oms } from '../oms.ts'
import { uuid } from '../requests/rules.ts'
import { maxSyncOffset } from '../requests/syncs.ts'
import { syncToMigration } from '../translate/syncs.ts'
import { type FilteredList, listOf, type Statuses, statesInOneList, toPage } from './lists.ts'
import type { KindReader } from './reader.ts'

type Status = 'SYNCHRONIZING' | 'STOPPED'
const statuses: Statuses<Status> = { running: ['SYNCHRONIZING'], paused: ['STOPPED'], unknown: null }

/** Synchronization tasks (5.3). */
export const syncReader: KindReader = {
  isId: (text) => uuid.safeParse(text).success,
  list: (state) => listOf(readPage, statuses, state),
  states: statesInOneList(statuses),
  lastOffset: maxSyncOffset,
  read: async (session, id, options) => {
    const reading = readingNow(session)
    const sync = await session.call(oms.ShowSyncTask, { id, query_time: reading.readAt }, options)
    return syncToMigration(sync, { ...reading, isListed: false })
  },
}

const readPage: FilteredList<Status> = async (session, { offset, ...filter }, options) => {
  const reachable = { ...filter, offset: Math.min(offset, maxSyncOffset) }
  const page = await session.call(oms.ListSyncTasks, reachable, options)
  return toPage(page, (sync, reading) => syncToMigration(sync, { ...reading, isListed: true }), session)
}
