export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]

/** Whether a time zone has this name, such as Europe/Berlin. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** A time of day as it is stored: 7, 7:30, 07:30 and 7am are understood. Undefined for anything else. */
export function readTime(typed: string): string | undefined {
  const [, hours = '', minutes = '00', half] = /^(\d{1,2})(?::?(\d{2}))? ?([ap]m)?$/i.exec(typed.trim()) ?? []
  const hour = half === undefined ? Number(hours) : hourIn(Number(hours), half.toLowerCase())
  if (hours === '' || hour === undefined || hour > 23 || Number(minutes) > 59) return undefined
  return `${String(hour).padStart(2, '0')}:${minutes}`
}

/** The hour of the day for one of twelve: 12am is midnight, 12pm noon. */
function hourIn(hour: number, half: string): number | undefined {
  if (hour < 1 || hour > 12) return undefined
  return (hour % 12) + (half === 'pm' ? 12 : 0)
}

/** A day of the week by its whole name or a usual short one, such as Monday, mon, tues or Fridays. */
export function readDay(typed: string): Weekday | undefined {
  const word = typed.toLowerCase().replace(/[.,]$/, '')
  return weekdays.find((day) => dayPatterns[day].test(word))
}

const dayPatterns: Readonly<Record<Weekday, RegExp>> = {
  mon: /^mon(days?)?$/,
  tue: /^tue(s|sdays?)?$/,
  wed: /^wed(s|nesdays?)?$/,
  thu: /^thu(r|rs|rsdays?)?$/,
  fri: /^fri(days?)?$/,
  sat: /^sat(urdays?)?$/,
  sun: /^sun(days?)?$/,
}

/** Typed words of a day and a time, in any order. `wrong`: the first word that is neither. */
export type DaysAndTimes = { days: string[]; times: { word: string; time: string }[]; wrong?: string }

/** Sorts typed words into days and times. `isDay`: whether a word names a day. */
export function daysAndTimesIn(words: readonly string[], isDay: (word: string) => boolean): DaysAndTimes {
  const found: DaysAndTimes = { days: [], times: [] }
  for (const word of words
    .join(' ')
    .replaceAll(/(\d) ([ap]m)\b/gi, '$1$2')
    .split(' ')) {
    const time = readTime(word)
    if (time !== undefined) found.times.push({ word, time })
    else if (isDay(word)) found.days.push(word)
    else found.wrong ??= word
  }
  return found
}
