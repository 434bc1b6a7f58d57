import type { Provider } from '../provider.ts'
import { label } from './client.ts'
import { openUpCloud } from './connection.ts'
import { creation } from './creation.ts'
import { accountFields, identify, isUuid, readCredentials } from './credentials.ts'

/** UpCloud Managed Object Storage, API 1.3: data migration jobs of one service. */
export const upcloud: Provider = {
  name: 'upcloud',
  label,
  domains: ['upcloud.com'],
  kinds: { job: { noun: 'job', actions: { cancel: ['queued', 'running'] }, creation } },
  lookups: ['facts', 'services', 'regions', 'buckets'],
  isWholeId: isUuid,
  accountFields,
  readCredentials,
  identify,
  open: openUpCloud,
}
