import { slackRefusal } from '../../errors/errors.ts'
import type { Channels } from '../../send/channels.ts'
import { isLost } from '../../send/private/private-notices.ts'
import { undelivered } from '../../send/thread/next-step.ts'
import type { Thread, ThreadState } from '../../send/thread/threads.ts'
import type { Group, OutboxEntry, PrivateNotice } from '../../store/store.ts'
import type { Message } from '../../views/blocks/message.ts'
import { escalationMessage, nobodyReached } from '../../views/notice/escalation.ts'
import { listedIn } from '../decide/grouping.ts'
import type { Groups } from '../decide/groups.ts'
import { callKey, escalationKey } from '../decide/private-calls.ts'
import { type EventTable, groupRowOf } from '../events.ts'
import { hostOf } from './boards.ts'
import { cardFrom, stateOf, type ThreadSource } from './threads.ts'

const prefix = 'escalation:'

/** Id of the thread that says that nobody takes care of a group's members, or that nobody could be called about them. */
export function escalationId({ id }: Pick<Group, 'id'>): string {
  return `${prefix}${id}`
}

type Host = NonNullable<ThreadState['host']>

type EscalationParts = { groups: Groups; channels: Channels; events: EventTable }

/** Messages below what was told, which say that nobody takes care of it, and when those who are called can't be reached. */
export function escalationThreads(parts: EscalationParts): ThreadSource {
  const { groups } = parts
  const readAll = (those: readonly Group[]) => those.flatMap((group) => read(group, parts) ?? [])
  return {
    owns: (id) => id.startsWith(prefix),
    async read(id) {
      const group = groups.get(id.slice(prefix.length))
      return group && read(group, parts)
    },
    inChannel: async (channel) => readAll(groups.in(channel)).map(({ thread }) => thread.id),
    unfinished: async () =>
      readAll(groups.all()).flatMap(({ thread, news, receipt }) => {
        const waiting = news === undefined ? [] : undelivered(news, receipt)
        return waiting.length === 0 ? [] : [{ id: thread.id, decidedAt: waiting.map(({ decidedAt }) => decidedAt) }]
      }),
  }
}

function read(group: Group, { channels, events }: EscalationParts): ThreadState | undefined {
  const said = saidOf(group, { channels, events })
  const [first] = said
  const last = said.at(-1)
  if (first === undefined || last === undefined) return undefined
  const thread = threadOf(group, first.seq)
  const outbox = said.map(({ seq, at, message }): OutboxEntry => {
    const deliveryKey = `${thread.id}#${at}#${seq}`
    return { seq, place: 'broadcast', lane: 'end', deliveryKey, message, decidedAt: at }
  })
  const host = hostFor(group, channels)
  return { ...stateOf(thread, { card: cardFrom(first.message), outbox, nextSeq: last.seq + 1 }, channels), host }
}

/** `at`: when it was decided, in epoch milliseconds. */
type Said = { seq: number; at: number; message: Message }

/** That nobody could be called, that nobody takes care of it, and that nobody who was called then could be reached. */
function saidOf(group: Group, { channels, events }: Pick<EscalationParts, 'channels' | 'events'>): Said[] {
  const { escalated, cause, channel, members } = group
  const { notices = {} } = channels.of(channel)
  const calls = members.flatMap((member) => lostIn(notices[callKey(member)]))
  const unheard = calls.slice(0, 1).map(({ at, why }) => ({ seq: at, at, message: nobodyReached(why) }))
  if (escalated === undefined) return unheard
  const { at } = escalated
  const message = escalationMessage(group, { title: groupRowOf(cause, events).title })
  const others = lostIn(notices[escalationKey(group)])
  return [
    ...unheard,
    { seq: at, at, message },
    ...others.map(({ why }) => ({ seq: at + 1, at, message: nobodyReached(why) })),
  ].toSorted((a, b) => a.seq - b.seq)
}

/** Why nobody who was called can be reached in private. Nothing if somebody can, or Ferry is still trying. */
function lostIn(notice: PrivateNotice | undefined): { at: number; why: string[] }[] {
  if (notice === undefined || !isLost(notice)) return []
  const reasons = Object.values(notice.people).flatMap((one) => (one.state === 'unreachable' ? [one.reason] : []))
  return [{ at: notice.at, why: [...new Set(reasons.map((reason) => slackRefusal(reason).what))] }]
}

/** The message below which it is said: that about the group, or the card of the migration that was told alone. */
function hostFor(group: Group, channels: EscalationParts['channels']): Host {
  const record = channels.of(group.channel)
  const own = listedIn(group).length > 0 ? record.receipts[group.id]?.cardTs : undefined
  const cards = group.members.flatMap(({ watchId }) => record.receipts[watchId]?.cardTs ?? [])
  const ts = own ?? cards[0]
  return ts === undefined ? (hostOf(record, { hasEnded: true, showing: 'cards' }) ?? { isChannel: true }) : { ts }
}

function threadOf(group: Group, at: number): Thread {
  return {
    id: escalationId(group),
    channel: group.channel,
    createdBy: '',
    createdAt: at,
    purpose: `Ferry calls people about what nobody has taken in <#${group.channel}>`,
    stop: `escalate off <#${group.channel}>`,
  }
}
