import { defined } from '../../../defined.ts'
import { AppError } from '../../../errors/errors.ts'
import type { StartOrder } from '../../provider.ts'
import { oms } from '../oms.ts'
import { groupReader } from '../reading/groups.ts'
import { syncReader } from '../reading/syncs.ts'
import { taskReader } from '../reading/tasks.ts'
import { onOne } from '../targets.ts'
import { refuseKeys, startKeys } from './start-keys.ts'

/** Resumes a paused task or repeats a failed one: OMS has one operation for all of it (5.2.5). */
export const startTasks = (migrate_failed_object: boolean) =>
  onOne(taskReader, (session, order: StartOrder, options) =>
    session.call(oms.StartTask, { id: order.id, ...startKeys(order), migrate_failed_object }, options),
  )

/** Resumes a paused group (5.4.6). */
export const startGroups = onOne(groupReader, (session, order: StartOrder, options) =>
  session.call(oms.StartTaskGroup, groupStart(order), options),
)

/** Repeats a failed group (5.4.7). */
export const retryGroups = (migrate_failed_object: boolean) =>
  onOne(groupReader, (session, order: StartOrder, options) =>
    session.call(oms.RetryTaskGroup, { ...groupStart(order), migrate_failed_object }, options),
  )

function groupStart(order: StartOrder) {
  const { src_security_token, dst_security_token, ...keys } = startKeys(order)
  refuseKeys('a task group', { 'session token': src_security_token ?? dst_security_token })
  return { id: order.id, ...keys }
}

/** Starts a stopped synchronization task (5.3.8). */
export const startSyncs = onOne(syncReader, async (session, order: StartOrder, options) => {
  const { src_ak, src_sk, dst_ak, dst_sk, source_cdn_authentication_key: cdnKey, ...others } = startKeys(order)
  refuseKeys('a synchronization task', {
    'session token': others.src_security_token ?? others.dst_security_token,
    'JSON key file': others.json_auth_file,
    'connection string': others.connection_string,
  })
  if (!src_ak || !src_sk) {
    throw new AppError('form_invalid', { problem: 'a start needs the key pair of the source bucket' })
  }
  const keys = { src_ak, src_sk, dst_ak, dst_sk, source_cdn_authentication_key: cdnKey }
  await session.call(oms.StartSyncTask, { id: order.id, ...defined(keys) }, options)
})
