import { z } from 'zod'
import { endpoint, endpointOfOne } from '../http/endpoint.ts'
import { readBucketProblem } from './problems.ts'
import { bucketListing, cdnQuery, objectListing, prefixCheck, regionQuery, urlListCheck } from './requests/buckets.ts'
import { newGroup, newSync, newTask } from './requests/creation.ts'
import { groupFilter, groupRetry, groupStart } from './requests/groups.ts'
import { uuid } from './requests/rules.ts'
import { syncEvent, syncFilter, syncMonth, syncStart, syncStatistics } from './requests/syncs.ts'
import { bandwidthChange, batchUpdate, taskFilter, taskId, taskStart } from './requests/tasks.ts'
import { wireBucketRegion, wireCdnCheck, wireObjectPage, wirePrefix } from './wire/buckets.ts'
import { wireGroup, wireGroupCreated, wireGroupPage } from './wire/groups.ts'
import { wireNothing } from './wire/parts.ts'
import { wireNames, wireRegions, wireVersion, wireVersions } from './wire/service.ts'
import { wireStatistics, wireSync, wireSyncCreated, wireSyncPage } from './wire/syncs.ts'
import { wireTask, wireTaskCreated, wireTaskPage } from './wire/tasks.ts'

/** Questions about buckets are POSTs because keys have no place in a URL. They change nothing. */
const question = { method: 'POST', isSafeToRepeat: true, readError: readBucketProblem } as const

/** Acts on one thing, which OMS answers with nothing. Tasks have ids of another form than the rest. */
const act = { id: uuid, answer: wireNothing }
const actOnTask = { id: taskId, answer: wireNothing }

const version = z.string().regex(/^v\d[\w.]{0,8}$/, 'A version looks like v2')
/** Whether clouds are listed to migrate from, or to. */
const direction = z.strictObject({ type: z.enum(['src', 'dst']) })

/** Every operation of OMS v2, by its name in Huawei's documents and SDKs. */
export const oms = {
  /* The API itself (5.1). Requests are signed like all others, though they belong to no project. */
  ListApiVersions: endpoint({ method: 'GET', path: '/', below: 'host', answer: wireVersions }),
  ShowApiInfo: endpointOfOne({ method: 'GET', path: '/{id}', below: 'host', id: version, answer: wireVersion }),

  /* Tasks (5.2). */
  ListTasks: endpoint({ method: 'GET', path: '/tasks', query: taskFilter, answer: wireTaskPage }),
  ShowTask: endpointOfOne({ method: 'GET', path: '/tasks/{id}', id: taskId, answer: wireTask }),
  /** Creates a task, which starts by itself. Repeated, it creates a second task. */
  CreateTask: endpoint({ method: 'POST', path: '/tasks', body: newTask.schema, answer: wireTaskCreated }),
  /** Stops a task. OMS answers before the task has paused. */
  StopTask: endpointOfOne({ ...actOnTask, method: 'POST', path: '/tasks/{id}/stop' }),
  /** Resumes a paused task or repeats a failed one. */
  StartTask: endpointOfOne({ ...actOnTask, method: 'POST', path: '/tasks/{id}/start', body: taskStart }),
  DeleteTask: endpointOfOne({ ...actOnTask, method: 'DELETE', path: '/tasks/{id}' }),
  /** Replaces the bandwidth rules of a task. An empty policy lifts all limits. */
  UpdateBandwidthPolicy: endpointOfOne({
    ...actOnTask,
    method: 'PUT',
    path: '/tasks/{id}/bandwidth-policy',
    body: bandwidthChange,
  }),
  /** Changes bandwidth rules and priority of several tasks, or of all tasks of a group. */
  BatchUpdateTasks: endpoint({ method: 'POST', path: '/tasks/batch-update', body: batchUpdate, answer: wireNothing }),

  /* Synchronization tasks (5.3). Events, statistics, stop and start exist in cn-north-4 and cn-east-3 only. */
  /** Has a synchronization task copy up to ten changed objects, by their names in the bucket. */
  CreateSyncEvents: endpointOfOne({ ...act, method: 'POST', path: '/sync-tasks/{id}/events', body: syncEvent }),
  ListSyncTasks: endpoint({ method: 'GET', path: '/sync-tasks', query: syncFilter, answer: wireSyncPage }),
  /** Creates a synchronization task. Repeated, it creates a second one. */
  CreateSyncTask: endpoint({ method: 'POST', path: '/sync-tasks', body: newSync.schema, answer: wireSyncCreated }),
  /** Shows a synchronization task with the figures of one month. */
  ShowSyncTask: endpointOfOne({
    method: 'GET',
    path: '/sync-tasks/{id}',
    id: uuid,
    query: syncMonth,
    answer: wireSync,
  }),
  /** Reads what a synchronization task did in a period. */
  ListSyncTaskStatistic: endpointOfOne({
    method: 'GET',
    path: '/sync-tasks/{id}/statistics',
    id: uuid,
    query: syncStatistics,
    answer: wireStatistics,
  }),
  /** Deletes a synchronization task. It must be stopped. */
  DeleteSyncTask: endpointOfOne({ ...act, method: 'DELETE', path: '/sync-tasks/{id}' }),
  StopSyncTask: endpointOfOne({ ...act, method: 'POST', path: '/sync-tasks/{id}/stop' }),
  StartSyncTask: endpointOfOne({ ...act, method: 'POST', path: '/sync-tasks/{id}/start', body: syncStart }),

  /* Task groups (5.4). */
  ListTaskGroup: endpoint({ method: 'GET', path: '/taskgroups', query: groupFilter, answer: wireGroupPage }),
  /** Creates a group, which creates its tasks and starts them by itself. Repeated, it creates a second group. */
  CreateTaskGroup: endpoint({ method: 'POST', path: '/taskgroups', body: newGroup.schema, answer: wireGroupCreated }),
  ShowTaskGroup: endpointOfOne({ method: 'GET', path: '/taskgroups/{id}', id: uuid, answer: wireGroup }),
  /** Deletes a group. OMS answers before the group is gone. */
  DeleteTaskGroup: endpointOfOne({ ...act, method: 'DELETE', path: '/taskgroups/{id}' }),
  /** Stops a group. OMS answers before the group has paused. It may end instead. */
  StopTaskGroup: endpointOfOne({ ...act, method: 'PUT', path: '/taskgroups/{id}/stop' }),
  /** Resumes a paused group. */
  StartTaskGroup: endpointOfOne({ ...act, method: 'PUT', path: '/taskgroups/{id}/start', body: groupStart }),
  /** Repeats a failed group. */
  RetryTaskGroup: endpointOfOne({ ...act, method: 'PUT', path: '/taskgroups/{id}/retry', body: groupRetry }),
  /** Replaces the bandwidth rules of a group. An empty policy lifts all limits. */
  UpdateTaskGroup: endpointOfOne({ ...act, method: 'PUT', path: '/taskgroups/{id}/update', body: bandwidthChange }),

  /* Buckets of any cloud (5.5). Keys that open nothing give provider_refused. */
  /** Lists what lies directly in a folder: objects, and further folders. */
  ShowBucketObjects: endpoint({
    ...question,
    path: '/objectstorage/buckets/objects',
    body: objectListing,
    answer: wireObjectPage,
  }),
  /** Tries to read objects through a content delivery network. */
  ShowCdnInfo: endpoint({ ...question, path: '/objectstorage/buckets/cdn-info', body: cdnQuery, answer: wireCdnCheck }),
  /** Lists the names of buckets. */
  ShowBucketList: endpoint({ ...question, path: '/objectstorage/buckets', body: bucketListing, answer: wireNames }),
  ShowBucketRegion: endpoint({
    ...question,
    path: '/objectstorage/buckets/regions',
    body: regionQuery,
    answer: wireBucketRegion,
  }),
  /** Whether any object's name begins with a prefix. */
  CheckPrefix: endpoint({ ...question, path: '/objectstorage/buckets/prefix', body: prefixCheck, answer: wirePrefix }),
  /** Checks a list of URLs. Refused if one of the files is not such a list. Only Huawei's SDKs have this operation. */
  CheckUrlSourceListFileFormat: endpoint({
    ...question,
    path: '/objectstorage/buckets/url-source-list-file',
    body: urlListCheck,
    answer: wireNothing,
  }),

  /* Clouds, regions and the privacy statement (5.6, 5.7). */
  /** Lists the clouds to migrate from or to. */
  ShowCloudType: endpoint({ method: 'GET', path: '/objectstorage/cloud-type', query: direction, answer: wireNames }),
  /** Lists the regions of every cloud at once. */
  ShowRegionInfo: endpoint({ method: 'GET', path: '/objectstorage/data-center', answer: wireRegions }),
  /** Accepts the privacy statement. Accepting twice has the same effect as once. Only Huawei's SDKs have this operation. */
  UpdatePrivacyAgreementRecord: endpoint({
    method: 'POST',
    path: '/privacy-agreements',
    isSafeToRepeat: true,
    answer: wireNothing,
  }),
}
