import type { Responder } from '../../access/owners.ts'
import { defined } from '../../defined.ts'
import { newNotice, noticeId } from '../../send/private/private-notices.ts'
import type { Channel, Group, Member, OutgoingMessage, PrivateNotice } from '../../store/store.ts'
import { calledMessage } from '../../views/notice/called.ts'
import { everyResponder } from './calls.ts'
import type { ResponderParts } from './responders.ts'

/** A call in private that has not been written down: under which key, when, whom, and what they are told. */
type PrivateCall = {
  key: string
  at: number
  responders: readonly Responder[]
  told: OutgoingMessage
  about?: PrivateNotice['about']
}

/** Makes the message about one member of a group, and the message about a group that has grown. */
export type Telling = {
  toldOf(member: Member): OutgoingMessage | undefined
  toldOfSize(group: Group, size: number): OutgoingMessage
}

/** The calls of groups that are made in private and that the channel has no notice of: only these are drawn. Pure. */
function privateCallsIn(groups: readonly Group[], { notices = {} }: Channel, telling: Telling): PrivateCall[] {
  return groups.flatMap((group) => [
    ...group.members.flatMap((member) => {
      const { account, migrationId, responders } = member
      const call = callOf(callKey(member), responders, notices)
      const told = call && telling.toldOf(member)
      return call === undefined || told === undefined ? [] : [{ ...call, told, about: { account, ids: [migrationId] } }]
    }),
    ...(group.passedResponders ?? []).flatMap(({ size, responders }) => {
      const call = callOf(noticeKey('call', `${size} ${group.id}`), responders, notices)
      return call === undefined ? [] : [{ ...call, told: telling.toldOfSize(group, size), ...accountOf(group) }]
    }),
  ])
}

/** Key of the notice that calls people about a member. */
export function callKey({ seq, watchId }: Pick<Member, 'seq' | 'watchId'>): string {
  return noticeKey('call', `${seq} ${watchId}`)
}

/**
 * Key of a notice. The ids of threads have no slash but those of watches, and delivery keys begin with an id and a
 * number sign.
 */
export function noticeKey(what: 'call' | 'escalation' | 'request', about: string): string {
  return `${what} ${about.replaceAll(/[/#]/g, '.')}`
}

/** The call of these people under a key. Undefined if none is called in private, or there is a notice of it. */
function callOf(
  key: string,
  responders: readonly Responder[] = [],
  notices: Readonly<Record<string, PrivateNotice>>,
): Pick<PrivateCall, 'key' | 'at' | 'responders'> | undefined {
  if (key in notices) return undefined
  const those = inPrivate(everyResponder([{ responders }]))
  const at = those[0]?.called?.at
  return at === undefined ? undefined : { key, at, responders: those }
}

/** The account of a group, if all its members share one. */
export function accountOf({ members }: Pick<Group, 'members'>): Pick<PrivateNotice, 'about'> {
  const [account, ...others] = new Set(members.map((member) => member.account))
  return account === undefined || others.length > 0 ? {} : { about: { account } }
}

function inPrivate(responders: readonly Responder[]): Responder[] {
  return responders.filter(({ called }) => called?.way === 'private' || called?.way === 'both')
}

/** The notices that write down calls in private, by their keys. */
export async function privateNoticesFor(
  groups: readonly Group[],
  record: Channel,
  { telling, peopleOf }: { telling: Telling } & Pick<ResponderParts, 'peopleOf'>,
): Promise<Record<string, PrivateNotice>> {
  const calls = privateCallsIn(groups, record, telling)
  const notices = await Promise.all(
    calls.map(async ({ key, at, responders, told, about }): Promise<[string, PrivateNotice]> => {
      const users = await peopleOf(responders)
      return [
        key,
        newNotice(calledMessage(told, { channel: record.channel, responders }), users, { at, ...defined({ about }) }),
      ]
    }),
  )
  return Object.fromEntries(notices)
}

/** Ids of the threads in which people are told the notices of a channel. */
export function threadsOfNotices(channel: string, notices: Readonly<Record<string, PrivateNotice>>): string[] {
  return Object.entries(notices).flatMap(([cause, { people }]) =>
    Object.keys(people).map((user) => noticeId({ channel, cause, user })),
  )
}

function isOfRequest(key: string): boolean {
  return key.startsWith(noticeKey('request', ''))
}

/** The channel without notices of groups that are gone, once they are as old as any group gets. */
export function withoutOldNotices(record: Channel, { now, keepMs }: { now: number; keepMs: number }): Channel {
  const { notices = {}, ...rest } = record
  const kept = Object.entries(notices).filter(([key, { at }]) => isOfRequest(key) || now - at <= keepMs)
  if (kept.length === Object.keys(notices).length) return record
  return kept.length === 0 ? rest : { ...rest, notices: Object.fromEntries(kept) }
}
