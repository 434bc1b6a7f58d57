import { type Weekday, weekdays } from '../../../text/calendar.ts'

/** A time of day as it is stored: 7, 7:30 and 07:30 are understood. Undefined for anything else. */
export function readTime(typed: string): string | undefined {
  const [, hours = '', minutes = '00'] = /^(\d{1,2})(?::?(\d{2}))?$/.exec(typed.trim()) ?? []
  if (hours === '' || Number(hours) > 23 || Number(minutes) > 59) return undefined
  return `${hours.padStart(2, '0')}:${minutes}`
}

/** A day of the week by its name, such as mon or Monday. */
export function readDay(typed: string): Weekday | undefined {
  return weekdays.find((day) => typed.length >= 3 && typed.toLowerCase().startsWith(day))
}

const unitsMs = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const
const longestMs = 30 * 86_400_000

/** A span such as 2h, 30m or 1d in milliseconds. Undefined for anything else, and for more than 30 days. */
export function readSpan(typed: string): number | undefined {
  const [, count = '', unit = ''] = /^(\d{1,4})\s*(m|h|d|w)[a-z]*$/i.exec(typed.trim()) ?? []
  const unitMs = Object.entries(unitsMs).find(([name]) => name === unit.toLowerCase())?.[1]
  const ms = unitMs === undefined ? 0 : Number(count) * unitMs
  return ms > 0 && ms <= longestMs ? ms : undefined
}
