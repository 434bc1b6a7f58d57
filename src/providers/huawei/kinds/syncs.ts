import { AppError } from '../../../errors.ts'
import type { StartOrder } from '../../provider.ts'
import { deleteSync, listSyncs, showSync, startSync, stopSync } from '../api/syncs.ts'
import type { OmsOptions } from '../client.ts'
import { uuid } from '../requests/nodes.ts'
import { maxSyncOffset } from '../requests/syncs.ts'
import { readingNow, type Session } from '../session.ts'
import { syncToMigration } from '../translate/syncs.ts'
import type { OmsKind } from './kind.ts'
import { type FilteredList, listsOf, readWholeOfEach, type Statuses, toPage } from './lists.ts'
import { refuseKeys, startKeys } from './start-keys.ts'
import { readStatistics } from './sync-statistics.ts'

/** Synchronization tasks (5.3). */
export const syncs: OmsKind = {
  isId: (text) => uuid.safeParse(text).success,
  lists: (state) => listsOf(readPage, statuses, state),
  readActive: (session, options) => readWholeOfEach(listsOf(readPage, statuses, 'running'), session, options),
  read: async (session, id, options) => {
    const reading = readingNow(session)
    return syncToMigration(await showSync(session.call, { id, at: reading.readAt }, options), reading)
  },
  stop: (session, id, options) => stopSync(session.call, id, options),
  start,
  delete: (session, id, options) => deleteSync(session.call, id, options),
  readStatistics,
}

type Status = 'SYNCHRONIZING' | 'STOPPED'
const statuses: Statuses<Status> = { running: ['SYNCHRONIZING'], paused: ['STOPPED'], unknown: null }

const readPage: FilteredList<Status> = async (session, { offset, ...filter }, options) => {
  const reachable = { ...filter, offset: Math.min(offset, maxSyncOffset) }
  return toPage(await listSyncs(session.call, reachable, options), syncToMigration, session)
}

async function start(session: Session, order: StartOrder, options: OmsOptions): Promise<void> {
  const { src_ak, src_sk, dst_ak, dst_sk, source_cdn_authentication_key: cdnKey, ...others } = startKeys(order)
  refuseKeys('a synchronization task', {
    'session token': others.src_security_token ?? others.dst_security_token,
    'JSON key file': others.json_auth_file,
    'connection string': others.connection_string,
  })
  if (!src_ak || !src_sk) {
    throw new AppError('form_invalid', { problem: 'a start needs the key pair of the source bucket' })
  }
  const request = { id: order.id, src_ak, src_sk, dst_ak, dst_sk }
  const cdn = cdnKey === undefined ? {} : { source_cdn_authentication_key: cdnKey }
  await startSync(session.call, { ...request, ...cdn }, options)
}
