import { groupToMigration } from '../../../src/providers/huawei/translate/groups.ts'
import {
  regionsOf,
  toBucketPage,
  toBucketRegion,
  toCdnCheck,
  toVersionFacts,
} from '../../../src/providers/huawei/translate/places.ts'
import { toStatistics } from '../../../src/providers/huawei/translate/statistics.ts'
import { syncToMigration } from '../../../src/providers/huawei/translate/syncs.ts'
import { taskToMigration } from '../../../src/providers/huawei/translate/tasks.ts'
import {
  wireBucketRegion,
  wireCdnCheck,
  wireObjectPage,
  wirePrefix,
} from '../../../src/providers/huawei/wire/buckets.ts'
import { wireGroup, wireGroupCreated, wireGroupPage } from '../../../src/providers/huawei/wire/groups.ts'
import { wireNames, wireRegions, wireVersion, wireVersions } from '../../../src/providers/huawei/wire/service.ts'
import { wireStatistics, wireSync, wireSyncCreated, wireSyncPage } from '../../../src/providers/huawei/wire/syncs.ts'
import { wireTask, wireTaskCreated, wireTaskPage } from '../../../src/providers/huawei/wire/tasks.ts'

/** How Ferry reads a response, and sample values with which each of its fields can matter. */
export type AnswerReader = { read(answer: unknown): unknown; samples: readonly Values[] }
/** Values by field name. A field whose value is undefined is left out. */
export type Values = Readonly<Record<string, unknown>>

const reading = { account: 'prod-hw', readAt: Date.UTC(2026, 10, 23) }

const task: Values = {
  ...{ id: 191_297_407_830_872, status: 4, migrate_since: 1_700_000_000, object_key: ['logs/'], protocol: 'http' },
  ...{ task_type: 'prefix', group_type: 'GROUP_TASK', obs_system: 'PFS', task_priority: 'HIGH', notify_result: false },
  ...{ authentication_type: 'ALIYUN_OSS_A', dst_storage_policy: 'IA', progress: 0.5, is_query_over: true },
  ...{ object_overwrite_mode: 'NO_OVERWRITE', consistency_check: 'crc64', cloud_type: 'AWS' },
}
/** Samples that together use every field: a list instead of names, a missing size, and a running task. */
const taskSamples: readonly Values[] = [
  task,
  { ...task, task_type: 'list' },
  { ...task, complete_size: undefined },
  { ...task, status: 2 },
]

const group: Values = { ...task, status: 5, task_type: 'PREFIX', group_id: 'd85ed5a8-61a1-492f-a146-2fd092dc37cf' }
const groupSamples: readonly Values[] = [
  group,
  { ...group, task_type: 'LIST' },
  { ...group, total_num: undefined, total_size: undefined, total_task_num: undefined, create_task_num: 1_000_000 },
  { ...group, total_task_num: 1_000_000 },
]

const sync: Values = {
  ...task,
  ...{ sync_task_id: '0d146099-8cf4-437d-9ff2-c4f5ec1b4bd3', src_cloud_type: 'AWS', status: 'SYNCHRONIZING' },
}

const version: Values = { id: 'v2', status: 'CURRENT', updated: '2020-04-01T12:00:00Z' }

/** The readers by operation, one for each operation with a response. */
export const answerReaders: Readonly<Record<string, AnswerReader>> = {
  ListTasks: {
    read: (answer) => mapRows(wireTaskPage.parse(answer), (row) => taskToMigration(row, reading)),
    samples: taskSamples,
  },
  ShowTask: { read: (answer) => taskToMigration(wireTask.parse(answer), reading), samples: taskSamples },
  CreateTask: { read: (answer) => wireTaskCreated.parse(answer).id, samples: [{ id: 191_297_407_830_872 }] },
  ListTaskGroup: {
    read: (answer) => mapRows(wireGroupPage.parse(answer), (row) => groupToMigration(row, reading)),
    samples: groupSamples,
  },
  ShowTaskGroup: { read: (answer) => groupToMigration(wireGroup.parse(answer), reading), samples: groupSamples },
  CreateTaskGroup: { read: (answer) => wireGroupCreated.parse(answer), samples: [group] },
  ListSyncTasks: {
    read: (answer) =>
      mapRows(wireSyncPage.parse(answer), (row) => syncToMigration(row, { ...reading, isListed: true })),
    samples: [sync],
  },
  ShowSyncTask: {
    read: (answer) => syncToMigration(wireSync.parse(answer), { ...reading, isListed: false }),
    samples: [sync],
  },
  CreateSyncTask: { read: (answer) => wireSyncCreated.parse(answer), samples: [sync] },
  ListSyncTaskStatistic: {
    read: (answer) => toStatistics([wireStatistics.parse(answer)], { from: 0, to: 7_200_000 }),
    samples: [{ statistic_time_type: 'ONE_HOUR', data_type: 'REQUEST', time_stamp: 3_600_000 }],
  },
  ShowBucketObjects: {
    read: (answer) => toBucketPage(wireObjectPage.parse(answer), { folder: '', after: '' }),
    samples: [{ next_page: true }],
  },
  ShowCdnInfo: {
    read: (answer) => toCdnCheck(wireCdnCheck.parse(answer)),
    samples: [
      { is_download_available: false, is_same_cloud_type: false, is_object_existing: false },
      { is_download_available: true, is_object_existing: true, is_etag_matching: false },
    ],
  },
  ShowBucketList: { read: (answer) => wireNames.parse(answer), samples: [{}] },
  ShowBucketRegion: { read: (answer) => toBucketRegion(wireBucketRegion.parse(answer)), samples: [{}] },
  CheckPrefix: { read: (answer) => wirePrefix.parse(answer), samples: [{ exist: true }] },
  ListApiVersions: {
    read: (answer) => toVersionFacts(wireVersions.parse(answer).rows, 'API version'),
    samples: [version],
  },
  ShowApiInfo: {
    read: (answer) => toVersionFacts([wireVersion.parse(answer)], 'API version in use'),
    samples: [version],
  },
  ShowCloudType: { read: (answer) => wireNames.parse(answer), samples: [{}] },
  ShowRegionInfo: {
    read: (answer) => regionsOf('AWS', wireRegions.parse(answer).rows),
    samples: [{ service_name: 'AWS' }],
  },
}

function mapRows<Row>(page: { rows: readonly Row[]; total: number | undefined }, map: (row: Row) => unknown) {
  return { rows: page.rows.map(map), total: page.total }
}
