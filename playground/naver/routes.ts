import type { Answer } from '../cloud/http.ts'
import type { Route } from '../cloud/routes.ts'
import { enterJob, enterTenant } from './access.ts'
import type { Call, Handler, JobCall } from './gateway.ts'
import { createJob, deleteJob, pauseJob, startJob, updateJob } from './job-changes.ts'
import { getJob, listJobs } from './job-reads.ts'

const list = '/migration-api/v1/policies'
const create = '/migration-api/v1/policy'
const one = `${create}/{title}`

/** All operations of Object Migration. */
export const routes: readonly Route<Handler>[] = [
  {
    operation: 'GetMigrationJobList',
    method: 'GET',
    path: list,
    handle: (call) => listJobs(enterTenant(call, 'read')),
  },
  {
    operation: 'CreateMigrationJob',
    method: 'POST',
    path: create,
    handle: (call) => createJob(enterTenant(call, 'write')),
  },
  { operation: 'GetMigrationJob', method: 'GET', path: one, handle: (call) => getJob(enterJob(call, 'read')) },
  { operation: 'UpdateMigrationJob', method: 'PUT', path: one, handle: writes(updateJob) },
  { operation: 'DeleteMigrationJob', method: 'DELETE', path: one, handle: writes(deleteJob) },
  { operation: 'StartMigrationJob', method: 'POST', path: `${one}/start`, handle: writes(startJob) },
  { operation: 'PauseMigrationJob', method: 'POST', path: `${one}/pause`, handle: writes(pauseJob) },
]

function writes(handle: (call: JobCall) => Answer): Handler {
  return (call: Call) => handle(enterJob(call, 'write'))
}
