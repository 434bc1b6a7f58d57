import { type Channels, withoutBegun } from '../../send/channels.ts'
import { type NoticeTo, noticeId, noticePrefix, withPerson } from '../../send/private/private-notices.ts'
import { ownReceipt, type Thread, type ThreadState } from '../../send/thread/threads.ts'
import type { Channel, News, PrivateNotice } from '../../store/store.ts'
import { hashOfMessage, stateOf, type ThreadSource } from './threads.ts'

type NoticeParts = { channels: Channels }

type Waiting = { to: NoticeTo; thread: Thread; news: News }

/**
 * The threads of people who are told in private of trouble in a channel, or of what is said there: one for each person and
 * cause, until the person was told or the channel is in order.
 */
export function privateNotices({ channels }: NoticeParts): ThreadSource {
  const read = ({ thread, news }: Waiting): ThreadState => stateOf(thread, news, channels)
  const all = () => channels.all().flatMap(waitingIn)
  return {
    owns: (id) => id.startsWith(noticePrefix),
    // The record of the troubled channel says whom to tell. What the person was told before does not matter.
    needsNoRecord: true,
    async read(id) {
      const waiting = all().find(({ thread }) => thread.id === id)
      return waiting && read(waiting)
    },
    inChannel: async (channel) =>
      all().flatMap(({ thread, to }) => ([thread.channel, to.channel].includes(channel) ? [thread.id] : [])),
    async unfinished() {
      await settle(all(), channels)
      await tidy(channels)
      return all().map(({ thread, to }) => ({ id: thread.id, decidedAt: [to.at] }))
    },
  }
}

/** The people who have still to be told something in private because of a channel. */
function waitingIn({ channel, notices = {}, broken, held }: Channel): Waiting[] {
  return [
    ...Object.entries(notices).flatMap(([cause, notice]) => waitingFor(notice, { channel, cause })),
    ...waitingFor(broken?.notice, { channel, cause: 'broken' }),
    ...waitingFor(held?.notice, { channel, cause: 'held' }),
  ]
}

function waitingFor(notice: PrivateNotice | undefined, about: Pick<NoticeTo, 'channel' | 'cause'>): Waiting[] {
  if (notice === undefined) return []
  return Object.entries(notice.people).flatMap(([user, person]) => {
    if (person.state !== 'waiting') return []
    const to = { ...about, user, at: notice.at }
    return [{ to, thread: threadOf(to, person.channel ?? user), news: newsOf(notice) }]
  })
}

function threadOf(to: NoticeTo, channel: string): Thread {
  return {
    id: noticeId(to),
    channel,
    createdBy: to.user,
    createdAt: to.at,
    notice: to,
    purpose: `Ferry has to tell you about <#${to.channel}>`,
    stop: 'watches',
  }
}

function newsOf({ at, text, blocks = [] }: PrivateNotice): News {
  const message = { text, blocks }
  return { card: { message, hash: hashOfMessage(message) }, outbox: [], nextSeq: at }
}

/** Notes who was told, where a process has ended after Slack accepted the message and before it could note that. */
async function settle(waiting: readonly Waiting[], channels: Pick<Channels, 'of' | 'change'>): Promise<void> {
  for (const { to, thread } of waiting) {
    const { channel } = thread
    const ts = ownReceipt(thread, channels.of(channel))?.cardTs
    if (ts === undefined) continue
    await channels.change(to.channel, (before) => withPerson(before, to, () => ({ state: 'told', channel, ts })))
  }
}

/** Forgets what was sent or begun of notices that are gone, because their channels are in order. */
async function tidy(channels: Pick<Channels, 'all' | 'change' | 'forget'>): Promise<void> {
  const kept = new Set(channels.all().flatMap(noticesIn))
  const isGone = (key: string) => key.startsWith(noticePrefix) && !kept.has(key.split('#')[0] ?? key)
  await channels.forget(channels.all().flatMap(({ receipts }) => Object.keys(receipts).filter(isGone)))
  for (const { channel, begun } of channels.all()) {
    for (const key of Object.keys(begun).filter(isGone)) {
      await channels.change(channel, (before) => withoutBegun(before, key))
    }
  }
}

/** Ids of all notices of a channel, of people who were told too. */
function noticesIn({ channel, notices = {}, broken, held }: Channel): string[] {
  const ids = (cause: NoticeTo['cause'], notice?: PrivateNotice) =>
    Object.keys(notice?.people ?? {}).map((user) => noticeId({ channel, cause, user }))
  const others = Object.entries(notices).flatMap(([cause, notice]) => ids(cause, notice))
  return [...others, ...ids('broken', broken?.notice), ...ids('held', held?.notice)]
}
