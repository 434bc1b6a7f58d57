import type { KnownBlock } from '@slack/types'
import { explain } from '../catalogue/explain.ts'
import { type Action, actionsFor } from '../migrations/actions.ts'
import { isEnded, type Migration } from '../migrations/migration.ts'
import { refOf } from '../migrations/ref.ts'
import type { Provider } from '../providers/provider.ts'
import { type Choice, choices, context, section } from './elements.ts'
import { explanationLines } from './explanation.ts'
import { figureLines, progressLine } from './figures.ts'
import type { Message } from './message.ts'
import { at, code, escaped, named, sentence } from './text.ts'
import { actionWords, kindWords, place, route, stateWords } from './words.ts'

export type Card = {
  migration: Migration
  provider: Pick<Provider, 'label' | 'kinds'>
  /** Why the figures are not fresh, when they are not. */
  trouble?: { what: string; next: string; since: number }
  /** Set when nothing has moved for long: since when. */
  stalledSince?: number
  /** `reply` is what somebody asked for; `live` is the card that the poller keeps up to date in a channel. */
  purpose: 'reply' | 'live' | 'shared'
}

/** One migration at a glance; every row is short enough for a phone. */
export function migrationCard(card: Card): Message {
  const { migration } = card
  const { icon, word } = stateWords[migration.state]
  const title = `*${route(migration.source, migration.target)}*`
  const state = `${icon} *${word}*${migration.state === 'unknown' ? ` (${code(migration.nativeState, 40)})` : ''}`
  const blocks: KnownBlock[] = [
    section([title, progressLine(state, migration)].join('\n')),
    section([...figureLines(migration, card.provider.label), ...stallLine(card)].join('\n')),
    ...failureBlocks(migration),
    ...troubleBlocks(card),
    context(smallPrint(card)),
    ...cardChoices(card),
  ]
  return { text: `${word}: ${route(migration.source, migration.target)} (${named(refOf(migration), 120)})`, blocks }
}

/** What can be done to a migration now. */
export function possibleActions(migration: Migration, provider: Card['provider']): Action[] {
  return actionsFor(migration, provider.kinds[migration.kind]?.actions ?? {})
}

function failureBlocks(migration: Migration): KnownBlock[] {
  if (migration.state !== 'failed') return []
  return [section(explanationLines(explain(migration.failure ?? {})).join('\n'))]
}

function stallLine({ stalledSince }: Card): string[] {
  if (stalledSince === undefined) return []
  return [
    `:warning: No figure has moved since ${at(stalledSince)}. Many skipped or very large objects can look so too.`,
  ]
}

function troubleBlocks({ trouble }: Card): KnownBlock[] {
  if (trouble === undefined) return []
  const lines = [`:warning: These figures are old: ${sentence(trouble.what)}`, sentence(trouble.next)]
  return [section(`${lines.join('\n')}\nSince ${at(trouble.since)}; Ferry goes on trying.`)]
}

function bornAt({ startedAt, createdAt }: Migration): string[] {
  if (startedAt !== undefined) return [`started ${at(startedAt)}`]
  return createdAt === undefined ? [] : [`created ${at(createdAt)}`]
}

function smallPrint({ migration, provider, purpose }: Card): string {
  return [
    code(refOf(migration)),
    `${escaped(provider.label)} ${kindWords[migration.kind]}`,
    `${place(migration.source)} → ${place(migration.target)}`,
    ...bornAt(migration),
    readingTime(migration.readAt, purpose),
  ].join(' · ')
}

/** What stays in a channel for days needs the date too. */
function readingTime(readAt: number, purpose: Card['purpose']): string {
  if (purpose === 'reply') return `as of ${at(readAt, 'time')}`
  return `${purpose === 'live' ? 'last change' : 'as of'} ${at(readAt)}`
}

function cardChoices(card: Card): KnownBlock[] {
  const { migration, provider } = card
  if (migration.state === 'deleted') return []
  const helps = helpfulAction(migration)
  const possible = possibleActions(migration, provider)
  const inOrder = [...possible.filter((action) => action === helps), ...possible.filter((action) => action !== helps)]
  const actionChoices = inOrder.map((action) => actionChoice(action, refOf(migration), action === helps))
  const harmful = actionChoices.filter(({ style }) => style === 'danger')
  const others = [...actionChoices.filter((choice) => !harmful.includes(choice)), ...choicesAround(card)]
  // A menu of one entry would only hide it, unless it is better hidden.
  const inRow = harmful.length === 0 && others.length <= buttonsOnPhone ? buttonsOnPhone : buttonsOnPhone - 1
  return choices(others.slice(0, inRow), [...others.slice(inRow), ...harmful])
}

const buttonsOnPhone = 3

/** The one action that is made to stand out: after a failure, the one that its explanation names. */
function helpfulAction({ state, failure }: Migration): Action | undefined {
  if (state === 'paused') return 'start'
  if (state !== 'failed') return undefined
  const { retry } = explain(failure ?? {})
  if (retry === 'new migration' || retry === 'none') return undefined
  return retry === 'failed objects' ? 'retry-failed' : 'retry'
}

function choicesAround({ migration: { account, id, state }, purpose }: Card): Choice[] {
  const ref = refOf({ account, id })
  const hasNews = !isEnded(state) || state === 'failed'
  return [
    ...(purpose === 'live' || !hasNews ? [] : [{ label: 'Watch here', command: `watch ${ref}` }]),
    { label: 'Refresh', command: `status ${ref}` },
    ...(purpose === 'reply' ? [{ label: 'Share to channel', command: `status ${ref} --share` }] : []),
  ]
}

function actionChoice(action: Action, ref: string, standsOut: boolean): Choice {
  const { label, command } = actionWords[action]
  const style = action === 'delete' || action === 'cancel' ? 'danger' : standsOut ? 'primary' : undefined
  return { label, command: command(ref), ...(style === undefined ? {} : { style }) }
}
