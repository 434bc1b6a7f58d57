import { type Channels, withoutBegun } from '../../send/channels.ts'
import { type NoticeTo, noticeId, noticePrefix, withPerson } from '../../send/private/private-notices.ts'
import { ownReceipt, type Thread, type ThreadState } from '../../send/thread/threads.ts'
import type { Channel, News, Patience, PrivateNotice } from '../../store/store.ts'
import { callDueAt, isDue } from '../decide/patience.ts'
import { hashOfMessage, stateOf, type ThreadSource, unfinishedOf } from './threads.ts'

type NoticeParts = {
  channels: Channels
  /** When channels and people may be disturbed. */
  patience: ReadonlyMap<string, Patience>
  now(): number
}

type Shown = { to: NoticeTo; thread: Thread; news: News; isTold: boolean }

/**
 * The threads of people who are told in private of trouble in a channel, or of what is said there: one for each person and
 * cause, until the person was told or the channel is in order. What is kept up to date stays one after that.
 */
export function privateNotices(parts: NoticeParts): ThreadSource {
  const { channels } = parts
  const read = ({ thread, news }: Shown): ThreadState => stateOf(thread, news, channels)
  const all = () => channels.all().flatMap((record) => shownIn(record, parts))
  return {
    owns: (id) => id.startsWith(noticePrefix),
    // The record of the troubled channel says whom to tell. What the person was told before does not matter.
    needsNoRecord: true,
    async read(id) {
      const shown = all().find(({ thread }) => thread.id === id)
      return shown && read(shown)
    },
    inChannel: async (channel) =>
      all().flatMap(({ thread, to }) => ([thread.channel, to.channel].includes(channel) ? [thread.id] : [])),
    async unfinished() {
      await settle(all(), channels)
      await tidy(channels)
      return all().flatMap((shown) =>
        shown.isTold && unfinishedOf(read(shown)).length === 0
          ? []
          : [{ id: shown.thread.id, decidedAt: [shown.to.at] }],
      )
    },
  }
}

/** The people who are told something in private because of a channel: who wait for it, or see it kept up to date. */
function shownIn({ channel, notices = {}, broken, held }: Channel, parts: NoticeParts): Shown[] {
  return [
    ...Object.entries(notices).flatMap(([cause, notice]) =>
      shownTo(notice, { channel, cause }).filter(({ isTold, to }) => isTold || mayTell(to, notice, parts)),
    ),
    ...shownTo(broken?.notice, { channel, cause: 'broken' }),
    ...shownTo(held?.notice, { channel, cause: 'held' }),
  ]
}

/** Whether a person may be called now: their own quiet hours and mutes hold it back. */
function mayTell({ user }: NoticeTo, { at, about }: PrivateNotice, { patience, now }: NoticeParts): boolean {
  return isDue(callDueAt(patience.get(user), { at, about }), { at, now: now() })
}

function shownTo(notice: PrivateNotice | undefined, about: Pick<NoticeTo, 'channel' | 'cause'>): Shown[] {
  if (notice === undefined) return []
  return Object.entries(notice.people).flatMap(([user, person]) => {
    if (person.state === 'unreachable' || (person.state === 'told' && notice.isKept === undefined)) return []
    const to = { ...about, user, at: notice.at }
    const isTold = person.state === 'told'
    return [{ to, thread: threadOf(to, person.channel ?? user), news: newsOf(notice), isTold }]
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
async function settle(shown: readonly Shown[], channels: Pick<Channels, 'of' | 'change'>): Promise<void> {
  for (const { to, thread, isTold } of shown) {
    if (isTold) continue
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
