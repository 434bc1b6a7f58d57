import { bucketRoutes } from './buckets/routes.ts'
import { groupRoutes } from './groups/routes.ts'
import { createToken, listProjects } from './iam.ts'
import { updatePrivacyAgreementRecord } from './privacy.ts'
import { type HuaweiRoute, reads, row, writes } from './route.ts'
import { syncRoutes } from './syncs/routes.ts'
import { batchUpdateTasks, deleteTask, stopTask, updateBandwidthPolicy } from './task-changes.ts'
import { listTasks, showTask } from './task-reads.ts'
import { createTask, startTask } from './task-starts.ts'
import { listApiVersions, showApiInfo } from './versions.ts'

const tasks = '/v2/{project_id}/tasks'
const task = `${tasks}/{task_id}`

/** All simulated operations: two of IAM, and OMS v2 completely. */
export const routes: readonly HuaweiRoute[] = [
  row('KeystoneCreateUserTokenByPassword', ['POST', '/v3/auth/tokens'], createToken),
  row('KeystoneListProjects', ['GET', '/v3/projects'], listProjects),
  row('ListApiVersions', ['GET', '/'], listApiVersions),
  row('ShowApiInfo', ['GET', '/{version}'], showApiInfo),
  row('ListTasks', ['GET', tasks], reads(listTasks)),
  row('ShowTask', ['GET', task], reads(showTask)),
  row('CreateTask', ['POST', tasks], writes(createTask)),
  row('StopTask', ['POST', `${task}/stop`], writes(stopTask)),
  row('StartTask', ['POST', `${task}/start`], writes(startTask)),
  row('DeleteTask', ['DELETE', task], writes(deleteTask)),
  row('UpdateBandwidthPolicy', ['PUT', `${task}/bandwidth-policy`], writes(updateBandwidthPolicy)),
  row('BatchUpdateTasks', ['POST', `${tasks}/batch-update`], writes(batchUpdateTasks)),
  ...syncRoutes,
  ...groupRoutes,
  ...bucketRoutes,
  row(
    'UpdatePrivacyAgreementRecord',
    ['POST', '/v2/{project_id}/privacy-agreements'],
    writes(updatePrivacyAgreementRecord),
  ),
]
