import { type Logger, WebClient } from '@slack/web-api'
import type { UserGroup } from '../../access/people.ts'
import { steadyClock } from '../../async/clock.ts'
import { defined } from '../../defined.ts'
import { AppError, isAppError } from '../../errors/errors.ts'
import type { Log } from '../../log.ts'
import type { OutgoingMessage } from '../../store/store.ts'
import { isTimeZone } from '../../text/calendar.ts'
import { type FileOrder, sendFile } from '../answer/files.ts'
import { peopleNamed } from '../answer/names.ts'
import { type Calls, directChannel, once } from './calls.ts'
import { createFind, markOf } from './find.ts'
import { meteredFetch, type SlackCall } from './metered-fetch.ts'
import { createNewerBlocks } from './newer-blocks.ts'
import { createSlackTime } from './slack-time.ts'

const defaultTimeoutMs = 10_000
const silent = { warn: () => undefined }

export type WireParts = {
  slackApiUrl: string
  /** The bot token of a workspace. Throws slack_token_refused if it is known not to work. */
  tokenOf(workspace: string): Promise<string>
  /** Called when Slack refuses a call because of its token. */
  onTokenRefused?(workspace: string): void
  /** Logger of the client. Without one, web-api prints its warnings as plain text. */
  logger?: Logger
  log?: Log<'warn'>
  /** Called with the outcome of each call. */
  onCall?(call: SlackCall): void
  /** Longest wait for one answer, in milliseconds. */
  timeoutMs?: number
}

/**
 * The client for what Ferry sends by itself. It never repeats a call: web-api's own retries would post twice when an
 * answer is lost, and its queue would hold everything up after one 429.
 */
export function createWire(parts: WireParts) {
  const timeoutMs = parts.timeoutMs ?? defaultTimeoutMs
  const time = createSlackTime(steadyClock)
  const newer = createNewerBlocks({ clock: steadyClock, log: parts.log ?? silent })
  const fetchDated = time.heardBy(fetch)
  const client = new WebClient(undefined, {
    slackApiUrl: parts.slackApiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    fetch: parts.onCall === undefined ? fetchDated : meteredFetch(fetchDated, parts.onCall),
    ...defined({ logger: parts.logger }),
  })
  const { tokenOf, onTokenRefused } = parts
  const calls = { client, tokenOf, timeoutMs, ...(onTokenRefused && { onTokenRefused }) }
  return {
    now: time.now,
    post: (order: Post) =>
      newer.post(order.message, { ...order, send: (message) => post(calls, { ...order, message }) }),
    update: (order: Update) =>
      newer.post(order.message, { ...order, send: (message) => update(calls, { ...order, message }) }),
    find: createFind(calls),
    delete: (order: Place & { ts: string }) => deleteMessage(calls, order),
    permalink: (order: Place & { ts: string }) => permalink(calls, order),
    open: (order: { workspace: string; user: string }) => directChannel(calls, order),
    canPost: (place: Place) => canPost(calls, place),
    userInfo: (order: { workspace: string; user: string }) => userInfo(calls, order),
    membersOf: (order: { workspace: string; group: string }) => membersOf(calls, order),
    userGroups: (order: { workspace: string }) => userGroups(calls, order),
    peopleNamed: (order: { workspace: string; name: string }) => peopleNamed(calls, order),
    sendFile: (order: FileOrder) => sendFile(calls, order),
  }
}

export type SlackWire = ReturnType<typeof createWire>

type Place = { workspace: string; channel: string }
type Update = Place & { ts: string; message: OutgoingMessage }
type Post = Place & { message: OutgoingMessage; deliveryKey?: string; threadTs?: string; isBroadcast?: boolean }

async function post(
  calls: Calls,
  { workspace, channel, message, deliveryKey, threadTs, isBroadcast }: Post,
): Promise<string> {
  const thread = threadTs === undefined ? {} : { thread_ts: threadTs, reply_broadcast: isBroadcast ?? false }
  const marked = deliveryKey === undefined ? {} : { metadata: markOf(deliveryKey) }
  const answer = await once(calls, { workspace, method: 'chat.postMessage', isRepeatable: false }, (client, token) =>
    client.chat.postMessage({
      token,
      channel,
      ...content(message),
      ...thread,
      ...marked,
      unfurl_links: false,
      unfurl_media: false,
    }),
  )
  if (answer.ts === undefined) throw new AppError('slack_outcome_unknown', { method: 'chat.postMessage' })
  return answer.ts
}

async function update(calls: Calls, { workspace, channel, ts, message }: Update): Promise<void> {
  await once(calls, { workspace, method: 'chat.update', isRepeatable: true }, (client, token) =>
    client.chat.update({ token, channel, ts, ...content(message) }),
  )
}

async function deleteMessage(calls: Calls, { workspace, channel, ts }: Place & { ts: string }): Promise<void> {
  await once(calls, { workspace, method: 'chat.delete', isRepeatable: true }, (client, token) =>
    client.chat.delete({ token, channel, ts }),
  )
}

async function permalink(calls: Calls, { workspace, channel, ts }: Place & { ts: string }): Promise<string> {
  const method = 'chat.getPermalink'
  const answer = await once(calls, { workspace, method, isRepeatable: true }, (client, token) =>
    client.chat.getPermalink({ token, channel, message_ts: ts }),
  )
  if (answer.permalink === undefined) throw new AppError('slack_refused', { method, reason: 'no permalink' })
  return answer.permalink
}

async function canPost(calls: Calls, { workspace, channel }: Place): Promise<boolean> {
  try {
    const answer = await once(calls, { workspace, method: 'conversations.info', isRepeatable: true }, (client, token) =>
      client.conversations.info({ token, channel }),
    )
    if (answer.channel?.is_archived) throw new AppError('slack_refused', { method: 'to post', reason: 'is_archived' })
    return answer.channel?.is_member === true || answer.channel?.is_im === true
  } catch (error) {
    // Slack answers channel_not_found for a private channel that Ferry is not in.
    if (isAppError(error, 'slack_refused') && error.details.reason === 'channel_not_found') return false
    throw error
  }
}

async function userInfo(calls: Calls, { workspace, user }: { workspace: string; user: string }): Promise<Person> {
  const answer = await once(calls, { workspace, method: 'users.info', isRepeatable: true }, (client, token) =>
    client.users.info({ token, user }),
  )
  if (answer.user === undefined) throw new AppError('slack_refused', { method: 'users.info', reason: 'no user' })
  const { is_restricted, is_ultra_restricted, is_stranger, deleted, is_bot, tz } = answer.user
  return {
    isMember: isOf(workspace, answer.user) && is_stranger !== true && deleted !== true,
    isGuest: [is_restricted, is_ultra_restricted].includes(true),
    isApp: is_bot === true,
    ...(tz !== undefined && isTimeZone(tz) && { timeZone: tz }),
  }
}

export type Person = {
  /** Whether the person belongs to the workspace and their account is still active. */
  isMember: boolean
  isGuest: boolean
  /** Whether it is an app, not a person. */
  isApp: boolean
  /** IANA name of the time zone in their profile, if it has one that is known here. */
  timeZone?: string
}

/**
 * Whether a person belongs to a workspace. Slack marks as strangers only people who share no channel with it; others
 * are recognised by their team. In an organisation of several workspaces, a person may belong to any of theirs.
 */
function isOf(workspace: string, { team_id: team = workspace, enterprise_user: grid }: Named): boolean {
  return team === workspace || grid?.teams?.includes(workspace) === true
}

type Named = { team_id?: string; enterprise_user?: { teams?: string[] } }

async function membersOf(
  calls: Calls,
  { workspace, group }: { workspace: string; group: string },
): Promise<readonly string[]> {
  const method = 'usergroups.users.list'
  const answer = await once(calls, { workspace, method, isRepeatable: true }, (client, token) =>
    client.usergroups.users.list({ token, usergroup: group }),
  )
  return answer.users ?? []
}

/** The user groups of a workspace, without disabled ones. */
async function userGroups(calls: Calls, { workspace }: { workspace: string }): Promise<readonly UserGroup[]> {
  const answer = await once(calls, { workspace, method: 'usergroups.list', isRepeatable: true }, (client, token) =>
    client.usergroups.list({ token }),
  )
  return (answer.usergroups ?? []).flatMap(({ id, handle = '', name = handle }) =>
    id === undefined ? [] : [{ id, handle, name }],
  )
}

/**
 * A message's content for Slack. Empty blocks are sent, because they remove the old ones; leaving them out would keep
 * them.
 */
function content({ text, blocks }: OutgoingMessage) {
  return { text, blocks: [...blocks] }
}
