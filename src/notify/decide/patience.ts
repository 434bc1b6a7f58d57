import { defined } from '../../defined.ts'
import type { Digest, Mute, Patience, QuietHours } from '../../store/store.ts'
import { daysUntil, isBetween, timeOn, type ZonedTime } from '../../text/zoned.ts'

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
function afterQuiet(hours: NonNullable<Calm['quietHours']>, at: number): number {
  return isBetween(at, hours) ? nextTime({ time: hours.to, timeZone: hours.timeZone, at }) : at
}

/** The next time that a clock somewhere shows this time of day, also for the second time in a day. Now, if it does now. */
function nextTime(shown: ZonedTime): number {
  const again = timeOn(0, shown, 'later')
  const next = firstOf([0, 1], shown)
  return again >= shown.at ? Math.min(again, next) : next
}

/** When the next digest is due at a time or after it, in epoch milliseconds. Pure. */
export function nextDigest({ time, on, timeZone }: NonNullable<Calm['digest']>, at: number): number {
  return firstOf(on === undefined ? [0, 1] : daysUntil(on, { timeZone, at }), { time, timeZone, at })
}

function firstOf(days: readonly number[], shown: ZonedTime): number {
  const times = days.map((day) => timeOn(day, shown))
  return Math.min(...times.filter((one) => one >= shown.at))
}
