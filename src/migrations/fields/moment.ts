import type { Reading } from './field.ts'

/** Reads a day or a moment in UTC, "2026-11-22" or "2026-11-22 08:30", as epoch milliseconds. */
export function readMoment(typed: string | undefined): Reading<number> {
  if (typed === undefined) return {}
  const [, day, time = '00:00'] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ]+(\d{2}:\d{2}(?::\d{2})?))?(?: ?UTC|Z)?$/i.exec(typed.trim()) ?? []
  const moment = Date.parse(`${day}T${time}Z`)
  // JavaScript takes 31 February for 3 March.
  const isMoment = !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(`${day}T${time}`)
  if (isMoment) return { value: moment }
  return { problem: 'Type a day such as 2026-11-22, or a time in UTC such as 2026-11-22 08:30.' }
}

/**
 * Writes a moment so that `readMoment` reads it again, to the second. Undefined outside of calendar years with four
 * digits.
 */
export function writeMoment(moment: number): string | undefined {
  if (!(moment >= 0 && moment <= lastMoment)) return undefined
  const [day, time = ''] = new Date(moment).toISOString().slice(0, 19).split('T')
  return time === '00:00:00' ? day : `${day} ${time.replace(/:00$/, '')}`
}

const lastMoment = Date.UTC(9999, 11, 31, 23, 59, 59)
