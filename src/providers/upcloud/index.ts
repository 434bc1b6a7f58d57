import { defineProvider } from '../define.ts'
import type { CallOptions, Target } from '../provider.ts'
import { objectStorage, pageSize } from './api.ts'
import { createBrowser } from './browser.ts'
import { label } from './client.ts'
import { creation } from './creation/creation.ts'
import { about, jobOf } from './creation/targets.ts'
import { accountFields, identify, isUuid, readCredentials } from './credentials.ts'
import { check, readListed, show } from './reading.ts'
import { openUpCloud, type Session } from './session.ts'

/** UpCloud Managed Object Storage, API 1.3: data migration jobs of one service. */
export const upcloud = defineProvider({
  name: 'upcloud',
  label,
  domains: ['upcloud.com'],
  // upcloud.com/docs, “Migrating to UpCloud's Managed Object Storage using the migration tool”.
  consoles: ['hub.upcloud.com'],
  kinds: {
    job: {
      noun: 'job',
      can: { cancel: { in: ['queued', 'running'], bind: cancel }, creation },
      reading: { pageSize, states: [], showCalls: 1 },
    },
  },
  lookups: ['facts', 'services', 'regions', 'buckets'],
  isWholeId: isUuid,
  accountFields,
  readCredentials,
  identify,
  open: openUpCloud,
  check,
  readPage: readListed,
  show,
  createBrowser,
})

function cancel(session: Session) {
  return async (target: Target, options: CallOptions) => {
    await session.call(objectStorage.CancelJob, jobOf(session, target), about(session, target, options))
  }
}
