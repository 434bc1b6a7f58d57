import { slackRefusal } from '../../errors/errors.ts'
import type { Channels } from '../../send/channels.ts'
import { isLost } from '../../send/private/private-notices.ts'
import { undelivered } from '../../send/thread/next-step.ts'
import type { Thread, ThreadState } from '../../send/thread/threads.ts'
import type { Group, OutboxEntry } from '../../store/store.ts'
import { escalationMessage, nobodyReached } from '../../views/notice/escalation.ts'
import { listedIn } from '../decide/grouping.ts'
import type { Groups } from '../decide/groups.ts'
import { escalationKey } from '../decide/noticing.ts'
import { type EventTable, groupRowOf } from '../events.ts'
import { hostOf } from './boards.ts'
import { cardFrom, stateOf, type ThreadSource } from './threads.ts'

const prefix = 'escalation:'

/** Id of the thread that says that nobody takes care of a group's members. */
export function escalationId({ id }: Pick<Group, 'id'>): string {
  return `${prefix}${id}`
}

type Host = NonNullable<ThreadState['host']>

type EscalationParts = { groups: Groups; channels: Channels; events: EventTable }

/** Messages below what was told, which say that nobody takes care of it, and whether those who are called can be reached. */
export function escalationThreads(parts: EscalationParts): ThreadSource {
  const { groups } = parts
  const all = () => groups.all().filter(({ escalated }) => escalated !== undefined)
  return {
    owns: (id) => id.startsWith(prefix),
    async read(id) {
      const group = groups.get(id.slice(prefix.length))
      return group && read(group, parts)
    },
    inChannel: async (channel) => all().flatMap((group) => (group.channel === channel ? [escalationId(group)] : [])),
    unfinished: async () =>
      all().flatMap((group) => {
        const { thread, news, receipt } = read(group, parts) ?? {}
        const waiting = news === undefined ? [] : undelivered(news, receipt)
        return thread === undefined || waiting.length === 0
          ? []
          : [{ id: thread.id, decidedAt: waiting.map(({ decidedAt }) => decidedAt) }]
      }),
  }
}

function read(group: Group, { channels, events }: EscalationParts): ThreadState | undefined {
  const { escalated, cause } = group
  if (escalated === undefined) return undefined
  const { at } = escalated
  const thread = threadOf(group, at)
  const message = escalationMessage(group, { title: groupRowOf(cause, events).title })
  const entry = (seq: number, said: OutboxEntry['message']): OutboxEntry => {
    const deliveryKey = `${thread.id}#${at}#${seq}`
    return { seq, place: 'broadcast', lane: 'end', deliveryKey, message: said, decidedAt: at }
  }
  const lost = reasonsIn(group, channels)
  const outbox = [entry(at, message), ...(lost === undefined ? [] : [entry(at + 1, nobodyReached(lost))])]
  const host = hostFor(group, channels)
  return { ...stateOf(thread, { card: cardFrom(message), outbox, nextSeq: at + 2 }, channels), host }
}

/** Why nobody who was called can be reached in private. Undefined if somebody can, or Ferry is still trying. */
function reasonsIn(group: Group, channels: EscalationParts['channels']): string[] | undefined {
  const notice = channels.of(group.channel).notices?.[escalationKey(group)]
  if (notice === undefined || !isLost(notice)) return undefined
  const reasons = Object.values(notice.people).flatMap((one) => (one.state === 'unreachable' ? [one.reason] : []))
  return [...new Set(reasons.map((reason) => slackRefusal(reason).what))]
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
