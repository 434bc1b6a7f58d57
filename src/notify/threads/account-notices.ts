import { defined } from '../../defined.ts'
import type { WorkspaceFleet } from '../../fleet/workspace-fleet.ts'
import type { Channels } from '../../send/channels.ts'
import type { Thread } from '../../send/thread/threads.ts'
import type { Claim, News, OutboxEntry, Notice as StoredNotice, WorkspaceStore } from '../../store/store.ts'
import { accountNote, accountNotice } from '../../views/notice/account-notice.ts'
import { whyHere, withWhy } from '../../views/notice/why.ts'
import { calmFor, isDue } from '../decide/patience.ts'
import { type AccountHearer, routeAccount, subscriptionOf } from '../decide/route.ts'
import { cardFrom, stateOf, type ThreadSource, unfinishedOf } from './threads.ts'

type Notice = { thread: Thread; news: News }

const prefix = 'account:'

function noticeId(account: string, channel: string): string {
  return `${prefix}${account}@${channel}`
}

type NoticeParts = {
  fleet: Pick<WorkspaceFleet, 'health' | 'watches' | 'subscriptions' | 'patience'>
  channels: Channels
  now(): number
}

/** The threads of notices about accounts. */
export function noticeThreads({ fleet, channels, now }: NoticeParts): ThreadSource {
  const read = ({ thread, news }: Notice) => stateOf(thread, news, channels)
  const all = () => noticesOf(fleet, now())
  return {
    owns: (id) => id.startsWith(prefix),
    async read(id) {
      const notice = all().find(({ thread }) => thread.id === id)
      return notice && read(notice)
    },
    inChannel: async (channel) => all().flatMap(({ thread }) => (thread.channel === channel ? [thread.id] : [])),
    unfinished: async () => all().flatMap((notice) => unfinishedOf(read(notice))),
  }
}

/** The notices about accounts of a workspace, each in every channel with watches that Ferry cannot follow. */
export function noticesOf(fleet: NoticeParts['fleet'], now: number): Notice[] {
  const { health, watches, patience } = fleet
  return [...health.values()].flatMap(({ account, notice }) => {
    if (notice === undefined) return []
    return Object.keys(notice.blind).map((channel) => {
      const affected = watches.of(account).filter((watch) => watch.channel === channel)
      const thread = threadOf(account, channel, {
        createdAt: notice.createdAt,
        createdBy: affected[0]?.createdBy ?? subscriberIn(channel, fleet),
      })
      return {
        thread,
        news: newsOf(thread, notice, {
          account,
          subscriptions:
            affected.length > 0
              ? affected.map((watch) => subscriptionOf(watch, patience))
              : [calmFor(patience.get(channel) ?? {}, { account })],
          now,
        }),
      }
    })
  })
}

/** Who follows a set in a channel. */
function subscriberIn(channel: string, { subscriptions }: Pick<NoticeParts['fleet'], 'subscriptions'>): string {
  return [...subscriptions.values()].find((one) => one.channel === channel)?.createdBy ?? ''
}

/** A channel that Ferry can't post in keeps a notice for this long after the account answers again, in milliseconds. */
const keepHealedMs = 7 * 24 * 60 * 60_000

type Ending = {
  fleet: NoticeParts['fleet']
  channels: Pick<Channels, 'of' | 'forget'>
  store: Pick<WorkspaceStore, 'health' | 'commit'>
  fence: Claim
  now: number
}

/** Forgets the notice about an account that answers again, once every channel has been told. */
export async function endNotice(account: string, { fleet, channels, store, fence, now }: Ending): Promise<void> {
  const { trouble, notice } = fleet.health.get(account) ?? {}
  if (trouble !== undefined || notice?.healedAt === undefined) return
  const notices = noticesOf(fleet, now).filter(({ thread }) => isAbout(thread, account))
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

type Telling = { account: string; subscriptions: readonly AccountHearer[]; now: number }

/** The news of an account for a channel. Nothing while the channel may not be disturbed. */
function newsOf({ id, channel, createdAt }: Thread, notice: StoredNotice, telling: Telling): News {
  const { account, subscriptions, now } = telling
  const { blind, trouble, healedAt, owner, events } = notice
  // One channel calls the owners, so that they are called once.
  const called = Object.keys(blind)[0] === channel ? notice.called : undefined
  const isTold = (at: number) => isDue(routeAccount(at, subscriptions).dueAt, { at, now })
  const notified = accountNotice({
    account,
    trouble,
    blind: blind[channel] ?? 0,
    ...defined({ healedAt, owner, called }),
  })
  // What is over needs no muting.
  const message = healedAt === undefined ? withWhy(notified, { mute: whyHere({ channel, account }).mute }) : notified
  const outbox = events
    .filter(({ at }) => isTold(at))
    .map(({ seq, at, type, trouble: told }): OutboxEntry => {
      const { lane, place, dueAt } = routeAccount(at, subscriptions)
      const held = dueAt > at ? { dueAt } : {}
      const deliveryKey = `${id}#${createdAt}#${seq}`
      return { seq, place, lane, deliveryKey, message: accountNote(account, type, told), decidedAt: at, ...held }
    })
  const nextSeq = (events.at(-1)?.seq ?? createdAt) + 1
  return { ...(isTold(createdAt) && { card: cardFrom(message) }), outbox, nextSeq }
}
