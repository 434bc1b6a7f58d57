import type { KnownBlock } from '@slack/types'
import { explain } from '../catalogue/explain.ts'
import { type Action, actionsFor } from '../migrations/actions.ts'
import type { Migration } from '../migrations/migration.ts'
import { refOf } from '../migrations/ref.ts'
import type { Provider } from '../providers/provider.ts'
import { type Choice, choices, context, section } from './elements.ts'
import { explanationLines } from './explanation.ts'
import { figureLines, progressLine } from './figures.ts'
import { formatDuration } from './format.ts'
import type { Message } from './message.ts'
import { at, code, escaped, sentence } from './text.ts'
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
  return { text: `${word}: ${route(migration.source, migration.target)} (${escaped(refOf(migration))})`, blocks }
}

/** What can be done to a migration now. */
export function possibleActions(migration: Migration, provider: Card['provider']): Action[] {
  return actionsFor(migration, provider.kinds[migration.kind]?.actions ?? {})
}

function failureBlocks(migration: Migration): KnownBlock[] {
  if (migration.state !== 'failed') return []
  return [section(explanationLines(explain(migration.failure ?? {})).join('\n'))]
}

function stallLine({ stalledSince, migration }: Card): string[] {
  if (stalledSince === undefined) return []
  const quiet = formatDuration(migration.readAt - stalledSince)
  return [`:warning: No figure has moved for ${quiet}. Many skipped or very large objects can look like this too.`]
}

function troubleBlocks({ trouble }: Card): KnownBlock[] {
  if (trouble === undefined) return []
  const lines = [`:warning: These figures are old: ${sentence(trouble.what)}`, sentence(trouble.next)]
  return [section(`${lines.join('\n')}\nSince ${at(trouble.since, 'time')}; Ferry goes on trying.`)]
}

function smallPrint({ migration, provider, purpose }: Card): string {
  return [
    code(refOf(migration)),
    `${escaped(provider.label)} ${kindWords[migration.kind]}`,
    `${place(migration.source)} → ${place(migration.target)}`,
    ...(migration.startedAt === undefined ? [] : [`started ${at(migration.startedAt)}`]),
    `${purpose === 'live' ? 'last change' : 'as of'} ${at(migration.readAt, 'time')}`,
  ].join(' · ')
}

function cardChoices(card: Card): KnownBlock[] {
  if (card.migration.state === 'deleted') return []
  const ref = refOf(card.migration)
  const possible = possibleActions(card.migration, card.provider).map((action) => actionChoice(action, ref))
  const around: Choice[] = [
    ...(card.purpose === 'live' ? [] : [{ label: 'Watch here', command: `watch ${ref}` }]),
    { label: 'Refresh', command: `status ${ref}` },
    ...(card.purpose === 'reply' ? [{ label: 'Share to channel', command: `status ${ref} --share` }] : []),
  ]
  const harmless = possible.filter(({ style }) => style !== 'danger')
  const harmful = possible.filter(({ style }) => style === 'danger')
  const shown = [...harmless, ...around].slice(0, 2)
  const hidden = [...harmless, ...around].slice(2)
  return choices(shown, [...hidden, ...harmful])
}

function actionChoice(action: Action, ref: string): Choice {
  const { label, command } = actionWords[action]
  const style = action === 'delete' || action === 'cancel' ? 'danger' : action === 'pause' ? undefined : 'primary'
  return { label, command: command(ref), ...(style === undefined ? {} : { style }) }
}
