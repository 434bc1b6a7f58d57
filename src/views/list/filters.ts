import type { ActionsBlock } from '@slack/types'
import { defined } from '../../defined.ts'
import type { ListFilter, Narrowing, NarrowingCount } from '../../migrations/list-filter.ts'
import { isEnded, type State } from '../../migrations/migration.ts'
import { type Choice, choices, choicesAndList } from '../blocks/elements.ts'
import { stalledWord, typedFilter } from '../words/filter.ts'
import { formatCount } from '../words/format.ts'
import { typedSet } from '../words/set.ts'
import { lowered, stateWords } from '../words/words.ts'

/** How all migrations stand that a list could show, whatever state it is narrowed to now. */
export type Filtering = { standing: readonly NarrowingCount[]; filter: ListFilter; command: (filter: string) => string }

/** Counts by state that narrow the list to themselves. None if they would narrow nothing. */
export function filterChoices({ standing, filter, command }: Filtering): ActionsBlock[] {
  const { state, isStalled, ...rest } = filter
  const active = isStalled ? 'stalled' : state
  const others = inOrder(standing).filter(({ is }) => is !== active)
  if (active === undefined && (totalOf(standing) < fewest || others.length < 2)) return []
  const ways = [
    ...(active === undefined
      ? []
      : [{ label: `All ${formatCount(totalOf(standing))}`, command: command(typedFilter(rest)) }]),
    ...others.map(({ is, count }) => ({
      label: `${filterLabel(is)} ${formatCount(count)}`,
      command: command(typedFilter(is === 'stalled' ? { ...rest, isStalled: true } : { ...rest, state: is })),
    })),
  ]
  if (ways.length <= onPhone) return choices(ways)
  return choicesAndList(ways.slice(0, onPhone - 1), { placeholder: 'Other states', entries: ways.slice(onPhone - 1) })
}

/** Fewest migrations in a list that is worth narrowing. */
const fewest = 6
/** How many buttons fit a row on a phone. */
const onPhone = 3

/** "12 failed, 3 not moving, 161 running", for notifications and screen readers. */
export function standingText(standing: readonly NarrowingCount[]): string {
  return inOrder(standing)
    .map(({ is, count }) => `${formatCount(count)} ${is === 'stalled' ? stalledWord : lowered(stateWords[is].word)}`)
    .join(', ')
}

/** Number of migrations. What stands still is counted by its state as well. */
function totalOf(standing: readonly NarrowingCount[]): number {
  return standing.reduce((sum, { is, count }) => (is === 'stalled' ? sum : sum + count), 0)
}

function filterLabel(is: Narrowing): string {
  return is === 'stalled' ? 'Not moving' : stateWords[is].word
}

/** Order of filters: those that need somebody come first. */
function inOrder(standing: readonly NarrowingCount[]): NarrowingCount[] {
  return standing.toSorted((a, b) => order.indexOf(a.is) - order.indexOf(b.is))
}

const order: readonly Narrowing[] = [
  'failed',
  'stalled',
  'unknown',
  'running',
  'retrying',
  'pausing',
  'queued',
  'paused',
  'succeeded',
  'cancelled',
  'deleting',
  'deleted',
]

/**
 * Acts on everything that the list shows, pages and all. Each asks first. Offered where something is in a state for
 * which the act is meant.
 */
export function actsOnAll({ standing, filter }: Pick<Filtering, 'standing' | 'filter'>): Choice[] {
  const typed = typedFilter(filter)
  const shown = standing.filter(({ is }) => {
    if (filter.isStalled) return is === 'stalled'
    return filter.state === undefined || is === filter.state
  })
  const isAny = (...states: readonly Narrowing[]) => shown.some(({ is }) => states.includes(is))
  const moving: readonly State[] = ['running', 'retrying']
  const acts = [
    ...(isAny(...moving, 'stalled') ? [{ label: 'Pause what runs…', verb: 'pause all' }] : []),
    ...(isAny('failed') ? [{ label: 'Retry what failed…', verb: 'retry all' }] : []),
    ...(isAny('paused') ? [{ label: 'Start what is paused…', verb: 'start all' }] : []),
    ...(isAny(...moving, 'stalled', 'paused', 'queued') ? [{ label: 'Limit the speed…', verb: 'limit all' }] : []),
  ]
  return acts.map(({ label, verb }) => ({ label, command: `${verb} ${typed}`.trim() }))
}

/** The filter of a list, and the field in which all its rows have the filter's text. */
type Shown = { filter: ListFilter; textIn?: 'bucket' | 'name' }

/**
 * Opens the form in which a channel follows what a list shows. Nothing if no subscription means the same: for what
 * stands still, and for a text that is the start of an id, or of some buckets and in some names.
 */
export function following({ filter, textIn }: Shown): Choice[] {
  const { account, state, isStalled, kind, text } = filter
  if (isStalled || text?.includes('*')) return []
  if (text !== undefined && textIn === undefined) return []
  const isLasting = state !== undefined && state !== 'failed' && isEnded(state)
  const set = typedSet({
    ...defined({ account }),
    ...(kind !== undefined && { kinds: [kind] }),
    // What moves is followed to its end, so its state now says nothing.
    ...(isLasting && { states: [state] }),
    ...(text !== undefined && (textIn === 'bucket' ? { bucket: `${text}*` } : { name: `*${text}*` })),
  })
  const hears = state === 'failed' ? 'failed' : isLasting ? 'ended' : 'all'
  return [{ label: 'Follow in a channel…', command: `subscribe ${set} ${hears} --form` }]
}
