import { readTime } from '../../text/calendar.ts'
import { inOrder, type Limit, type LimitRules, lastMinute, limitsProblem, wholeDay } from './limit-rules.ts'
import { exactSpeed, readSpeed } from './speed.ts'

export type ReadLimits = { ok: true; limits: Limit[] } | { ok: false; problem: string }

export const limitExample = '50MB/s 09:00-18:00, 10MB/s 18:00-23:59'

/**
 * Reads bandwidth rules as people type them: "50MB/s 09:00-18:00, 10MB/s 18:00-23:59", one a line or separated by
 * commas. A rule without times is for the whole day; "off" means no rule at all. Returns them in the order of the day.
 * Pure; never throws.
 */
export function readLimits(text: string, rules: LimitRules): ReadLimits {
  const parts = text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  if (parts.length === 0) return { ok: false, problem: 'Type at least one rule, or off for no limit.' }
  if (parts.every(isOff)) return { ok: true, limits: [] }
  const limits: Limit[] = []
  for (const part of parts) {
    const limit = readRule(part)
    if (typeof limit === 'string') return { ok: false, problem: limit }
    limits.push(limit)
  }
  const problem = limitsProblem(limits, rules)
  return problem === undefined ? { ok: true, limits: inOrder(limits) } : { ok: false, problem }
}

/** Writes bandwidth rules so that `readLimits` reads them again. */
export function formatLimits(limits: readonly Limit[], between = ', '): string {
  if (limits.length === 0) return 'off'
  return limits.map(({ start, end, bytesPerSecond }) => `${exactSpeed(bytesPerSecond)} ${start}-${end}`).join(between)
}

export function isOff(text: string): boolean {
  return /^(off|none|unlimited|no limits?)\.?$/i.test(text)
}

/** Whether a word looks like a clock time or a period, valid or not: "9:00", "25:00", "9am-17:30", "9-18". */
export function isTime(word: string): boolean {
  return /^\d{1,2}:\d{1,2}|^\d{1,2}([ap]m)?(-\d{1,2}(:\d{1,2})?([ap]m)?)?$/i.test(word)
}

const time = String.raw`(\d{1,2}(?::\d{1,2})?(?:\s?[ap]m)?)`
const hours = new RegExp(String.raw`(?:^|\s)(?:from\s+)?${time}\s*(?:[-–—]|to|until|till)\s*${time}(?=\s|$)`, 'i')

/** A time zone at the end of a text: "UTC+8", "CEST", "Asia/Shanghai". */
const zone = /(?:^|\s)(?:Z|UTC|GMT|[A-Z]{1,3}[SD]?T|[A-Z][a-z]+\/[A-Z]\w+)(?:[+-]\d\S*)?$/

function readRule(text: string): Limit | string {
  if (isOff(text)) return `“${text}” removes all limits, so type it alone.`
  const found = hours.exec(text)
  const speedText = found === null ? text : text.replace(found[0], ' ').trim()
  if (hours.test(speedText)) return `“${text.slice(0, 60)}” has more than one period. Put a comma between two rules.`
  if (found !== null && zone.test(speedText)) {
    return `“${text.slice(0, 60)}” has a time zone. Hours follow the cloud’s own clock, so leave it out.`
  }
  if (/:|\d\s*-\s*\d|\d\s*[ap]m\b/i.test(speedText)) {
    return `“${text.slice(0, 60)}” has times that Ferry can’t read. Type them like 09:00-18:00.`
  }
  if (speedText === '') return `“${text.slice(0, 60)}” has no speed. Type 50MB/s ${text.slice(0, 60)}.`
  const speed = readSpeed(speedText)
  if (!speed.ok) return speed.problem
  const { bytesPerSecond } = speed
  if (found === null) return { ...wholeDay, bytesPerSecond }
  const [, from = '', to = ''] = found
  const start = readTime(from)
  // 24:00 cannot be named: a rule until midnight ends with the last minute.
  const end = to === '24:00' ? lastMinute : readTime(to)
  const strange = start === undefined ? from : end === undefined ? to : undefined
  if (start === undefined || end === undefined)
    return `${strange} is not a time: a day goes from 00:00 to ${lastMinute}.`
  return { start, end, bytesPerSecond }
}
