import type { KnownBlock } from '@slack/types'
import type { Responder } from '../../access/owners.ts'
import type { Subject } from '../../access/roles.ts'
import { explainEnd } from '../../catalogue/explain-end.ts'
import { isFinal, type Migration } from '../../migrations/migration.ts'
import type { CloudWords } from '../../migrations/trouble.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import type { Provider } from '../../providers/provider.ts'
import { subjectsText } from '../access/roles.ts'
import { type Taken, takenBlocks } from '../act/ack.ts'
import { choices, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { groupTaskLines } from '../group/tasks.ts'
import { heldText } from '../notice/held.ts'
import { people } from '../request/card.ts'
import { cloudLines, supportLines } from '../words/cloud-words.ts'
import { type DeadlineLine, deadlineLine } from '../words/deadline.ts'
import { figureLines, stateLine } from '../words/figures.ts'
import { at, code, escaped, named, sentence } from '../words/text.ts'
import { kindWords, route, sourceText, standingWords, targetText } from '../words/words.ts'
import { cardChoices } from './choices.ts'
import { detailLines, failedListLines, mishapLines } from './details.ts'
import { explanationLines } from './explanation.ts'

/** `followed`: Ferry still looks, and the card changes. `unfinished`: Ferry has stopped looking. */
export type Pending = 'followed' | 'unfinished'

export type Card = {
  migration: Migration
  provider: Pick<Provider, 'label' | 'kinds'>
  /**
   * Why the figures are old, if they are. `next` is empty if nobody can do anything. `owners`: of the account, in an
   * answer.
   */
  trouble?: { what: string; next: string; since: number; cloud?: CloudWords; owners?: readonly Subject[] }
  /** Since when no figure has moved, if that is long ago. */
  stalledSince?: number
  /**
   * Purpose of the card. `reply` answers a person; `live` is the card in a channel that the poller keeps up to date.
   */
  purpose: 'reply' | 'live' | 'shared'
  /** Slack user ids of who requested the migration and who approved that. */
  requested?: { by: string; approvedBy: readonly string[] }
  /** An action on the migration that the cloud has accepted and that is not done yet. */
  pending?: Pending
  /** Whether the channel's board shows the figures. */
  isOnBoard?: boolean
  /** Since when Slack has been limiting what Ferry may post in the channel, if that is long. */
  heldSince?: number
  /** Whose turn it is to act, for an answer to somebody: a card in a channel calls nobody. */
  responders?: readonly Responder[]
  /** Who takes care of what is wrong with it. */
  taken?: Taken
  /** By when it is to be done. */
  deadlines?: readonly DeadlineLine[]
}

/** The card of one migration. Every row is short enough for a phone. */
export function migrationCard(card: Card): Message {
  const { migration, responders = [] } = card
  const explanation = explainEnd(migration)
  const { word } = standingWords(migration)
  const title = `*${route(migration.source, migration.target)}*`
  const blocks: KnownBlock[] = [
    section([title, headLine(card)].join('\n')),
    ...(card.isOnBoard ? [] : figureBlocks(card)),
    ...(explanation === undefined
      ? []
      : [section(explanationLines(explanation, { isAnswer: true, responders }).join('\n'))]),
    ...troubleBlocks(card),
    ...pendingBlocks(card),
    ...heldBlocks(card),
    ...detailBlocks(card),
    ...deadlineBlocks(card),
    ...takenBlocks(card.taken),
    ...requestedBlocks(card),
    context(smallPrint(card)),
    ...cardChoices({ ...card, explanation }),
  ]
  return { text: `${word}: ${route(migration.source, migration.target)} (${named(refOf(migration), 120)})`, blocks }
}

/** The state, with how far the migration is unless the board shows that. */
function headLine({ migration, isOnBoard, stalledSince }: Card): string {
  if (!isOnBoard) return stateLine(migration, stalledSince === undefined ? 'card' : 'stalled card')
  const { icon, word } = standingWords(migration)
  return `${icon} *${word}* · figures on this channel’s board`
}

function figureBlocks(card: Card): KnownBlock[] {
  const { migration, provider } = card
  const figures = figureLines(migration, provider)
  const lines = [
    ...fieldLines(card),
    ...figures,
    ...groupTaskLines(migration, mostTasks),
    ...mishapLines(migration),
    ...stallLine(card),
  ]
  return lines.length === 0 ? [] : [section(lines.join('\n'))]
}

const mostTasks = 5

/** Lines about a state that Ferry cannot read: the names of the sent fields, without their values. */
function fieldLines({ migration: { state, fieldsSent }, provider }: Card): string[] {
  if (state !== 'unknown' || fieldsSent === undefined) return []
  const names = fieldsSent.length === 0 ? 'none' : fieldsSent.map((name) => code(name, 40)).join(', ')
  return [
    `:warning: ${escaped(provider.label)} sent no state that Ferry can read, so Ferry can’t tell you when this ends.`,
    `Fields that it sent: ${names}`,
  ]
}

/** Details of a migration. A channel's card stays short; what never changes is shown only to people who ask. */
function detailBlocks({ migration, purpose }: Card): KnownBlock[] {
  const lists = migration.state === 'failed' ? failedListLines(migration) : []
  const lines = [...lists, ...(purpose === 'reply' ? detailLines(migration) : [])]
  return lines.length === 0 ? [] : [context(lines.join('\n'))]
}

export function stallLine({ stalledSince }: Pick<Card, 'stalledSince'>): string[] {
  if (stalledSince === undefined) return []
  return [
    `:warning: No progress since ${at(stalledSince)}. Many skipped objects or a very large one can look like this too.`,
  ]
}

export function troubleBlocks({ trouble, migration }: Pick<Card, 'trouble' | 'migration'>): KnownBlock[] {
  if (trouble === undefined) return []
  if (isFinal(migration.state))
    return [context(`${sentence(trouble.what)} It had ended before, so these figures are final.`)]
  const lines = [
    `:warning: These figures are out of date: ${sentence(trouble.what)}`,
    ...cloudLines(trouble.cloud),
    ...(trouble.next === '' ? [] : [sentence(trouble.next), ...ownersLine(trouble.owners)]),
    `Since ${at(trouble.since)}; Ferry keeps trying.`,
  ]
  return [section(lines.join('\n')), ...supportLines(trouble.cloud).map(context)]
}

function ownersLine(owners: readonly Subject[] = []): string[] {
  return owners.length === 0 ? [] : [`*Who can fix it:* ${subjectsText(owners)}`]
}

function pendingBlocks({ pending }: Card): KnownBlock[] {
  if (pending === undefined) return []
  return [
    context(
      pending === 'followed'
        ? 'The cloud has accepted it. This answer is updated for about a minute.'
        : 'The cloud has accepted it, but has not done it within a minute. This answer no longer changes: look again later, or watch the migration to hear more.',
    ),
  ]
}

function heldBlocks({ heldSince }: Card): KnownBlock[] {
  return heldSince === undefined ? [] : [context(heldText(heldSince))]
}

function deadlineBlocks({ deadlines = [], migration }: Card): KnownBlock[] {
  const lines = deadlines.flatMap((one) => deadlineLine(one, migration))
  return lines.length === 0 ? [] : [context(lines.join('\n'))]
}

function requestedBlocks({ requested }: Card): KnownBlock[] {
  if (requested === undefined) return []
  const approved = requested.approvedBy.length === 0 ? [] : [`approved by ${people(requested.approvedBy)}`]
  return [context([`Requested by ${people([requested.by])}`, ...approved].join(' · '))]
}

function bornAt({ startedAt, createdAt }: Migration): string[] {
  if (startedAt !== undefined) return [`started ${at(startedAt)}`]
  return createdAt === undefined ? [] : [`created ${at(createdAt)}`]
}

function smallPrint({ migration, provider, purpose }: Card): string {
  return [
    code(refOf(migration)),
    `${escaped(provider.label)} ${kindWords[migration.kind]}`,
    `${sourceText(migration.source)} → ${targetText(migration.target)}`,
    ...bornAt(migration),
    readingTime(migration.readAt, purpose),
  ].join(' · ')
}

/** When the migration was read. A card that stays in a channel for days shows the date too. */
function readingTime(readAt: number, purpose: Card['purpose']): string {
  if (purpose === 'reply') return `as of ${at(readAt, 'seconds')}`
  return `${purpose === 'live' ? 'last change' : 'as of'} ${at(readAt)}`
}

/** Who ended a watch and when, and in which channel. */
export type Unfollowed = { by: string; at: number; channel: string }

/**
 * The card in a channel that does not follow the migration any more. It shows no figures, because they would grow old.
 */
export function unfollowedCard(
  { id, account, source, target }: Pick<Migration, 'id' | 'account' | 'source' | 'target'>,
  { by, at: endedAt, channel }: Unfollowed,
): Message {
  const ref = refOf({ account, id })
  return {
    text: `Not followed here any more: ${route(source, target)} (${named(ref, 120)})`,
    blocks: [
      section(`*${route(source, target)}*\n:no_bell: Not followed here any more`),
      context([code(ref), `ended by <@${escaped(by)}> ${at(endedAt)}`].join(' · ')),
      ...choices([
        { label: 'Follow again', command: `watch ${ref} <#${channel}>` },
        { label: 'Details', command: `status ${ref}` },
      ]),
    ],
  }
}
