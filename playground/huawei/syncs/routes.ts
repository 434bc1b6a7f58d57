import { type HuaweiRoute, reads, row, writes } from '../route.ts'
import { createSyncTask, deleteSyncTask, startSyncTask, stopSyncTask } from './changes.ts'
import { createSyncEvents } from './events.ts'
import { listSyncTaskStatistic, listSyncTasks, showSyncTask } from './reads.ts'

const syncs = '/v2/{project_id}/sync-tasks'
const sync = `${syncs}/{sync_task_id}`

export const syncRoutes: readonly HuaweiRoute[] = [
  row('CreateSyncEvents', ['POST', `${sync}/events`], writes(createSyncEvents)),
  row('ListSyncTasks', ['GET', syncs], reads(listSyncTasks)),
  row('CreateSyncTask', ['POST', syncs], writes(createSyncTask)),
  row('ShowSyncTask', ['GET', sync], reads(showSyncTask)),
  row('ListSyncTaskStatistic', ['GET', `${sync}/statistics`], reads(listSyncTaskStatistic)),
  row('DeleteSyncTask', ['DELETE', sync], writes(deleteSyncTask)),
  row('StopSyncTask', ['POST', `${sync}/stop`], writes(stopSyncTask)),
  row('StartSyncTask', ['POST', `${sync}/start`], writes(startSyncTask)),
]
