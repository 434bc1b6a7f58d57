import { type Explanation, explain } from '../catalogue/explain.ts'
import type { Actor } from '../migrations/actor.ts'
import { type Failure, isEnded, type State } from '../migrations/migration.ts'
import { refOf } from '../migrations/ref.ts'
import { byWhom } from './actor.ts'
import { type Choice, choices, context, section, sections } from './elements.ts'
import { explanationLines } from './explanation.ts'
import { plural } from './format.ts'
import type { Message } from './message.ts'
import { at, code, named, notice } from './text.ts'
import { lowered, stateWords } from './words.ts'

/** One migration of a group: what happened to it, and how it stands now. */
export type GroupLine = {
  account: string
  migrationId: string
  from: string
  to: string
  /** State that was told. */
  state: State
  /** State now. Undefined if the migration is not known any more. */
  now?: State
  at: number
  actor?: Actor
  /** Whether it was told in a message of its own. */
  isAlone?: boolean
}

export type GroupSummary = {
  id: string
  about: 'end' | 'stall' | 'digest'
  /** What the cloud said about the failure, if the migrations failed. */
  failure?: Failure
  lines: readonly GroupLine[]
  /** How many failed ones can be retried now. */
  retryable: number
}

/** Names in the summary. The thread lists all. */
const mostNamed = 5

/** The message about several migrations with one cause. It is brought up to date as more are added and as they move on. */
export function groupSummary(group: GroupSummary): Message {
  const { lines, failure } = group
  const explanation = failure && explain(failure)
  const title = titleOf(group)
  const listed = lines.filter(({ isAlone }) => !isAlone)
  const names = listed.slice(0, mostNamed).map((line) => `• ${routeOf(line)}`)
  const more = listed.length > mostNamed ? [`and ${listed.length - mostNamed} more, all in the thread`] : []
  const standing = standingOf(lines)
  return {
    text: notice(`${title.words}${explanation === undefined ? '' : `. ${explanation.what}`}`),
    blocks: [
      section([`${title.icon} *${title.words}*`, ...(standing === '' ? [] : [standing])].join('\n')),
      ...(explanation === undefined ? [] : [section(explanationLines(explanation).join('\n'))]),
      section([...names, ...more].join('\n')),
      context(smallPrint(lines)),
      ...choices(helpfulChoices(group, explanation)),
    ],
  }
}

/** Members of a group, for its thread. */
export function groupMembers(lines: readonly GroupLine[]): Message {
  const [first] = lines
  const more = lines.length > 1 ? ` and ${lines.length - 1} more` : ''
  return {
    text: first === undefined ? 'Migrations' : notice(`${first.from} → ${first.to}${more}`),
    blocks: sections(lines.map(memberText)),
  }
}

/** How many of these members one message of the thread has room for. At least one. */
export function membersThatFit(lines: readonly GroupLine[]): number {
  let room = roomForMembers
  const over = lines.slice(0, mostInMessage).findIndex((line) => {
    room -= memberText(line).length + 1
    return room < 0
  })
  return over < 0 ? Math.min(lines.length, mostInMessage) : Math.max(1, over)
}

const mostInMessage = 60
const roomForMembers = 9000

function memberText(line: GroupLine): string {
  return `${stateWords[line.state].icon} *${routeOf(line)}*${byWhom(line.actor)}\n${refText(line)}`
}

function titleOf({ about, lines }: GroupSummary): { icon: string; words: string } {
  const count = plural(lines.length, 'migration')
  const [{ state } = { state: 'unknown' as const }] = lines
  if (about === 'digest') return { icon: ':newspaper:', words: `News of ${count}` }
  if (about === 'stall') {
    return { icon: ':warning:', words: `${count} ${lines.length === 1 ? 'makes' : 'make'} no progress` }
  }
  if (state === 'failed') return { icon: stateWords.failed.icon, words: `${count} failed for the same reason` }
  const passive = state === 'cancelled' || state === 'deleted' ? `${lines.length === 1 ? 'was' : 'were'} ` : ''
  return { icon: stateWords[state].icon, words: `${count} ${passive}${lowered(stateWords[state].word)}` }
}

/** How the migrations stand now: "5 failed · 2 running". Empty if all are as they were told. */
function standingOf(lines: readonly GroupLine[]): string {
  if (lines.every(({ state, now = state }) => now === state)) return ''
  const counts = Map.groupBy(lines, ({ state, now = state }) => now)
  const stated = [...counts].toSorted(([a, some], [b, others]) => rank(a) - rank(b) || others.length - some.length)
  return `Now: ${stated.map(([state, some]) => `${some.length} ${lowered(stateWords[state].word)}`).join(' · ')}`
}

function rank(state: State): number {
  return state === 'failed' ? 0 : isEnded(state) ? 2 : 1
}

function routeOf({ from, to }: GroupLine): string {
  return `${named(from, 60)} → ${named(to, 60)}`
}

function refText({ account, migrationId }: GroupLine): string {
  return code(refOf({ account, id: migrationId }), 90)
}

function smallPrint(lines: readonly GroupLine[]): string {
  const times = lines.map((line) => line.at)
  const [first, last] = [Math.min(...times), Math.max(...times)]
  const alone = lines.filter(({ isAlone }) => isAlone).length
  return [
    first === last ? at(first) : `${at(first)} to ${at(last, 'time')}`,
    ...(alone === 0
      ? []
      : [
          `${alone === 1 ? 'the first has a message' : `${alone} have messages`} of ${alone === 1 ? 'its' : 'their'} own above`,
        ]),
  ].join(' · ')
}

function helpfulChoices({ id, retryable }: GroupSummary, explanation: Explanation | undefined): Choice[] {
  if (explanation === undefined || retryable < 2) return []
  if (explanation.retry === 'none' || explanation.retry === 'new migration') return []
  const confirm = {
    title: `Retry ${retryable} migrations?`,
    text: 'Ferry retries them one by one, in your name. It leaves alone what runs already, and tells you which need keys.',
    yes: 'Retry them',
  }
  return [{ label: `Retry all ${retryable}`, command: `retry --group ${id}`, style: 'primary', confirm }]
}
