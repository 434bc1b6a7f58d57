import { defined } from '../../defined.ts'
import type { Channels } from '../../send/channels.ts'
import { newNotice } from '../../send/private/private-notices.ts'
import type { Group, Member, OutgoingMessage, PrivateNotice } from '../../store/store.ts'
import { groupGrowth } from '../../views/group/group.ts'
import { escalationMessage } from '../../views/notice/escalation.ts'
import { muteForOneself, withWhy } from '../../views/notice/why.ts'
import { groupRowOf } from '../events.ts'
import { eventsOf, messagesOf } from '../threads/news.ts'
import { type WatchSources, watchedOf } from '../threads/watched.ts'
import type { Groups } from './groups.ts'
import { withoutDecided } from './held-calls.ts'
import { accountOf, noticeKey, privateNoticesFor, threadsOfNotices, withoutOldNotices } from './private-calls.ts'
import type { ResponderParts } from './responders.ts'

type Noticing = WatchSources & Pick<ResponderParts, 'peopleOf'> & { groups: Groups; channels: Channels; now(): number }

/** How long a notice is kept, in milliseconds: longer than any group, so that it is written once. */
const keepNoticesMs = 15 * 24 * 60 * 60_000

/**
 * Writes down what people are told in private because of a channel's groups: those whom messages call so, and those who are
 * called because nobody takes care of something. In the same write, it forgets what is over. Returns the ids of the threads
 * in which they are told.
 */
export async function writeNotices(channel: string, parts: Noticing): Promise<string[]> {
  const { groups, channels, now, peopleOf } = parts
  const record = channels.of(channel)
  const telling = {
    toldOf: (member: Member) => toldOf(member, parts),
    toldOfSize: (group: Group, size: number) =>
      withWhy(
        groupGrowth(summaryAt(group, size, parts), { isAlone: true }),
        muteForOneself(accountOf(group).about?.account),
      ),
  }
  const called = await privateNoticesFor(groups.in(channel), record, { telling, peopleOf })
  const notices = { ...called, ...(await escalationNotices(groups.in(channel), record.notices, parts)) }
  await channels.change(channel, (before) => {
    const isNews = Object.keys(notices).length > 0
    const after = isNews ? { ...before, notices: { ...notices, ...before.notices } } : before
    return withoutDecided(withoutOldNotices(after, { now: now(), keepMs: keepNoticesMs }), parts)
  })
  return threadsOfNotices(channel, notices)
}

/** Key of the notice to the people who are called because nobody takes care of a group's members. */
export function escalationKey({ id }: Pick<Group, 'id'>): string {
  return noticeKey('escalation', id)
}

async function escalationNotices(
  groups: readonly Group[],
  before: Readonly<Record<string, PrivateNotice>> = {},
  { events, peopleOf }: Noticing,
): Promise<Record<string, PrivateNotice>> {
  const fresh = groups.filter((group) => group.escalated !== undefined && !(escalationKey(group) in before))
  const notices = await Promise.all(
    fresh.map(async (group): Promise<[string, PrivateNotice]> => {
      const { at = 0, to = [] } = group.escalated ?? {}
      const message = escalationMessage(group, { isPrivate: true, title: groupRowOf(group.cause, events).title })
      const { about } = accountOf(group)
      const said = withWhy(message, muteForOneself(about?.account))
      return [escalationKey(group), newNotice(said, await peopleOf(to), { at, ...defined({ about }) })]
    }),
  )
  return Object.fromEntries(notices)
}

function toldOf({ watchId, seq }: Member, parts: Noticing): OutgoingMessage | undefined {
  const watch = parts.fleet.watches.get(watchId)
  const watched = watch && watchedOf(watch, parts)
  const event = watched && eventsOf(watched).find((one) => one.seq === seq)
  return event && messagesOf(event, watched, { isPrivate: true })[0]
}

/** A group as it was when it had grown to a size. */
function summaryAt({ id, cause, failure, members }: Group, size: number, { events }: Noticing) {
  const lines = members.slice(0, size).map(({ watchId: _, seq: __, responders: ___, ...line }) => line)
  return { id, title: groupRowOf(cause, events).title, lines, ...(failure && { failure }) }
}
