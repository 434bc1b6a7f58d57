import { Temporal } from 'temporal-polyfill'
import { daysAndTimesIn, readDay, weekdays } from '../../text/calendar.ts'
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
  return day === undefined ? nextTime(time.time, reader) : onDay(day, time.time, reader)
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
  return /^(today|tomorrow|\d{4}-\d{2}-\d{2})$/i.test(word) || readDay(word) !== undefined
}

function onDay(day: string, time: string, { now, timeZone }: Reader): Reading<number> {
  const today = zoned(now, timeZone).toPlainDate()
  const date = readDate(day, today)
  if (date !== undefined) return ahead(momentOf(date, time, timeZone), now)
  const weekday = readDay(day)
  if (weekday === undefined) return { problem: `The calendar has no day ${day}. ${shape}` }
  const days = (weekdays.indexOf(weekday) + 1 - today.dayOfWeek + 7) % 7
  return { value: firstAhead([days, days + 7], { time, now, timeZone }) }
}

function nextTime(time: string, { now, timeZone }: Reader): Reading<number> {
  return { value: firstAhead([0, 1], { time, now, timeZone }) }
}

/** The first of these days, counted from today, on which a time is still to come. */
function firstAhead(
  [first, next]: readonly [number, number],
  { time, now, timeZone }: Reader & { time: string },
): number {
  const today = zoned(now, timeZone).toPlainDate()
  const moment = momentOf(today.add({ days: first }), time, timeZone)
  return moment > now ? moment : momentOf(today.add({ days: next }), time, timeZone)
}

function ahead(moment: number, now: number): Reading<number> {
  if (moment <= now) return { problem: pastWords }
  return moment - now > farthestMs ? { problem: farWords } : { value: moment }
}

/** A day that is named by its date, or from today. Undefined if the calendar does not have it. */
function readDate(day: string, today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  const word = day.toLowerCase()
  if (word === 'today') return today
  if (word === 'tomorrow') return today.add({ days: 1 })
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? []
  if (year === undefined) return undefined
  try {
    return Temporal.PlainDate.from(
      { year: Number(year), month: Number(month), day: Number(date) },
      { overflow: 'reject' },
    )
  } catch {
    return undefined
  }
}

function momentOf(day: Temporal.PlainDate, time: string, timeZone: string): number {
  return day.toPlainDateTime(Temporal.PlainTime.from(time)).toZonedDateTime(timeZone).epochMilliseconds
}

function zoned(at: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(Math.round(at)).toZonedDateTimeISO(timeZone)
}
