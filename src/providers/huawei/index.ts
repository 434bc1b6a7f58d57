import type { Provider } from '../provider.ts'
import { cdnAuthentications } from './cdn.ts'
import { label } from './client.ts'
import { openHuawei } from './connection.ts'
import { accountFields, readCredentials } from './credentials.ts'

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
        delete: ['paused', 'failed', 'succeeded'],
      },
    },
    // The document's "Paused" among the states that can't be deleted means pausing.
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
      },
    },
    sync: {
      noun: 'synchronization task',
      isBriefInLists: true,
      actions: { pause: ['running'], start: ['paused'], delete: ['paused'] },
      hasStatistics: true,
    },
  },
  lookups: ['facts', 'clouds', 'regions', 'buckets', 'bucket region', 'objects', 'prefix', 'cdn'],
  cloudsWithAppId: ['Tencent'],
  cdnAuthentications,
  hasPrivacyStatement: true,
  // The document allows shorter ids of tasks, but every real one has 15 digits. The others have UUIDs.
  isWholeId: (text) => /^(\d{15}|[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12})$/i.test(text),
  accountFields,
  readCredentials,
  open: openHuawei,
}
