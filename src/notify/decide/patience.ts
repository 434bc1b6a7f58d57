import { Temporal } from 'temporal-polyfill'
import { defined } from '../../defined.ts'
import type { Digest, Mute, Patience, QuietHours } from '../../store/store.ts'
import { type Weekday, weekdays } from '../../text/calendar.ts'

/** The mute, quiet hours and digest that hold for one migration. */
export type Calm = {
  /** Nothing before this time, in epoch milliseconds. */
  mutedUntil?: number
  quietHours?: Pick<QuietHours, 'from' | 'to' | 'timeZone'>
  digest?: Pick<Digest, 'time' | 'on' | 'timeZone'>
}

/** A migration, by each id that it may have. Without ids: the whole account. */
export type MutedSubject = { account: string; ids?: readonly string[] }

/** The mute, quiet hours and digest of a channel or a person that hold for a migration or an account. Pure. */
export function calmFor({ quietHours, digest, mutes = [] }: Omit<Patience, 'of'>, about: MutedSubject): Calm {
  const until = mutes.filter((mute) => isAbout(mute, about)).map((mute) => mute.until)
  return defined({ quietHours, digest, mutedUntil: until.length === 0 ? undefined : Math.max(...until) })
}

/** Whether a mute holds for a migration or an account. */
export function isAbout({ account, migrationId }: Mute, about: MutedSubject): boolean {
  if ((account ?? about.account) !== about.account) return false
  return migrationId === undefined || (about.ids?.includes(migrationId) ?? false)
}

/**
 * Whether a channel may hear now of something that happened at a time. If that time is still to come, it was noted before
 * the clock was set back, and when it is due lies as far ahead. Pure.
 */
export function isDue(dueAt: number, { at, now }: { at: number; now: number }): boolean {
  return dueAt - Math.max(0, at - now) <= now
}

/** When somebody may be disturbed by what happens at a time, in epoch milliseconds. Pure. */
export function dueFor({ mutedUntil = 0, quietHours, digest }: Calm, at: number): number {
  const unmuted = Math.max(at, mutedUntil)
  const collected = digest === undefined ? unmuted : nextDigest(digest, unmuted)
  return quietHours === undefined ? collected : afterQuiet(quietHours, collected)
}

/** When a person may be called about something that happened at a time. A digest of their own holds no call back. Pure. */
export function callDueAt(
  patience: Omit<Patience, 'of'> | undefined,
  { at, about = { account: '' } }: { at: number; about?: MutedSubject | undefined },
): number {
  const { digest: _, ...calm } = calmFor(patience ?? {}, about)
  return dueFor(calm, at)
}

/** The end of the quiet hours in which a time lies. The time itself if it lies in none. */
function afterQuiet({ from, to, timeZone }: NonNullable<Calm['quietHours']>, at: number): number {
  const time = localTime(at, timeZone)
  const isQuiet = from <= to ? time >= from && time < to : time >= from || time < to
  return isQuiet ? nextTime(to, timeZone, at) : at
}

/** The time of day somewhere, such as 07:30. */
function localTime(at: number, timeZone: string): string {
  return zoned(at, timeZone).toPlainTime().toString({ smallestUnit: 'minute' })
}

/** The next time that a clock somewhere shows this time of day, also for the second time in a day. Now, if it does now. */
function nextTime(time: string, timeZone: string, at: number): number {
  const again = timeOn(0, { time, timeZone, at }, 'later')
  const next = firstOf([0, 1], { time, timeZone, at })
  return again >= at ? Math.min(again, next) : next
}

/** When the next digest is due at a time or after it, in epoch milliseconds. Pure. */
export function nextDigest({ time, on, timeZone }: NonNullable<Calm['digest']>, at: number): number {
  return firstOf(on === undefined ? [0, 1] : daysUntil(on, { timeZone, at }), { time, timeZone, at })
}

/** In how many days the next days of a name are, today included. */
function daysUntil(on: Weekday, { timeZone, at }: { timeZone: string; at: number }): [number, number] {
  const today = zoned(at, timeZone).dayOfWeek
  const days = (weekdays.indexOf(on) + 1 - today + 7) % 7
  return [days, days + 7]
}

type Clock = { time: string; timeZone: string; at: number }

function firstOf(days: readonly number[], clock: Clock): number {
  const times = days.map((day) => timeOn(day, clock))
  return Math.min(...times.filter((one) => one >= clock.at))
}

/**
 * When a clock somewhere shows a time of day, some days from now. If summer time skips it, as late after midnight as on
 * other days; if summer time repeats it, the first time.
 */
function timeOn(days: number, { time, timeZone, at }: Clock, which: 'compatible' | 'later' = 'compatible'): number {
  const day = zoned(at, timeZone).toPlainDate().add({ days })
  const shown = day.toPlainDateTime(Temporal.PlainTime.from(time))
  return shown.toZonedDateTime(timeZone, { disambiguation: which }).epochMilliseconds
}

function zoned(at: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(Math.round(at)).toZonedDateTimeISO(timeZone)
}
