import { type HuaweiRoute, reads, row, writes } from '../route.ts'
import { deleteTaskGroup, stopTaskGroup, updateTaskGroup } from './changes.ts'
import { createTaskGroup } from './creation.ts'
import { listTaskGroups, showTaskGroup } from './reads.ts'
import { retryTaskGroup, startTaskGroup } from './restarts.ts'

const groups = '/v2/{project_id}/taskgroups'
const group = `${groups}/{group_id}`

export const groupRoutes: readonly HuaweiRoute[] = [
  row('ListTaskGroup', ['GET', groups], reads(listTaskGroups)),
  row('CreateTaskGroup', ['POST', groups], writes(createTaskGroup)),
  row('ShowTaskGroup', ['GET', group], reads(showTaskGroup)),
  row('DeleteTaskGroup', ['DELETE', group], writes(deleteTaskGroup)),
  row('StopTaskGroup', ['PUT', `${group}/stop`], writes(stopTaskGroup)),
  row('StartTaskGroup', ['PUT', `${group}/start`], writes(startTaskGroup)),
  row('RetryTaskGroup', ['PUT', `${group}/retry`], writes(retryTaskGroup)),
  row('UpdateTaskGroup', ['PUT', `${group}/update`], writes(updateTaskGroup)),
]
