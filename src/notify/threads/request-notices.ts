import type { Subject } from '../../access/roles.ts'
import type { MigrationRequest } from '../../approvals/request.ts'
import type { Channels } from '../../send/channels.ts'
import {
  changedNotice,
  endedNotice,
  newNotice,
  threadsOfNotices,
  withNotice,
  withoutNotices,
} from '../../send/private/private-notices.ts'
import type { Listing, PrivateNotice, RequestRecord } from '../../store/store.ts'
import { approverCard } from '../../views/request/card.ts'
import { isOfRequest, noticeKey } from '../decide/private-calls.ts'
import { hashOfMessage } from './threads.ts'

/** Brings up to date what approvers are told of requests in private. */
export type RequestNotices = {
  /** Writes down who is told of a request, and what they see of it now. Returns the ids of the threads that show it. */
  keep(record: RequestRecord): Promise<string[]>
  /** Does so for all requests, and forgets those that are gone. */
  keepAll(all: Listing<RequestRecord>): Promise<string[]>
}

type Parts = {
  channels: Channels
  /** Slack user ids of the people who can approve a request and are told of it in private. */
  approversToTell(request: MigrationRequest): Promise<readonly string[]>
}

export function createRequestNotices({ channels, approversToTell }: Parts): RequestNotices {
  /** For whom people were looked up, by request: Slack is asked again only if others can approve. */
  const asked = new Map<string, string>()

  async function newPeople(request: MigrationRequest): Promise<readonly string[]> {
    const subjects = request.status.type === 'waiting' ? (request.able?.subjects ?? []) : []
    const key = idsOf(subjects)
    if (asked.get(request.id) === key) return []
    const found = subjects.length === 0 ? [] : await approversToTell(request)
    if (found.length > 0) asked.set(request.id, key)
    return found
  }

  async function keep({ request, posting: { channel } }: RequestRecord): Promise<string[]> {
    const key = noticeKey('request', request.id)
    if (channels.isUnreadable(channel)) return []
    const users = await newPeople(request)
    const before = channels.of(channel)
    await channels.change(channel, (record) => {
      const notice = record.notices?.[key]
      const after = requestNoticeAfter(notice, request, { channel, users })
      return after === undefined || after === notice ? record : withNotice(record, key, after)
    })
    const notice = channels.of(channel).notices?.[key]
    return notice === undefined || notice === before.notices?.[key] ? [] : threadsOfNotices(channel, { [key]: notice })
  }

  return {
    keep,
    async keepAll({ items, unreadable }) {
      const changed = []
      for (const record of items) changed.push(...(await keep(record)))
      const ids = [...items.map(({ request }) => request.id), ...unreadable]
      const kept = new Set(ids.map((id) => noticeKey('request', id)))
      // What was said in private of requests that are gone is forgotten.
      const isGone = (key: string) => isOfRequest(key) && !kept.has(key)
      for (const { channel } of channels.all()) await channels.change(channel, (one) => withoutNotices(one, isGone))
      return changed
    },
  }
}

type Now = { channel: string; users: readonly string[] }

/** The notice as it is now. The same one if nothing has changed, none if nobody is told. */
function requestNoticeAfter(
  before: PrivateNotice | undefined,
  request: MigrationRequest,
  { channel, users }: Now,
): PrivateNotice | undefined {
  if (before === undefined && users.length === 0) return undefined
  const message = approverCard(request, channel)
  if (before === undefined) {
    const about = { account: request.spec.account }
    return newNotice(message, users, { at: request.requestedAt, about, isKept: true })
  }
  const isSame = hashOfMessage(message) === hashOfMessage({ text: before.text, blocks: before.blocks ?? [] })
  const isNews = users.some((user) => before.people[user] === undefined)
  const isEnding = request.status.type !== 'waiting' && Object.values(before.people).some(isWaiting)
  if (isSame && !isNews && !isEnding) return before
  const changed = changedNotice(before, message, users)
  return request.status.type === 'waiting' ? changed : endedNotice(changed)
}

function isWaiting({ state }: PrivateNotice['people'][string]): boolean {
  return state === 'waiting'
}

function idsOf(subjects: readonly Subject[]): string {
  return subjects.map(({ id }) => id).join(' ')
}
