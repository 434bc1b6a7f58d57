import type { Provider } from '../provider.ts'
import { cdnAuthentications } from './cdn.ts'
import { label } from './client.ts'
import { openHuawei } from './connection.ts'
import { creations } from './creation/index.ts'
import { accountFields, identify, readCredentials } from './credentials.ts'
import { limitRules } from './limit-rules.ts'
import { syncRegions } from './regions.ts'
import { prioritizable } from './steering/priority.ts'

/** Huawei Cloud Object Storage Migration Service (OMS), API v2. */
export const huawei: Provider = {
  name: 'huawei',
  label,
  domains: ['myhuaweicloud.com', 'myhuaweicloud.eu'],
  kinds: {
    task: {
      noun: 'task',
      actions: {
        pause: ['running'],
        start: ['paused'],
        retry: ['failed'],
        'retry-failed': ['failed'],
        // 5.2.6 forbids deleting only for tasks in progress.
        delete: ['queued', 'paused', 'failed', 'succeeded'],
        // 5.2.7 allows limits before a task is completed.
        limit: ['queued', 'running', 'retrying', 'pausing', 'paused', 'failed'],
        prioritize: prioritizable,
      },
      // Huawei's best practices are to wait until the group has failed, and to repeat the group.
      leftToGroup: ['retry', 'retry-failed', 'delete'],
      limitRules,
      listsFailures: true,
      creation: creations.task,
    },
    // In the document, the "Paused" among the states that cannot be deleted means pausing.
    group: {
      noun: 'task group',
      hasTasks: true,
      isBriefInLists: true,
      actions: {
        pause: ['running'],
        start: ['paused'],
        retry: ['failed'],
        'retry-failed': ['failed'],
        delete: ['paused', 'failed', 'succeeded'],
        limit: ['queued', 'running', 'pausing', 'paused', 'failed'],
        // While a group creates tasks or runs, some of its tasks cannot be changed.
        prioritize: ['paused', 'failed'],
      },
      limitRules,
      listsFailures: true,
      creation: creations.group,
    },
    sync: {
      noun: 'synchronization task',
      isBriefInLists: true,
      // By 5.3.1 and OMS.0094, objects can be pushed only while the task is synchronizing.
      actions: { pause: ['running'], start: ['paused'], push: ['running'], delete: ['paused'] },
      limitedTo: { regions: syncRegions, butAnywhere: ['delete'] },
      hasStatistics: true,
      listsFailures: true,
      creation: creations.sync,
    },
  },
  lookups: ['facts', 'clouds', 'regions', 'buckets', 'bucket region', 'objects', 'prefix', 'cdn'],
  cloudsWithAppId: ['Tencent'],
  cdnAuthentications,
  hasPrivacyStatement: true,
  // The document allows shorter task ids, but every real one has 15 digits. Groups and syncs have UUIDs.
  isWholeId: (text) => /^(\d{15}|[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12})$/i.test(text),
  accountFields,
  readCredentials,
  identify,
  open: openHuawei,
}
