import type { Entry } from './entry.ts'
import { httpStatuses } from './http-statuses.ts'
import { huaweiAccounts } from './huawei/accounts.ts'
import { huaweiArchives } from './huawei/archives.ts'
import { huaweiBandwidth } from './huawei/bandwidth.ts'
import { huaweiBuckets } from './huawei/buckets.ts'
import { huaweiCalls } from './huawei/calls.ts'
import { huaweiEvaluations } from './huawei/evaluations.ts'
import { huaweiFaults } from './huawei/faults.ts'
import { huaweiGateway } from './huawei/gateway.ts'
import { huaweiGroups } from './huawei/groups.ts'
import { huaweiKeys } from './huawei/keys.ts'
import { huaweiLists } from './huawei/lists.ts'
import { huaweiLookups } from './huawei/lookups.ts'
import { huaweiNotifications } from './huawei/notifications.ts'
import { huaweiObjects } from './huawei/objects.ts'
import { huaweiQuotas } from './huawei/quotas.ts'
import { huaweiRecords } from './huawei/records.ts'
import { huaweiRequests } from './huawei/requests.ts'
import { huaweiRuns } from './huawei/runs.ts'
import { huaweiStates } from './huawei/states.ts'
import { huaweiSyncs } from './huawei/syncs.ts'
import { naver } from './naver.ts'
import { upcloud } from './upcloud.ts'

export type Subject = { cloud: Cloud; title: string; entries: readonly Entry[] }
export type Cloud = 'Huawei Cloud' | 'NAVER Cloud' | 'UpCloud' | 'Any cloud'

/**
 * The catalogue by subject. To add one, write its file and name its list here. Equally good search results keep this
 * order.
 */
export const subjects: readonly Subject[] = [
  { cloud: 'Huawei Cloud', title: 'During a run', entries: huaweiRuns },
  { cloud: 'Huawei Cloud', title: 'Bucket keys', entries: huaweiKeys },
  { cloud: 'Huawei Cloud', title: 'Buckets and objects', entries: huaweiBuckets },
  { cloud: 'Huawei Cloud', title: 'Archived objects', entries: huaweiArchives },
  { cloud: 'Huawei Cloud', title: 'Lists of objects and URLs', entries: huaweiLists },
  { cloud: 'Huawei Cloud', title: 'Records of moved and failed objects', entries: huaweiRecords },
  { cloud: 'Huawei Cloud', title: 'Reasons in lists of failed objects', entries: huaweiObjects },
  { cloud: 'Huawei Cloud', title: 'The account', entries: huaweiAccounts },
  { cloud: 'Huawei Cloud', title: 'Quotas', entries: huaweiQuotas },
  { cloud: 'Huawei Cloud', title: 'Values in a request', entries: huaweiRequests },
  { cloud: 'Huawei Cloud', title: 'Buckets and ids in a request', entries: huaweiLookups },
  { cloud: 'Huawei Cloud', title: 'Bandwidth limits', entries: huaweiBandwidth },
  { cloud: 'Huawei Cloud', title: 'States of a migration', entries: huaweiStates },
  { cloud: 'Huawei Cloud', title: 'Task groups', entries: huaweiGroups },
  { cloud: 'Huawei Cloud', title: 'Synchronization tasks', entries: huaweiSyncs },
  { cloud: 'Huawei Cloud', title: 'Evaluations', entries: huaweiEvaluations },
  { cloud: 'Huawei Cloud', title: 'Notifications', entries: huaweiNotifications },
  { cloud: 'Huawei Cloud', title: 'Service faults', entries: huaweiFaults },
  { cloud: 'Huawei Cloud', title: 'Request format', entries: huaweiCalls },
  { cloud: 'Huawei Cloud', title: 'The gateway', entries: huaweiGateway },
  { cloud: 'NAVER Cloud', title: 'Object Migration', entries: naver },
  { cloud: 'UpCloud', title: 'Managed Object Storage', entries: upcloud },
  { cloud: 'Any cloud', title: 'HTTP statuses without a code', entries: httpStatuses },
]
