import { defineProvider } from '../define.ts'
import { label } from './client.ts'
import { creation, editing } from './creation/creation.ts'
import { newTitle } from './creation/requests.ts'
import { accountFields, identify, readCredentials } from './credentials.ts'
import { edit, pause, remove, start } from './operations.ts'
import { check, readListed, show } from './reading.ts'
import { openNaver, pageSize } from './session.ts'

/** NAVER Cloud Platform Object Migration, API v1. */
export const naver = defineProvider({
  name: 'naver',
  label,
  domains: ['apigw.ntruss.com'],
  // No page of NAVER's was found that names a host of its console. Titles, which NAVER has as ids, stand in no link.
  consoles: [],
  kinds: {
    policy: {
      noun: 'policy',
      hasTitleAsId: true,
      // Not documented: which states allow what, and whether a failed policy can be started again.
      can: {
        pause: { in: ['running'], bind: pause },
        start: { in: ['queued', 'paused'], bind: start },
        retry: { in: ['failed'], bind: start },
        // Editing would pull the ground from under a running policy, and its effect on the record of a finished one is
        // not known.
        edit: { in: ['queued', 'paused', 'failed'], inputs: editing, bind: edit },
        delete: { in: ['queued', 'paused', 'failed', 'succeeded'], bind: remove },
        creation,
      },
      reading: { pageSize, states: [], showCalls: 1 },
    },
  },
  isWholeId,
  accountFields,
  readCredentials,
  identify,
  identifyingKey: 'accessKey',
  open: openNaver,
  check,
  readPage: readListed,
  show,
})

/**
 * Whether a text has the form of a title. Almost any word has. The ids of other clouds, which are numbers and UUIDs,
 * are found through the list.
 */
function isWholeId(text: string): boolean {
  return newTitle.safeParse(text).success && !/^(\d+|[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12})$/i.test(text)
}
