import { daysAndTimesIn, readDay } from '../../text/calendar.ts'
import { daysUntil, timeOn, timeOnDate, type ZonedTime } from '../../text/zoned.ts'
import type { Reading } from '../fields/field.ts'

/** The reader's moment: `now` in epoch milliseconds, and the IANA name of the time zone of the person who types. */
type Reader = { now: number; timeZone: string }

/**
 * Reads a deadline: "Fri 18:00", "tomorrow 9:00", "2026-12-01 09:00" or "18:00", as epoch milliseconds. A weekday or a
 * time alone means the next one, and the time may come first. If summer time skips the time, it is as late after midnight as on other days; if
 * summer time repeats it, the first time.
 */
export function readDeadline(typed: string, reader: Reader): Reading<number> {
  const words = typed
    .trim()
    .replace(/^(\d{4}-\d{2}-\d{2})T/i, '$1 ')
    .split(/[\s,]+/)
    .filter((word) => word !== '' && word.toLowerCase() !== 'at')
  const { days, times, wrong } = daysAndTimesIn(words, isDay)
  if (wrong !== undefined) {
    const zone = isZone(wrong) ? `Times are in your own time zone, ${reader.timeZone}.` : shape
    return { problem: `“${wrong.slice(0, 20)}” is neither a day nor a time. ${zone}` }
  }
  const [[time, ...moreTimes], [day, ...moreDays]] = [times, days]
  if (time === undefined || moreTimes.length + moreDays.length > 0) return { problem: shape }
  const shown = { time: time.time, timeZone: reader.timeZone, at: reader.now }
  return day === undefined ? { value: firstAhead([0, 1], shown) } : onDay(day, shown)
}

const shape = 'Type a day and a time, such as Fri 18:00 or 2026-12-01 09:00.'
const pastWords = 'That time has passed. Type a later one, such as Fri 18:00.'
const farWords = 'That is over a year ahead. Type an earlier time.'
const farthestMs = 366 * 24 * 60 * 60_000

/** Whether a word looks like the name of a time zone, such as CET or UTC+2. */
function isZone(word: string): boolean {
  return /^(?:utc|gmt|cest|[a-z]{1,2}[sd]?t)(?:[+-]\d{1,2}(?::?\d{2})?)?$/i.test(word)
}

function isDay(word: string): boolean {
  return daysFromToday.has(word.toLowerCase()) || /^\d{4}-\d{2}-\d{2}$/.test(word) || readDay(word) !== undefined
}

const daysFromToday: ReadonlyMap<string, number> = new Map([
  ['today', 0],
  ['tomorrow', 1],
])

function onDay(day: string, shown: ZonedTime): Reading<number> {
  const weekday = readDay(day)
  if (weekday !== undefined) return { value: firstAhead(daysUntil(weekday, shown), shown) }
  const days = daysFromToday.get(day.toLowerCase())
  const moment = days === undefined ? timeOnDate(day, shown) : timeOn(days, shown)
  return moment === undefined ? { problem: `The calendar has no day ${day}. ${shape}` } : ahead(moment, shown.at)
}

/** The first of these days, counted from today, on which a time is still to come. */
function firstAhead([first, next]: readonly [number, number], shown: ZonedTime): number {
  const moment = timeOn(first, shown)
  return moment > shown.at ? moment : timeOn(next, shown)
}

function ahead(moment: number, now: number): Reading<number> {
  if (moment <= now) return { problem: pastWords }
  return moment - now > farthestMs ? { problem: farWords } : { value: moment }
}
