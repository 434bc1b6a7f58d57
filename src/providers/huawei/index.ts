import type { Provider } from '../provider.ts'
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
  },
  // The document allows shorter ones, but every real one has 15 digits.
  isWholeId: (text) => /^\d{15}$/.test(text),
  accountFields,
  readCredentials,
  open: openHuawei,
}
