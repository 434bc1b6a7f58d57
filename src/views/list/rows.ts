import type { SectionBlock } from '@slack/types'
import { explainEnd } from '../../catalogue/explain-end.ts'
import type { StateCount } from '../../migrations/families.ts'
import { type Kind, type Migration, worstFirst } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { button, type Choice, section } from '../blocks/elements.ts'
import { cut, cutMrkdwn } from '../blocks/limits.ts'
import { withinRoom } from '../blocks/rows.ts'
import { stateLine } from '../words/figures.ts'
import { formatCount, plural } from '../words/format.ts'
import { code, escaped, named } from '../words/text.ts'
import { countedWord, kindWords, route, title } from '../words/words.ts'

/** A migration, how many tasks or runs it has in each state, and whether it or one of them stands still. */
export type Row = { head: Migration; members: readonly StateCount[]; isStalled?: true }

/** How much a row says. `brief`: long names are cut, and no reason is given. */
type Detail = 'full' | 'brief'

/**
 * Rows with a button each. If they are too long together for a message, all are brief, and the last buttons make room:
 * what they open can still be typed.
 */
export function choiceRows(rows: readonly Row[], choiceOf: (head: Migration) => Choice): SectionBlock[] {
  const draw = (detail: Detail): SectionBlock[] => rows.map((one) => choiceRow(one, choiceOf(one.head), detail))
  const full = draw('full')
  return JSON.stringify(full).length <= roomForRows ? full : withinRoom(draw('brief'), [], roomForRows)
}

/** Room for the rows of one message, in characters of JSON. The rest is for what stands around them. */
const roomForRows = 9000

function choiceRow({ head, members, isStalled }: Row, choice: Choice, detail: Detail) {
  const standing = [
    stateLine(head, 'row'),
    ...(isStalled ? [':warning: no progress'] : []),
    ...standingIn(head),
    ...(detail === 'full' ? reasonOf(head) : []),
  ].join(' · ')
  const lines = [
    `*${detail === 'full' ? route(head.source, head.target) : briefRoute(head)}*`,
    standing,
    ...(members.length === 0 ? [] : [membersIn(head, members)]),
    [code(refOf(head), detail === 'full' ? 90 : 50), ...(detail === 'full' ? nameOf(head) : [])].join(' · '),
  ]
  return { ...section(lines.join('\n')), accessory: button(choice) }
}

function briefRoute({ source, target }: Migration): string {
  return [source, target].map((place) => cut(title(place), 24)).join(' → ')
}

/** Why a migration failed, in a few words, if the cloud says why or it is incomplete. */
function reasonOf(migration: Migration): string[] {
  const explanation = explainEnd(migration)
  if (explanation === undefined || (migration.state === 'failed' && migration.failure === undefined)) return []
  const { what, code: known, isKnown } = explanation
  return [`${cutMrkdwn(escaped(what), longestReason)}${isKnown && known !== undefined ? ` (${code(known, 40)})` : ''}`]
}

const longestReason = 110

/** The name that people gave it, unless its id or its source bucket, with which clouds begin the names they make, says it. */
function nameOf({ id, name = '', source }: Migration): string[] {
  const isMade = source.bucket !== undefined && name.startsWith(`${source.bucket}-`)
  return name === '' || name === id || isMade ? [] : [named(name, 40)]
}

/** How many tasks or runs a migration has and how they stand: "4 tasks: 1 failed, 3 succeeded". */
function membersIn(head: Migration, members: readonly StateCount[]): string {
  const total = members.reduce((sum, { count }) => sum + count, 0)
  return `${plural(total, memberWords[head.kind === 'sync' ? 'sync' : 'group'])}: ${statesIn(members)}`
}

export const memberWords = { group: 'task', sync: 'run' } as const

/** "1 failed, 3 succeeded": what needs somebody comes first. */
function statesIn(counts: readonly StateCount[]): string {
  return counts
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .map(({ state, isIncomplete = false, count }) => `${formatCount(count)} ${countedWord(state, isIncomplete)}`)
    .join(', ')
}

/** Something that has ended without all of its objects comes right after what failed. */
function rankOf({ state, isIncomplete }: StateCount): number {
  return isIncomplete ? worstFirst.indexOf('failed') + 0.5 : worstFirst.indexOf(state)
}

/** Words that tell a migration from others of the same buckets. */
function standingIn({ kind, madeBy }: Migration): string[] {
  if (madeBy !== undefined) return [makerWords[madeBy]]
  return unlike.includes(kind) ? [kindWords[kind]] : []
}

const makerWords: Record<NonNullable<Migration['madeBy']>, string> = {
  group: 'task of a group',
  sync: 'run of a synchronization task',
}

/**
 * Kinds that appear beside other migrations of the same buckets: a group has tasks, and a synchronization task has
 * runs.
 */
const unlike: readonly Kind[] = ['group', 'sync']
