import { slackRefusal } from '../../errors/errors.ts'
import type { Log } from '../../log.ts'
import type { Channel, OutgoingMessage, PrivateNotice } from '../../store/store.ts'

/**
 * A person who is told something in private. `cause`: trouble in a channel, or the key of one of the channel's notices. `at`:
 * when the notice began, in epoch milliseconds.
 */
export type NoticeTo = { channel: string; cause: string; user: string; at: number }

/** The ids of threads that tell a person in private begin with this. */
export const noticePrefix = 'notice:'

export function noticeId({ channel, cause, user }: Omit<NoticeTo, 'at'>): string {
  return `${noticePrefix}${cause}@${channel}:${user}`
}

export type Telling = {
  text: string
  /** In epoch milliseconds. */
  at: number
  /** Slack user ids of the people whom it concerns. */
  first: readonly string[]
  /** Everybody who can be told instead, in this order. */
  line: readonly string[]
}

/**
 * The notice of trouble that has been met with, after an earlier one of the same cause. The same one, unless it reached
 * nobody: then it goes to those again whom Slack may let Ferry reach by now, and else to the next in line.
 */
export function troubleNoticeAfter(
  before: PrivateNotice | undefined,
  { text, at, first, line }: Telling,
): PrivateNotice {
  if (before === undefined) {
    const known = first.filter((user) => user !== '')
    return { at, text, people: waiting(known.length > 0 ? known : line.slice(0, 1)) }
  }
  if (!isLost(before)) return before
  const healing = Object.entries(before.people).flatMap(([user, person]) =>
    person.state === 'unreachable' && slackRefusal(person.reason).heals ? [user] : [],
  )
  const again = healing.length > 0 ? healing : nextIn(line, before)
  return again.length === 0 ? before : { ...before, people: { ...before.people, ...waiting(again) } }
}

type Notice = Pick<PrivateNotice, 'at' | 'about' | 'calls' | 'isKept'>

/** A notice that people are told in private, written down before it is sent. */
export function newNotice(message: OutgoingMessage, users: readonly string[], notice: Notice): PrivateNotice {
  const { text, blocks } = message
  return { ...notice, text, blocks: [...blocks], people: waiting(users) }
}

/** A notice that says something else now, and to more people. Those who were told see it change. */
export function changedNotice(
  before: PrivateNotice,
  { text, blocks }: OutgoingMessage,
  users: readonly string[],
): PrivateNotice {
  return { ...before, text, blocks: [...blocks], people: { ...waiting(users), ...before.people } }
}

/** A notice about what is over: who has not been told of it is not told any more. */
export function endedNotice(before: PrivateNotice): PrivateNotice {
  const people = Object.entries(before.people).filter(([, { state }]) => state !== 'waiting')
  return { ...before, people: Object.fromEntries(people) }
}

/** Whether Slack lets Ferry reach none of the people of a notice. */
export function isLost({ people }: PrivateNotice): boolean {
  return Object.values(people).every(({ state }) => state === 'unreachable')
}

/** The notice for a person. Undefined if there is none any more: the channel is in order, or it has another trouble. */
export function noticeIn(record: Channel, { cause, at }: Pick<NoticeTo, 'cause' | 'at'>): PrivateNotice | undefined {
  const notice = cause === 'broken' || cause === 'held' ? record[cause]?.notice : record.notices?.[cause]
  return notice?.at === at ? notice : undefined
}

type Notices = Readonly<Record<string, PrivateNotice>>

/** The channel with further notices. One that it has already stays as it is. */
export function withNewNotices(record: Channel, notices: Notices): Channel {
  return Object.keys(notices).length === 0 ? record : { ...record, notices: { ...notices, ...record.notices } }
}

/** The channel without the notices that are over. The same channel if none is. */
export function withoutNotices(record: Channel, isOver: (key: string, notice: PrivateNotice) => boolean): Channel {
  const { notices = {}, ...rest } = record
  const kept = Object.entries(notices).filter(([key, notice]) => !isOver(key, notice))
  if (kept.length === Object.keys(notices).length) return record
  return kept.length === 0 ? rest : { ...rest, notices: Object.fromEntries(kept) }
}

/** Ids of the threads in which people are told the notices of a channel. */
export function threadsOfNotices(channel: string, notices: Notices): string[] {
  return Object.entries(notices).flatMap(([cause, { people }]) =>
    Object.keys(people).map((user) => noticeId({ channel, cause, user })),
  )
}

type Person = PrivateNotice['people'][string]

/** The channel once something has become of a person's notice. The same channel if there is no such notice any more. */
export function withPerson(record: Channel, to: NoticeTo, become: (before: Person) => Person): Channel {
  const notice = noticeIn(record, to)
  const person = notice?.people[to.user]
  if (notice === undefined || person === undefined) return record
  return withNotice(record, to.cause, { ...notice, people: { ...notice.people, [to.user]: become(person) } })
}

/** The channel once Slack has refused to deliver a person's notice. If it would reach nobody, the next in line gets it. */
export function withUnreachable(
  record: Channel,
  to: NoticeTo,
  why: { reason: string; line: readonly string[] },
): Channel {
  const refused = withPerson(record, to, () => ({ state: 'unreachable', reason: why.reason }))
  const notice = noticeIn(refused, to)
  if (notice === undefined || !isLost(notice)) return refused
  return withNotice(refused, to.cause, {
    ...notice,
    people: { ...notice.people, ...waiting(nextIn(why.line, notice)) },
  })
}

export type Announcing = {
  workspace: string
  log: Log<'error'>
  nudge(workspace: string, threadId: string): void
  /** Called when Slack lets Ferry reach none of the people who could be told of trouble in a channel. */
  onNoticeLost?(): void
}

/** Has a notice sent that has just been written down, or says that it reaches nobody. */
export function announce(
  notice: PrivateNotice,
  { channel, cause }: Pick<NoticeTo, 'channel' | 'cause'>,
  { workspace, log, nudge, onNoticeLost }: Announcing,
): void {
  const people = Object.entries(notice.people)
  for (const [user, { state }] of people) {
    if (state === 'waiting') nudge(workspace, noticeId({ channel, cause, user }))
  }
  if (!isLost(notice)) return
  onNoticeLost?.()
  const reasons = people.flatMap(([, person]) => (person.state === 'unreachable' ? [person.reason] : []))
  log.error({ workspace, channel, cause, reasons: [...new Set(reasons)] }, 'Nobody could be told in private')
}

function waiting(users: readonly string[]): PrivateNotice['people'] {
  return Object.fromEntries(users.map((user) => [user, { state: 'waiting' }]))
}

/** The next person in line whom nobody has tried to tell. */
function nextIn(line: readonly string[], { people }: PrivateNotice): string[] {
  return line.filter((user) => people[user] === undefined).slice(0, 1)
}

/** The channel with a notice, in place of an earlier one about the same. */
export function withNotice(record: Channel, cause: NoticeTo['cause'], notice: PrivateNotice): Channel {
  const { broken, held } = record
  if (cause !== 'broken' && cause !== 'held') return { ...record, notices: { ...record.notices, [cause]: notice } }
  const wasTold = Object.values(notice.people).some(({ state }) => state === 'told')
  if (cause === 'broken') {
    return broken === undefined
      ? record
      : { ...record, broken: { ...broken, notice, wasOwnerTold: broken.wasOwnerTold || wasTold } }
  }
  return held === undefined ? record : { ...record, held: { ...held, notice, wereTold: held.wereTold || wasTold } }
}
