import type { ListFilter } from '../../migrations/list-filter.ts'
import type { State } from '../../migrations/migration.ts'
import { code } from '../words/text.ts'
import { kindWords, lowered } from '../words/words.ts'
import { memberWords } from './rows.ts'

/** A group or a synchronization task, of which the members are listed. */
export type Head = { kind: 'group' | 'sync'; ref: string }

/** `isSure`: whether all accounts could be read. Others may have what was asked for. */
type Empty = { filter: ListFilter; below: Head | undefined; isSure: boolean }

/** The sentence of a list with nothing in it. It says all that was asked for, and claims no more than is known. */
export function noneFound({ filter, below, isSure }: Empty): string {
  const does = clauseOf(filter)
  if (below !== undefined && does === undefined && filter.text === undefined) return memberless(below)
  const none = does === undefined ? `There is no ${thing(filter, below)}` : `No ${thing(filter, below)} ${does}`
  return isSure ? `${none}.` : `As far as Ferry knows, ${lowered(none)}.`
}

/** A filter within a sentence: "task group in `prod-hw` that has failed". */
export function soughtWords(filter: ListFilter): string {
  const does = clauseOf(filter)
  return `${thing(filter, undefined)}${does === undefined ? '' : ` that ${does}`}`
}

function clauseOf({ state, isStalled }: ListFilter): string | undefined {
  return isStalled ? 'has stalled' : state && clauses[state]
}

function memberless({ kind, ref }: Head): string {
  return kind === 'group'
    ? `The group ${code(ref)} has no tasks, or there is no such group.`
    : `The synchronization task ${code(ref)} has no runs.`
}

/** The filter without its state: "task group like `wave2` in `prod-hw`". */
function thing({ kind, text, account }: ListFilter, below: Head | undefined): string {
  const noun = below === undefined ? (kind === undefined ? 'migration' : kindWords[kind]) : memberWords[below.kind]
  return [
    noun,
    ...(text === undefined ? [] : [`like ${code(text, 60)}`]),
    ...(account === undefined ? [] : [`in ${code(account, 40)}`]),
    ...(below === undefined ? [] : [`of ${headWords[below.kind]} ${code(below.ref)}`]),
  ].join(' ')
}

export const headWords = { group: 'the group', sync: 'the synchronization task' } as const

/** States, as what a migration does. */
const clauses: Record<State, string> = {
  queued: 'is waiting',
  running: 'is running',
  retrying: 'is retrying',
  pausing: 'is pausing',
  paused: 'is paused',
  succeeded: 'has succeeded',
  failed: 'has failed',
  cancelled: 'was cancelled',
  deleting: 'is being deleted',
  deleted: 'was deleted',
  unknown: 'is in an unknown state',
}
