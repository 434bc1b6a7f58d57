import { Temporal } from 'temporal-polyfill'
import { type Weekday, weekdays } from './calendar.ts'

/** A time of day as a clock somewhere shows it, seen from a moment in epoch milliseconds. `timeZone`: an IANA name. */
export type ZonedTime = { time: string; timeZone: string; at: number }

/**
 * When a clock somewhere shows a time of day, some days from now, in epoch milliseconds. If summer time skips it, as
 * late after midnight as on other days; if summer time repeats it, the first time.
 */
export function timeOn(
  days: number,
  { time, timeZone, at }: ZonedTime,
  which: 'compatible' | 'later' = 'compatible',
): number {
  return momentOf(zoned(at, timeZone).toPlainDate().add({ days }), { time, timeZone, which })
}

/** The same on a date, such as 2026-12-01. Undefined if the calendar does not have it. */
export function timeOnDate(date: string, { time, timeZone }: Omit<ZonedTime, 'at'>): number | undefined {
  const day = dateIn(date)
  return day && momentOf(day, { time, timeZone, which: 'compatible' })
}

/** In how many days the next days of a name are, today included. */
export function daysUntil(day: Weekday, { timeZone, at }: Omit<ZonedTime, 'time'>): [number, number] {
  const days = (weekdays.indexOf(day) + 1 - zoned(at, timeZone).dayOfWeek + 7) % 7
  return [days, days + 7]
}

/** Whether a clock somewhere shows a time of day between two others, which may lie before and after midnight. */
export function isBetween(at: number, { from, to, timeZone }: { from: string; to: string; timeZone: string }): boolean {
  const time = zoned(at, timeZone).toPlainTime().toString({ smallestUnit: 'minute' })
  return from <= to ? time >= from && time < to : time >= from || time < to
}

function dateIn(date: string): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from(date)
  } catch {
    return undefined
  }
}

type Shown = Omit<ZonedTime, 'at'> & { which: 'compatible' | 'later' }

function momentOf(day: Temporal.PlainDate, { time, timeZone, which }: Shown): number {
  const shown = day.toPlainDateTime(Temporal.PlainTime.from(time))
  return shown.toZonedDateTime(timeZone, { disambiguation: which }).epochMilliseconds
}

function zoned(at: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(Math.round(at)).toZonedDateTimeISO(timeZone)
}
