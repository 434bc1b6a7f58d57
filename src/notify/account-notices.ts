import { defined } from '../defined.ts'
import type { WorkspaceFleet } from '../fleet/workspace-fleet.ts'
import type { Channels } from '../send/channels.ts'
import type { Thread } from '../send/threads.ts'
import type { Claim, News, OutboxEntry, Notice as StoredNotice, WorkspaceStore } from '../store/store.ts'
import { accountNote, accountNotice } from '../views/account-notice.ts'
import { hashOfMessage } from './message-hash.ts'
import { stateOf, type ThreadSource, unfinishedOf } from './threads.ts'

type Notice = { thread: Thread; news: News }

const prefix = 'account:'

function noticeId(account: string, channel: string): string {
  return `${prefix}${account}@${channel}`
}

/** The threads of notices about accounts. */
export function noticeThreads(fleet: Pick<WorkspaceFleet, 'health' | 'watches'>, channels: Channels): ThreadSource {
  const read = ({ thread, news }: Notice) => stateOf(thread, news, channels)
  return {
    owns: (id) => id.startsWith(prefix),
    async read(id) {
      const notice = noticesOf(fleet).find(({ thread }) => thread.id === id)
      return notice && read(notice)
    },
    inChannel: async (channel) =>
      noticesOf(fleet).flatMap(({ thread }) => (thread.channel === channel ? [thread.id] : [])),
    unfinished: async () => noticesOf(fleet).flatMap((notice) => unfinishedOf(read(notice))),
  }
}

/** The notices about accounts of a workspace, each in every channel with watches that Ferry cannot follow. */
export function noticesOf({ health, watches }: Pick<WorkspaceFleet, 'health' | 'watches'>): Notice[] {
  return [...health.values()].flatMap(({ account, notice }) => {
    if (notice === undefined) return []
    return Object.keys(notice.blind).map((channel) => {
      const affected = watches.of(account).find((watch) => watch.channel === channel)
      const thread = threadOf(account, channel, { createdAt: notice.createdAt, createdBy: affected?.createdBy ?? '' })
      return { thread, news: newsOf(thread, account, notice) }
    })
  })
}

/** A channel that Ferry can't post in keeps a notice for this long after the account answers again, in milliseconds. */
const keepHealedMs = 7 * 24 * 60 * 60_000

type Ending = {
  fleet: Pick<WorkspaceFleet, 'health' | 'watches'>
  channels: Pick<Channels, 'of' | 'forget'>
  store: Pick<WorkspaceStore, 'health' | 'commit'>
  fence: Claim
  now: number
}

/** Forgets the notice about an account that answers again, once every channel has been told. */
export async function endNotice(account: string, { fleet, channels, store, fence, now }: Ending): Promise<void> {
  const { trouble, notice } = fleet.health.get(account) ?? {}
  if (trouble !== undefined || notice?.healedAt === undefined) return
  const notices = noticesOf(fleet).filter(({ thread }) => isAbout(thread, account))
  const receiptOf = ({ id, channel }: Thread) => channels.of(channel).receipts[id]
  const isTold = notices.every(({ thread, news }) => receiptOf(thread)?.cardHash === news?.card?.hash)
  const isSaid = notices.every(({ thread, news }) => (receiptOf(thread)?.deliveredSeq ?? 0) >= lastSeqOf(news))
  if (!(isTold && isSaid) && now - notice.healedAt < keepHealedMs) return
  await store.commit([store.health.dropping(account)], fence)
  fleet.health.delete(account)
  await channels.forget(notices.map(({ thread }) => thread.id))
}

function isAbout({ id }: Thread, account: string): boolean {
  return id.startsWith(noticeId(account, ''))
}

function lastSeqOf(news: News | undefined): number {
  return news?.outbox.at(-1)?.seq ?? 0
}

function threadOf(account: string, channel: string, made: Pick<Thread, 'createdAt' | 'createdBy'>): Thread {
  return {
    ...made,
    id: noticeId(account, channel),
    channel,
    purpose: `Ferry has news about account \`${account}\` for <#${channel}>`,
    stop: 'watches',
  }
}

function newsOf({ id, channel, createdAt }: Thread, account: string, notice: StoredNotice): News {
  const { blind, trouble, healedAt, owner, events } = notice
  const shown = { account, trouble, blind: blind[channel] ?? 0, ...defined({ healedAt, owner }) }
  const message = accountNotice(shown)
  const outbox = events.map(({ seq, at, type, trouble: told }): OutboxEntry => {
    const said = accountNote(account, type, told)
    return {
      seq,
      place: 'broadcast',
      lane: 'stall',
      deliveryKey: `${id}#${createdAt}#${seq}`,
      message: said,
      decidedAt: at,
    }
  })
  const nextSeq = (events.at(-1)?.seq ?? createdAt) + 1
  return { card: { message, hash: hashOfMessage(message) }, outbox, nextSeq }
}
