import type { Weekday } from '../../text/calendar.ts'
import { escaped } from './text.ts'

/** Whose patience it is: a channel's, by its id, or that of the person who reads. */
export type Place = { of: string; isOwn: boolean }

export type QuietLine = { from: string; to: string; timeZone: string }
export type DigestLine = { time: string; on?: Weekday; timeZone: string }

/** Where it holds, in a sentence. */
export function placeWords({ of, isOwn }: Place): string {
  return isOwn ? 'for you, in private' : `in <#${escaped(of)}>`
}

/** "22:00–07:00 (Europe/Berlin)". */
export function quietWords({ from, to, timeZone }: QuietLine): string {
  return `${from}–${to} (${escaped(timeZone)})`
}

/** "every Monday at 09:00 (Europe/Berlin)". */
export function digestWords({ time, on, timeZone }: DigestLine): string {
  return `${on === undefined ? 'every day' : `every ${dayNames[on]}`} at ${time} (${escaped(timeZone)})`
}

export const dayNames: Readonly<Record<Weekday, string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
}
