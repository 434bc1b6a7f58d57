import type { AuditRecord } from '../../../access/audit.ts'
import { AppError } from '../../../errors/errors.ts'
import { parseRef } from '../../../migrations/typed/ref.ts'
import { userIn } from '../../../text/mention.ts'

/** The entries of the audit that somebody asked for. */
export type AuditFilter = {
  /** Earliest time, in epoch milliseconds. */
  since: number
  fits(record: AuditRecord): boolean
  /** The filter in Ferry's own words: "of U3", "of the last 7d", "by name". */
  words: readonly string[]
}

/**
 * Reads a filter from typed words: a person, a time, an id or a verb. Each word narrows the filter down. Throws
 * AppError usage.
 */
export function readFilter(typed: readonly string[], now: number): AuditFilter {
  const read = typed.map(readWord)
  const agesMs = read.flatMap(({ ageMs }) => ageMs ?? [])
  return {
    since: agesMs.length === 0 ? 0 : now - Math.min(...agesMs),
    fits: (record) => read.every(({ fits }) => fits?.(record) ?? true),
    words: [...new Set(read.map(({ words }) => words))],
  }
}

/**
 * How many older entries in a row end the search. A few entries from a time when Ferry's clock was wrong hide nothing
 * behind them.
 */
const mostAstray = 1000

/** Yields the entries that fit a filter, from a trail that is read newest first. */
export async function* fitting(
  newestFirst: AsyncIterable<AuditRecord>,
  { since, fits }: AuditFilter,
): AsyncGenerator<AuditRecord> {
  let olderInARow = 0
  for await (const record of newestFirst) {
    olderInARow = record.at < since ? olderInARow + 1 : 0
    if (olderInARow > mostAstray) return
    if (olderInARow === 0 && fits(record)) yield record
  }
}

type Read = { words: string; ageMs?: number; fits?(record: AuditRecord): boolean }

function readWord(word: string): Read {
  const user = userIn(word)
  if (user !== undefined) {
    return { words: `of ${user}`, fits: (record) => record.user === user || record.subject === user }
  }
  const ageMs = ageIn(word)
  if (ageMs !== undefined) return { words: `of the last ${word.toLowerCase()}`, ageMs }
  const wayToWrite = meantOtherwise(word)
  if (wayToWrite !== undefined) throw unclear(word, wayToWrite)
  return aboutRef(word)
}

/** How to write a word that would find nothing because entries are not named by it. Undefined for other words. */
function meantOtherwise(word: string): string | undefined {
  if (/^(\d+\s?(m|min|minutes?|h|hours?|d|days?|w|weeks?|mo|months?|y|years?)|today|yesterday)$/i.test(word))
    return times
  if (/^\d{4}-\d{2}(-\d{2})?(T.*)?$/i.test(word)) return times
  if (word.startsWith('<!subteam')) return 'Entries belong to people, not user groups: name one person.'
  return word.startsWith('<#') ? 'Entries have no channel, so you can’t search by one.' : undefined
}

const times = 'A time counts back from now, in hours, days or weeks: 12h, 7d, 4w.'

function unclear(word: string, wayToWrite: string): AppError {
  const problem = `\`${word.slice(0, 40)}\` is not a search for the audit. ${wayToWrite}`
  return new AppError('usage', { problem, usage: 'audit [id | verb | me | @person | 7d]' })
}

const unitsMs: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 }

function ageIn(word: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,4})([hdw])$/i.exec(word) ?? []
  const unitMs = unitsMs[unit.toLowerCase()]
  return count === undefined || unitMs === undefined ? undefined : Number(count) * unitMs
}

/**
 * Filters by an id, the start of one, the name of an account or key, a verb, or one word of a verb: `policy edit` is
 * found by `policy` and by `edit`.
 */
function aboutRef(word: string): Read {
  const ref = parseRef(word)
  if (ref === undefined) throw unclear(word, 'Name an id, a verb, a person or a time.')
  const wanted = ref.text.toLowerCase()
  const linked = ref.ids?.map((one) => one.toLowerCase())
  const fits = ({ subject = '', verb }: AuditRecord) => {
    const [account = '', id] = subject.toLowerCase().split('/', 2)
    if (linked !== undefined) return id !== undefined && linked.includes(id)
    if (ref.account !== undefined && ref.account !== account) return false
    const isVerb = [verb, ...verb.split(' ')].includes(wanted)
    return isVerb || account === wanted || (id ?? account).startsWith(wanted)
  }
  return { words: 'by name', fits }
}
