import type { Responder } from '../access/owners.ts'
import { explainShared } from '../catalogue/explain.ts'
import { defined } from '../defined.ts'
import type { Known } from '../fleet/judge/known.ts'
import type { Actor } from '../migrations/actor.ts'
import { isEnded, isSettled, type Migration, type State } from '../migrations/migration.ts'
import { isIncomplete } from '../migrations/outcome.ts'
import type { Provider } from '../providers/provider.ts'
import type { Ack, Event, EventDetails, Lane } from '../store/store.ts'
import type { Message } from '../views/blocks/message.ts'
import type { BoardMark } from '../views/group/board.ts'
import {
  correctionTitle,
  digestTitle,
  endTitle,
  floodTitle,
  type GroupTitle,
  heldTitle,
  titleOf,
} from '../views/group/title.ts'
import { endMessage, returnMessage, stallMessage } from '../views/notice/announcement.ts'
import { behindMessage, lateMessage } from '../views/notice/deadline.ts'
import { byWhom } from '../views/words/actor.ts'
import { formatBytes, plural } from '../views/words/format.ts'
import { code } from '../views/words/text.ts'

/** A kind of event. A change of state is named after what it led to. */
export type EventName = Exclude<EventDetails['type'], 'state'> | State | 'incomplete' | 'returned'

/**
 * Occasions on which a channel hears of a migration. `end`: it ended well, or as somebody wanted. `history` is for the
 * thread of a card.
 */
export const occasions = ['end', 'failure', 'return', 'stall', 'late', 'history', 'account'] as const
export type Occasion = (typeof occasions)[number]

/** How events of one kind are told: on the card only, in the thread of the card, or in the channel. */
export type EventRow<Details = EventDetails> = OnCard | InThread<Details> | InChannel<Details>

type OnCard = { place: 'card'; mark: Mark | 'none' }

type InThread<Details> = {
  place: 'thread'
  occasion: Occasion
  lane: Lane
  /** One line, in Slack's markup. */
  words(told: Told<Details>): string
  mark: Mark | 'none'
}

type InChannel<Details> = {
  /** Below the card, and shown in the channel too. */
  place: 'broadcast'
  occasion: Occasion
  lane: Lane
  words(told: Told<Details>): Message
  together: Together
  /** The title of a message about several of them. */
  title: GroupTitle
  /** Whom it calls. */
  calls: 'whose turn it is' | 'nobody'
  mark: Mark | 'none'
}

/** Material for the words of an event. */
type Told<Details> = {
  details: Details
  /** The migration as it was then. */
  migration: Migration
  provider: Pick<Provider, 'label' | 'kinds'>
  channel: string
  actor?: Actor
  /** Whose turn it is to act. */
  responders: readonly Responder[]
  /** Who takes care of it. */
  taken?: Ack
  /** Whether the channel was told everything up to this number. `perhaps`: a post of it was begun and not accepted. */
  hasHeard(seq: number): 'yes' | 'perhaps' | 'no'
}

/** With which others of its kind an event is told together. */
type Together = {
  /** How many are told one by one, before the rest are told together. */
  mostAlone: number
  /** How long after the first one others are added to it, in milliseconds. */
  windowMs: number
  /** The property that they must share. Empty if they need to share none. */
  inCommon(migration: Migration): string
}

/**
 * Mark of a migration on a board while a condition lasts. Once the condition has passed, a channel that was not told
 * of it before is not told.
 */
type Mark = BoardMark & { lasts(known: Known): boolean }

type DetailsOf<Name> = Extract<EventDetails, { type: Name extends EventDetails['type'] ? Name : 'state' }>

/** One row for each kind of event. Functions that read the table take it as an argument. */
export type EventTable = Readonly<Record<EventName, EventRow>>

/** People wait for an end, so only a flood is told together: more than three within ten minutes. */
const inFlood: Together = { mostAlone: 3, windowMs: 10 * 60_000, inCommon: () => '' }
/** The first failure is told alone, at once. More of the same are told together, and anew after this time. */
const afterFirst = { mostAlone: 1, windowMs: 15 * 60_000 }

const onCard = { place: 'card', mark: 'none' } as const
const inThread = { place: 'thread', occasion: 'history', lane: 'progress', mark: 'none' } as const
const ended = { place: 'broadcast', occasion: 'end', lane: 'end', mark: 'none' } as const
const stateEnded = { ...ended, words: tellEnd, together: inFlood, title: endTitle, calls: 'nobody' } as const

const overdue = {
  place: 'broadcast',
  occasion: 'late',
  lane: 'stall',
  together: inFlood,
  calls: 'whose turn it is',
} as const

/** How each kind of event is told. */
export const eventTable = {
  renamed: {
    ...inThread,
    words: ({ details: { from, to }, actor }) => `Renamed${byWhom(actor)}: ${code(from)} is now ${code(to)}`,
  },
  counted: { ...inThread, words: ({ migration }) => `Source counted: ${totals(migration)}` },
  'objects-failing': {
    ...inThread,
    words: ({ details, migration }) =>
      `${plural(details.failed, 'object')} failed so far${sinceWhen(migration)}; the rest continue`,
  },
  unlisted: { ...inThread, words: ({ provider }) => `${provider.label} no longer lists it` },
  stalled: {
    place: 'broadcast',
    occasion: 'stall',
    lane: 'stall',
    words: ({ details, ...told }) => stallMessage(told, details.movedAt),
    together: inFlood,
    calls: 'whose turn it is',
    title: titleOf(':warning:', ['makes no progress', 'make no progress']),
    mark: { lasts: ({ stalledAt }) => stalledAt !== undefined, icon: ':warning:', words: 'no progress' },
  },
  behind: {
    ...overdue,
    words: ({ details: { deadline, expectedAt }, ...told }) => behindMessage({ ...told, deadline, expectedAt }),
    title: titleOf(':alarm_clock:', ['will miss its deadline', 'will miss their deadlines']),
    mark: { lasts: hasLate(false), icon: ':alarm_clock:', words: 'will miss its deadline' },
  },
  late: {
    ...overdue,
    words: ({ details: { deadline }, ...told }) => lateMessage({ ...told, deadline }),
    title: titleOf(':alarm_clock:', ['missed its deadline', 'missed their deadlines']),
    mark: { lasts: hasLate(true), icon: ':alarm_clock:', words: 'missed its deadline' },
  },
  corrected: {
    ...ended,
    occasion: 'failure',
    words: ({ details, hasHeard, ...told }) => endMessage({ ...told, heard: hasHeard(details.told) }),
    together: inFlood,
    title: correctionTitle,
    calls: 'nobody',
  },
  returned: {
    place: 'broadcast',
    occasion: 'return',
    lane: 'stall',
    words: returnMessage,
    together: inFlood,
    title: titleOf(':leftwards_arrow_with_hook:', ['is listed again', 'are listed again']),
    calls: 'nobody',
    mark: 'none',
  },
  failed: {
    ...stateEnded,
    occasion: 'failure',
    together: { ...afterFirst, inCommon: failureOf },
    calls: 'whose turn it is',
  },
  incomplete: {
    ...stateEnded,
    occasion: 'failure',
    together: { ...afterFirst, inCommon: ({ provider }) => provider },
    calls: 'whose turn it is',
  },
  succeeded: stateEnded,
  cancelled: stateEnded,
  deleted: stateEnded,
  queued: {
    ...inThread,
    words: ({ actor }) =>
      actor === undefined
        ? 'Waiting for the cloud to start it'
        : `Started again${byWhom(actor)}, waiting for the cloud`,
  },
  running: {
    ...inThread,
    words({ details: { from }, actor }) {
      if (from === 'queued') return `Started${byWhom(actor)}`
      return `${isSettled(from) ? 'Started' : 'Running'} again${byWhom(actor)}`
    },
  },
  retrying: {
    ...inThread,
    words: ({ actor }) =>
      actor === undefined ? 'Retrying failed objects' : `Retry of failed objects started${byWhom(actor)}`,
  },
  paused: { ...inThread, words: ({ actor }) => `Paused${byWhom(actor)}` },
  unknown: {
    ...inThread,
    words: ({ migration }) => `Now in an unknown state: ${code(migration.nativeState, 40)}`,
  },
  pausing: onCard,
  deleting: onCard,
} satisfies { readonly [Name in EventName]: EventRow<DetailsOf<Name>> }

function tellEnd({ details: { unsure }, ...told }: Told<DetailsOf<'succeeded'>>): Message {
  return endMessage({ ...told, ...defined({ unsure }) })
}

/** Whether a migration has missed a deadline, or will miss one. */
function hasLate(isMissed: boolean): (known: Known) => boolean {
  return ({ late = [] }) => late.some((one) => one.isMissed === isMissed)
}

/** The cause that failures share: the cloud, the code and the explanation. */
function failureOf({ provider, failure }: Migration): string {
  const { code: reason = '', what } = explainShared(failure ?? {})
  return `${provider} ${reason} ${what}`
}

function sinceWhen({ progress }: Migration): string {
  return progress.period === undefined ? '' : ' this month'
}

function totals({ progress: { bytes, objects } }: Migration): string {
  const parts = [
    ...(objects.total === undefined ? [] : [plural(objects.total, 'object')]),
    ...(bytes.total === undefined ? [] : [formatBytes(bytes.total)]),
  ]
  return parts.length === 0 ? 'totals are known now' : parts.join(', ')
}

/** How an event is told. */
export function rowOf(event: Pick<Event, 'details' | 'migration'>, events: EventTable): EventRow {
  return events[nameOf(event)]
}

function nameOf({ details, migration }: Pick<Event, 'details' | 'migration'>): EventName {
  if (details.type !== 'state') return details.type
  if (isIncomplete(migration)) return 'incomplete'
  return details.from === 'deleted' && !isEnded(details.to) ? 'returned' : details.to
}

/** The shared cause of events that a channel hears of together. */
export type Cause = Omit<Together, 'inCommon'> & {
  /** Equal for events with the same cause. Begins with the name of their kind. */
  key: string
}

/** The cause of an event. Undefined if the channel does not hear of it. */
export function causeOf(event: Pick<Event, 'details' | 'migration'>, events: EventTable): Cause | undefined {
  const row = rowOf(event, events)
  if (row.place !== 'broadcast') return undefined
  const { inCommon, ...together } = row.together
  return { ...together, key: `${nameOf(event)} ${inCommon(event.migration)}`.trim() }
}

/** The cause of everything that a digest tells. */
export const digest: Cause = { key: 'digest', mostAlone: 0, windowMs: 60 * 60_000 }
/** The cause of what was held back while a channel was quiet or muted: more than two are told together. */
export const held: Cause = { key: 'held', mostAlone: 2, windowMs: 60 * 60_000 }

/** The cause of what comes while a channel has just got many messages. */
export const flood: Cause = { key: 'flood', mostAlone: 0, windowMs: 15 * 60_000 }

/** Whether a group has events of many causes, so that it explains none. */
export function isMixed(cause: string): boolean {
  return cause === digest.key || cause === held.key || cause === flood.key
}

/** How a group with this cause is told: as a digest, if only another version of Ferry knows its events. */
export function groupRowOf(cause: string, events: EventTable): { title: GroupTitle; lane: Lane } {
  if (cause === held.key) return { title: heldTitle, lane: 'end' }
  if (cause === flood.key) return { title: floodTitle, lane: 'end' }
  return rowOfCause(cause, events) ?? { title: digestTitle, lane: 'end' }
}

/** The row of events with this cause. Undefined if only another version of Ferry knows it. */
function rowOfCause(cause: string, events: EventTable): Extract<EventRow, { place: 'broadcast' }> | undefined {
  const [name] = cause.split(' ')
  const row = Object.entries(events).find(([each]) => each === name)?.[1]
  return row?.place === 'broadcast' ? row : undefined
}

/** Whether an event calls those whose turn it is. */
export function isCalling(event: Pick<Event, 'details' | 'migration'>, events: EventTable): boolean {
  const row = rowOf(event, events)
  return row.place === 'broadcast' && row.calls !== 'nobody'
}

/** Whether events with this cause call those whose turn it is. */
export function isCallingCause(cause: string, events: EventTable): boolean {
  return cause === flood.key || rowOfCause(cause, events)?.calls === 'whose turn it is'
}

/** The mark of a migration on a board, besides its figures. Undefined if it has none. */
export function markOf(known: Known, events: EventTable): BoardMark | undefined {
  return Object.values(events).flatMap(({ mark }) => (mark !== 'none' && mark.lasts(known) ? [mark] : []))[0]
}

/** Whether an event tells of a condition that has passed. */
export function isPast(event: Pick<Event, 'details' | 'migration'>, known: Known, events: EventTable): boolean {
  const { mark } = rowOf(event, events)
  return mark !== 'none' && !mark.lasts(known)
}
