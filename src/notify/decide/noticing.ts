import type { Responder } from '../../access/owners.ts'
import { defined } from '../../defined.ts'
import type { Channels } from '../../send/channels.ts'
import { threadsOfNotices, withNewNotices, withoutNotices } from '../../send/private/private-notices.ts'
import type { Channel, Group, Member, OutgoingMessage } from '../../store/store.ts'
import { escalationMessage } from '../../views/notice/escalation.ts'
import { muteForOneself, withWhy } from '../../views/notice/why.ts'
import { type EventTable, groupRowOf } from '../events.ts'
import { eventsOf, messagesOf } from '../threads/news.ts'
import { type WatchSources, watchedOf } from '../threads/watched.ts'
import { everyResponder } from './calls.ts'
import type { Groups } from './groups.ts'
import { withoutDecided } from './held-calls.ts'
import {
  accountOf,
  callKey,
  callOf,
  escalationKey,
  growthMessage,
  isOfRequest,
  noticeKey,
  noticesOf,
  type PrivateCall,
} from './private-calls.ts'
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
  const { groups, channels, events, now } = parts
  const telling = {
    toldOf: (member: Member) => toldOf(member, parts),
    toldOfSize: (group: Group, size: number) => growthMessage(group, group.members.slice(0, size), events),
  }
  const own = groups.in(channel)
  const calls = [...callsOf(own, channels.of(channel), telling), ...escalationsOf(own, channels.of(channel), events)]
  const notices = await noticesOf(calls, parts)
  const isOver = (key: string, { at }: { at: number }) => !isOfRequest(key) && now() - at > keepNoticesMs
  await channels.change(channel, (before) =>
    withoutDecided(withoutNotices(withNewNotices(before, notices), isOver), parts),
  )
  return threadsOfNotices(channel, notices)
}

/** Makes the message about one member of a group, and the message about a group that has grown. */
export type Telling = {
  toldOf(member: Member): OutgoingMessage | undefined
  toldOfSize(group: Group, size: number): OutgoingMessage
}

/** The calls of groups that are made in private and that the channel has no notice of: only these are drawn. Pure. */
export function callsOf(groups: readonly Group[], { channel, notices = {} }: Channel, telling: Telling): PrivateCall[] {
  const turnOf = (key: string, responders: readonly Responder[] = []) => {
    const those = inPrivate(everyResponder([{ responders }]))
    const at = those[0]?.called?.at
    return at === undefined || key in notices ? undefined : { key, at, responders: those, channel }
  }
  return groups.flatMap((group) => [
    ...group.members.flatMap((member) => {
      const { account, migrationId, responders } = member
      const turn = turnOf(callKey(member), responders)
      const told = turn && telling.toldOf(member)
      if (turn === undefined || told === undefined) return []
      return [callOf(told, { ...turn, about: { account, ids: [migrationId] } })]
    }),
    ...(group.passedResponders ?? []).flatMap(({ size, responders }) => {
      const turn = turnOf(noticeKey('call', `${size} ${group.id}`), responders)
      const about = accountOf(group.members)
      return turn === undefined ? [] : [callOf(telling.toldOfSize(group, size), { ...turn, ...defined({ about }) })]
    }),
  ])
}

function inPrivate(responders: readonly Responder[]): Responder[] {
  return responders.filter(({ called }) => called?.way === 'private' || called?.way === 'both')
}

function escalationsOf(groups: readonly Group[], { notices = {} }: Channel, events: EventTable): PrivateCall[] {
  return groups.flatMap((group) => {
    const key = escalationKey(group)
    const { escalated } = group
    if (escalated === undefined || key in notices) return []
    const { at, to } = escalated
    const about = accountOf(group.members)
    const said = escalationMessage(group, { isPrivate: true, title: groupRowOf(group.cause, events).title })
    return [{ key, at, to, message: withWhy(said, muteForOneself(about?.account)), ...defined({ about }) }]
  })
}

function toldOf({ watchId, seq }: Member, parts: Noticing): OutgoingMessage | undefined {
  const watch = parts.fleet.watches.get(watchId)
  const watched = watch && watchedOf(watch, parts)
  const event = watched && eventsOf(watched).find((one) => one.seq === seq)
  return event && messagesOf(event, watched, { isPrivate: true })[0]
}
