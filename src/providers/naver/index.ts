import type { Provider } from '../provider.ts'
import { label } from './client.ts'
import { openNaver } from './connection.ts'
import { creation, editing } from './creation.ts'
import { accountFields, identify, readCredentials } from './credentials.ts'
import { newTitle } from './requests.ts'

/** NAVER Cloud Platform Object Migration, API v1. */
export const naver: Provider = {
  name: 'naver',
  label,
  domains: ['apigw.ntruss.com'],
  kinds: {
    policy: {
      noun: 'policy',
      // Which states allow what is not documented; whether a failed policy can be started again is neither.
      actions: {
        pause: ['running'],
        start: ['queued', 'paused'],
        retry: ['failed'],
        // One that runs would be pulled from under itself, and what becomes of a finished one's record is not known.
        edit: ['queued', 'paused', 'failed'],
        delete: ['queued', 'paused', 'failed', 'succeeded'],
      },
      creation,
      editing,
    },
  },
  isWholeId,
  accountFields,
  readCredentials,
  identify,
  open: openNaver,
}

/** Almost any word is a title; the ids of other clouds, numbers and UUIDs, are found through the list. */
function isWholeId(text: string): boolean {
  return newTitle.safeParse(text).success && !/^(\d+|[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12})$/i.test(text)
}
