import type { Responder } from '../../access/owners.ts'
import type { Subject } from '../../access/roles.ts'
import { defined } from '../../defined.ts'
import { newNotice } from '../../send/private/private-notices.ts'
import type { Group, Member, OutgoingMessage, PrivateNotice } from '../../store/store.ts'
import { groupGrowth } from '../../views/group/group.ts'
import { calledMessage } from '../../views/notice/called.ts'
import { muteForOneself, withWhy } from '../../views/notice/why.ts'
import { type EventTable, groupRowOf } from '../events.ts'
import type { ResponderParts } from './responders.ts'

/** Something that people are to be told in private because of a channel, before it is written down. */
export type PrivateCall = Pick<PrivateNotice, 'at' | 'about' | 'calls'> & {
  key: string
  to: readonly Subject[]
  message: OutgoingMessage
}

/** The notices that write down what people are told, by their keys. */
export async function noticesOf(
  calls: readonly PrivateCall[],
  { peopleOf }: Pick<ResponderParts, 'peopleOf'>,
): Promise<Record<string, PrivateNotice>> {
  const notices = calls.map(async ({ key, to, message, ...notice }) => {
    return [key, newNotice(message, await peopleOf(to), notice)] as const
  })
  return Object.fromEntries(await Promise.all(notices))
}

type Turn = Pick<PrivateCall, 'key' | 'at' | 'about' | 'calls'> & {
  responders: readonly Responder[]
  channel: string
  /** When the channel hears of it, if it is not to be disturbed now, in epoch milliseconds. */
  heldUntil?: number
}

/** The call of those whose turn it is, with the message that their channel hears. */
export function callOf(told: OutgoingMessage, { responders, channel, heldUntil, ...call }: Turn): PrivateCall {
  const message = calledMessage(told, { channel, responders, ...defined({ heldUntil }) })
  return { ...call, to: responders, message }
}

/** The message in private that so many members share a cause. */
export function growthMessage(
  { id, cause, failure }: Pick<Group, 'id' | 'cause' | 'failure'>,
  members: readonly Member[],
  events: EventTable,
): OutgoingMessage {
  const lines = members.map(({ watchId: _, seq: __, responders: ___, ...line }) => line)
  const summary = { id, title: groupRowOf(cause, events).title, lines, ...defined({ failure }) }
  return withWhy(groupGrowth(summary, { isAlone: true }), muteForOneself(accountOf(members)?.account))
}

/** The account of these members, if they share one. */
export function accountOf(members: readonly Member[]): { account: string } | undefined {
  const [account, ...others] = new Set(members.map((member) => member.account))
  return account === undefined || others.length > 0 ? undefined : { account }
}

/** Key of the notice that calls people about a member. */
export function callKey({ seq, watchId }: Pick<Member, 'seq' | 'watchId'>): string {
  return noticeKey('call', `${seq} ${watchId}`)
}

/** Key of the notice to the people who are called because nobody takes care of a group's members. */
export function escalationKey({ id }: Pick<Group, 'id'>): string {
  return noticeKey('escalation', id)
}

/**
 * Key of a notice. The ids of threads have no slash but those of watches, and delivery keys begin with an id and a
 * number sign.
 */
export function noticeKey(what: 'call' | 'escalation' | 'request', about: string): string {
  return `${what} ${about.replaceAll(/[/#]/g, '.')}`
}

/** Whether a notice is about a request. */
export function isOfRequest(key: string): boolean {
  return key.startsWith(noticeKey('request', ''))
}
