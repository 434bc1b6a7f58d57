import { z } from 'zod'
import {
  bucketListing,
  cdnQuery,
  objectListing,
  prefixCheck,
  regionQuery,
  urlListCheck,
} from '../../../src/providers/huawei/requests/buckets.ts'
import { groupCreation, groupFilter, groupRetry, groupStart } from '../../../src/providers/huawei/requests/groups.ts'
import { end } from '../../../src/providers/huawei/requests/service.ts'
import {
  eventSize,
  objectNames,
  syncCreation,
  syncFilter,
  syncStart,
  syncStatistics,
} from '../../../src/providers/huawei/requests/syncs.ts'
import {
  bandwidthChange,
  batchUpdate,
  taskCreation,
  taskFilter,
  taskStart,
} from '../../../src/providers/huawei/requests/tasks.ts'

/** What Ferry checks query and body of each operation with before it sends them; no row for what takes neither. */
export const requestSchemas: Readonly<Record<string, z.ZodType>> = {
  ListTasks: taskFilter,
  CreateTask: taskCreation,
  StartTask: taskStart,
  UpdateBandwidthPolicy: bandwidthChange,
  BatchUpdateTasks: batchUpdate,
  CreateSyncEvents: z.strictObject({ object_keys: objectNames.max(eventSize) }),
  ListSyncTasks: syncFilter,
  CreateSyncTask: syncCreation,
  ShowSyncTask: z.strictObject({ query_time: z.int() }),
  ListSyncTaskStatistic: syncStatistics,
  StartSyncTask: syncStart,
  ListTaskGroup: groupFilter,
  CreateTaskGroup: groupCreation,
  StartTaskGroup: groupStart,
  RetryTaskGroup: groupRetry,
  UpdateTaskGroup: bandwidthChange,
  ShowBucketObjects: objectListing,
  ShowCdnInfo: cdnQuery,
  ShowBucketList: bucketListing,
  ShowBucketRegion: regionQuery,
  CheckPrefix: prefixCheck,
  CheckUrlSourceListFileFormat: urlListCheck,
  ShowCloudType: z.strictObject({ type: end }),
}
