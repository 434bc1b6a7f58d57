import { type About, explainShared, type SharedExplanation } from '../../catalogue/explain.ts'
import { incomplete } from '../../catalogue/explain-end.ts'
import type { Actor } from '../../migrations/actor.ts'
import type { Failure, NotMigrated, State } from '../../migrations/migration.ts'
import type { Choice } from '../blocks/elements.ts'
import { cut, limits } from '../blocks/limits.ts'
import { formatCount, plural } from '../words/format.ts'
import { named } from '../words/text.ts'

/** One migration of a group: what happened to it, and how it stands now. */
export type GroupLine = {
  account: string
  migrationId: string
  from: string
  to: string
  /** State that was told. */
  state: State
  /** Objects and bytes that were not migrated at the end, although the cloud called the migration done. */
  missed?: NotMigrated
  /** State now. Undefined if the migration is not known any more. */
  now?: State
  /** Why it failed, in a few words, and how many bytes had arrived. Known of events of many causes alone. */
  reason?: string
  bytes?: number
  /** Whether the cloud calls it done now and has not migrated everything. */
  isIncompleteNow?: boolean
  at: number
  actor?: Actor
  /** Whether it was told in a message of its own. */
  isAlone?: boolean
  /** Whether it stands failed and can be retried. */
  canRetry?: boolean
  /** Slack user id of the person who takes care of it. */
  holder?: string
}

/** The buckets or accounts that the explanation of a group speaks of, those with the most members first. */
export type GroupPlaces = { about: About; all: readonly Place[] }
type Place = { name: string; lines: readonly GroupLine[] }

/** Migrations of a group, with the reason that they share. */
type Reasoned = { isMixed?: true; failure?: Failure; lines: readonly GroupLine[] }

/** Why the migrations of a group ended as they did, if one reason holds for all. */
export function sharedReason({ isMixed, failure, lines: [first] }: Reasoned): SharedExplanation | undefined {
  if (failure !== undefined) return explainShared(failure)
  return !isMixed && first?.missed !== undefined ? incomplete : undefined
}

/** Undefined if the explanation speaks of no bucket and no account. */
export function groupPlaces(group: Reasoned): GroupPlaces | undefined {
  const about = sharedReason(group)?.about
  return about && { about, all: placesOf(group.lines, about) }
}

/** Lines by the place that they concern, those with the most lines first. */
export function placesOf(lines: readonly GroupLine[], about: About): Place[] {
  const byName = Map.groupBy(lines, (line) => nameOf(line, about))
  const places = [...byName].map(([name, those]) => ({ name, lines: those }))
  return places.toSorted((a, b) => b.lines.length - a.lines.length)
}

/** The name of the place that a line concerns. */
export function nameOf({ from, to, account }: GroupLine, about: About): string {
  return { source: from, target: to, account }[about]
}

/** Where it happened, for a title: ", in 10 destination buckets", or the name of the only one. Plain text. */
export function whereWords(places: GroupPlaces | undefined): string {
  const [only, second] = places?.all ?? []
  if (places === undefined || only === undefined) return ''
  return `, in ${second === undefined ? cut(only.name, longestName) : plural(places.all.length, nouns[places.about])}`
}

/** The places with their numbers: "invoice-vault 4 · cctv-archive 3". Plain text. */
export function placesInWords({ all }: GroupPlaces): string {
  return all
    .slice(0, mostNamed)
    .map(({ name, lines }) => `${cut(name, longestName)} ${formatCount(lines.length)}`)
    .join(', ')
}

/** Lines of a message with the places and their numbers. A number never stands on another line than its name ends. */
export function placeLines({ about, all }: GroupPlaces): string[] {
  const names = all
    .slice(0, mostNamed)
    .map(({ name, lines }) => `*${named(name, longestName)}\u00a0${formatCount(lines.length)}*`)
  const left = all.length - mostNamed
  const more =
    left > 0 ? [`and ${plural(left, `more ${shortNouns[about]}`, `more ${shortNouns[about]}s`)} in the thread`] : []
  return [`By ${nouns[about]}:`, names.join(' · '), ...more]
}

const nouns: Record<About, string> = { source: 'source bucket', target: 'destination bucket', account: 'account' }
const shortNouns: Record<About, string> = { source: 'bucket', target: 'bucket', account: 'account' }

/** Names that a phone shows in a few lines. The thread has all. */
const mostNamed = 6
const longestName = 40

/** Choices that retry what failed in one of several buckets. None for accounts, or if a name can't be typed. */
export function retryByPlace(id: string, { about, all }: GroupPlaces): Choice[] {
  if (about === 'account' || all.length < 2) return []
  const option = about === 'source' ? 'from' : 'to'
  return all.slice(0, limits.selectOptions).flatMap(({ name, lines }) => {
    const value = asWord(name)
    const count = lines.filter(({ canRetry }) => canRetry).length
    if (count === 0 || value === undefined) return []
    const label = `${cut(name, longestLabel)} (${formatCount(count)})`
    return [{ label, command: `retry --group ${id} --${option} ${value}` }]
  })
}

const longestLabel = 60

/** A name as one typed word, quoted if need be. Undefined if reading what was typed would change it. */
function asWord(name: string): string | undefined {
  if (/^[\w.][\w.-]*$/.test(name)) return name
  return /^[\w.][\w .,:;/+=@()~-]*$/.test(name) && name.trim() === name ? `"${name}"` : undefined
}
