import type { Responder } from '../../access/owners.ts'
import { defined } from '../../defined.ts'
import { callingOf } from '../../fleet/sets.ts'
import { patienceKeyOf } from '../../fleet/watches.ts'
import { watchedIds } from '../../migrations/typed/ref.ts'
import type { Channels } from '../../send/channels.ts'
import { threadsOfNotices, withNewNotices } from '../../send/private/private-notices.ts'
import type { Channel, Member, OutgoingMessage, Watch } from '../../store/store.ts'
import { messagesOf } from '../threads/news.ts'
import { type WatchSources, watchedOf } from '../threads/watched.ts'
import { type Calling, everyResponder, memberKey, type Responders } from './calls.ts'
import { type Held, heldIn, type PendingOfWatch, pendingIn } from './due.ts'
import { sizePassed } from './grouping.ts'
import type { Groups } from './groups.ts'
import { isAbout } from './patience.ts'
import { callKey, callOf, growthMessage, noticeKey, noticesOf, type PrivateCall } from './private-calls.ts'
import { type ResponderParts, respondersOf } from './responders.ts'

type HeldParts = WatchSources & ResponderParts & { groups: Groups; channels: Channels; calling: Calling; now(): number }

/**
 * Calls those whose turn it is in private when a channel hears of an event only later, unless they muted it: once a
 * cause in 15 minutes, and again when 10 and 100 of a cause are held back. Returns the ids of the threads in which they
 * are told.
 */
export async function callMeanwhile(
  channel: string,
  pending: readonly PendingOfWatch[],
  parts: HeldParts,
): Promise<readonly string[]> {
  // What is held back in a private chat is held back for the person who would be called.
  if (channel.startsWith('D')) return []
  const before = parts.channels.of(channel).heldBack ?? {}
  const fresh = heldIn(pending, parts.events).filter(
    ({ cause, member }) => !before[cause.key]?.members.includes(memberKey(member)),
  )
  if (fresh.length === 0) return []
  const whose = await whoseTurn(fresh, parts)
  const calls: PrivateCall[] = []
  const heldBack = { ...before }
  for (const [cause, those] of Map.groupBy(fresh, (held) => held.cause.key)) {
    for (const held of those) calls.push(...callAbout(held, whose, parts))
    const members = [...(before[cause]?.members ?? []), ...those.map(({ member }) => memberKey(member))]
    const told = before[cause]?.told
    const size = sizePassed(members.length, told ?? 1) ? members.length : undefined
    if (size !== undefined) calls.push(...(await callAboutSize(cause, size, { channel, parts })))
    heldBack[cause] = { members, ...defined({ told: size ?? told }) }
  }
  const notices = await noticesOf(calls, parts)
  await parts.channels.change(channel, (now) => ({ ...withNewNotices(now, notices), heldBack }))
  return threadsOfNotices(channel, notices)
}

type Whose = ReadonlyMap<string, Responder[]>

/** Whose turn it is about each, without those who muted it here, by the key of its member. */
async function whoseTurn(held: readonly Held[], parts: HeldParts): Promise<Whose> {
  const concerns = held.flatMap((one) => {
    const watch = parts.fleet.watches.get(one.member.watchId)
    const isCalled = watch !== undefined && callingOf(watch, one.event.migration, parts.fleet) !== 'none'
    return isCalled ? [{ ...one, watch }] : []
  })
  const responders = await respondersOf(concerns, parts)
  return new Map(
    concerns.map(({ member, watch }, index) => {
      const muted = mutedBy(watch, parts)
      return [memberKey(member), (responders[index] ?? []).filter(({ id }) => !muted.includes(id))]
    }),
  )
}

/** Who muted the migration of a watch in its channel. */
function mutedBy(watch: Watch, { fleet, now }: HeldParts): string[] {
  const { mutes = [] } = fleet.patience.get(patienceKeyOf(watch)) ?? {}
  const about = { account: watch.account, ids: watchedIds(watch) }
  return mutes.filter((mute) => mute.until > now() && isAbout(mute, about)).map(({ by }) => by)
}

/** The call about an event, of those whose turn it is and who were not called about its cause lately. */
function callAbout({ cause, member, event, dueAt }: Held, whose: Whose, parts: HeldParts): PrivateCall[] {
  const watch = parts.fleet.watches.get(member.watchId)
  const watched = watch && watchedOf(watch, parts)
  const responders = parts.calling.claim(whose.get(memberKey(member)) ?? [], cause.key, parts.now())
  const [told] = watched === undefined ? [] : messagesOf(event, watched, { isPrivate: true })
  if (watch === undefined || told === undefined || responders.length === 0) return []
  const about = { account: member.account, ids: [member.migrationId] }
  return [
    heldCall(told, { key: callKey(member), cause: cause.key, responders, channel: watch.channel, dueAt, about }, parts),
  ]
}

type HeldTurn = Pick<PrivateCall, 'key' | 'about'> & {
  cause: string
  responders: readonly Responder[]
  channel: string
  dueAt: number
}

function heldCall(told: OutgoingMessage, { cause, dueAt, ...turn }: HeldTurn, { now }: HeldParts): PrivateCall {
  const calls = { cause, ids: turn.responders.map(({ id }) => id) }
  return callOf(told, { ...turn, at: now(), heldUntil: dueAt, calls })
}

/** The call that many events of one cause are held back, of everybody whose turn it is about any of them. */
async function callAboutSize(
  cause: string,
  size: number,
  { channel, parts }: { channel: string; parts: HeldParts },
): Promise<PrivateCall[]> {
  const { calling, channels, events, fleet, now } = parts
  const pending = pendingIn(channels.of(channel), fleet.watches.in(channel), parts)
  const held = heldIn(pending, events).filter((one) => one.cause.key === cause)
  const [first] = held.toSorted((a, b) => a.member.at - b.member.at)
  const whose = await whoseTurn(held, parts)
  const responders = everyResponder([...whose.values()].map((those) => ({ responders: those })))
  if (first === undefined || responders.length === 0) return []
  const { failure, member, dueAt } = first
  const members = held.map((one) => one.member)
  const told = growthMessage({ id: '', cause, ...defined({ failure }) }, members, events)
  calling.claim(responders, cause, now())
  const key = noticeKey('call', `${size} held ${memberKey(member)}`)
  return [heldCall(told, { key, cause, responders, channel, dueAt }, parts)]
}

type Turn = Responders extends ReadonlyMap<string, infer One> ? One : never

/**
 * Whose turn it is about something that was held back. Nobody is called again: who was called in private was called.
 */
export function calledBefore(
  member: Pick<Member, 'seq' | 'watchId'>,
  turn: Turn,
  { notices = {}, heldBack = {} }: Channel,
): Turn {
  const wasHeld = Object.values(heldBack).some(({ members }) => members.includes(memberKey(member)))
  if (!wasHeld) return turn
  const { at = 0, calls } = notices[callKey(member)] ?? {}
  const responders = turn.responders.map((responder) =>
    calls?.ids.includes(responder.id) ? { ...responder, called: { way: 'private' as const, at } } : responder,
  )
  return { responders, way: 'none' }
}

/** The channel without what is not held back any more, because it is decided how it is told, or nobody follows it. */
export function withoutDecided(record: Channel, { groups, fleet }: Pick<HeldParts, 'groups' | 'fleet'>): Channel {
  const { heldBack, ...rest } = record
  if (heldBack === undefined) return record
  const isHeld = (key: string) => {
    const [watchId = '', seq = ''] = key.split(/ (?=\d+$)/)
    return fleet.watches.has(watchId) && groups.decisionOn(watchId, Number(seq)) === undefined
  }
  const left = Object.entries(heldBack).flatMap(([cause, { members, ...told }]) => {
    const kept = members.filter(isHeld)
    return kept.length === 0 ? [] : [[cause, { members: kept, ...told }] as const]
  })
  return left.length === 0 ? rest : { ...rest, heldBack: Object.fromEntries(left) }
}
