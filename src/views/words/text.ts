import { cut, cutMrkdwn, limits } from '../blocks/limits.ts'

/** Makes foreign text harmless in mrkdwn: Slack's three control characters become entities. */
export function escaped(text: string): string {
  return withoutControls(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/**
 * A foreign name within Ferry's own words: short, and without marks that would open or close code, bold or struck text.
 */
export function named(text: string, maxLength = 80): string {
  return escaped(unstyled(cut(unmarked(text), maxLength)))
}

/** The text of a message for notifications, or for places where Slack cannot show blocks. From plain words. */
export function notice(text: string): string {
  return withChannels(text, limits.notificationText)
}

/** The same from Ferry's own mrkdwn: without marks and emoji, which would be read out, and with its mentions. */
export function noticeOf(mrkdwn: string): string {
  return cutMrkdwn(withoutMarks(mrkdwn), limits.notificationText)
}

/** Foreign text as a code span: nothing inside it can be formatting, a mention or a link. */
export function code(text: string, maxLength = 120): string {
  const inside = cut(unmarked(text), maxLength)
  return inside === '' ? '–' : `\`${escaped(inside)}\``
}

/** Foreign text cut in the middle, because long names often differ only at their ends. */
export function cutMiddle(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  const half = Math.floor((maxLength - 1) / 2)
  return `${text.slice(0, half).toWellFormed()}…${text.slice(-half).toWellFormed()}`
}

/**
 * A sentence of Ferry's own whose inserted parts may be foreign. Only channels stay links, because they disturb nobody.
 */
export function sentence(text: string): string {
  return withChannels(text, limits.sentence)
}

/** Escaped text in which channels stay links. A link that is cut is left out. */
function withChannels(text: string, maxLength: number): string {
  const whole = cut(text, maxLength).replace(/<#[A-Z0-9]*…$/, '…')
  return escaped(whole).replaceAll(/&lt;(#[A-Z0-9]{2,})&gt;/g, '<$1>')
}

/** A moment in the reader's own time zone. */
export function at(epochMs: number, style: keyof typeof timeFormats = 'date and time'): string {
  const format = timeFormats[style]
  const moment = dateOf(epochMs)
  const fallback = minuteIn(moment)
  return `<!date^${Math.floor(moment.getTime() / 1000)}^${format}|${fallback}>`
}

/** A date that can be written, also for a number that is none in any calendar. */
export function dateOf(epochMs: number): Date {
  return new Date(Math.min(latestMs, Math.max(0, epochMs)))
}

const timeFormats = { seconds: '{time_secs}', time: '{time}', 'date and time': '{date_short_pretty} {time}' } as const

/** A period, or its minute if it has only one. Its end has a date only if it may be on another day. */
export function period(fromMs: number, untilMs: number): string {
  if (minuteOf(fromMs) === minuteOf(untilMs)) return at(fromMs)
  return `${at(fromMs)} to ${at(untilMs, untilMs - fromMs < halfDayMs ? 'time' : 'date and time')}`
}

const halfDayMs = 12 * 3_600_000

function minuteOf(epochMs: number): number {
  return Math.floor(epochMs / 60_000)
}

/** A moment in UTC, for readers whose time zone is unknown: "2023-01-02 15:04 UTC". Throws for an invalid date. */
export function minuteIn(moment: Date): string {
  return `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** Latest moment that is shown, the end of the year 9999, because a cloud can send any number. */
const latestMs = Date.UTC(9999, 11, 31)

/** Ferry's own mrkdwn without marks and emoji, for places where Slack shows plain text. Moments become UTC. */
export function asPlain(mrkdwn: string): string {
  return withoutMarks(mrkdwn)
    .replaceAll(/<!date\^\d+\^[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

function withoutMarks(mrkdwn: string): string {
  return mrkdwn.replaceAll(/:[a-z_]+: /g, '').replaceAll(/[`*]/g, '')
}

/**
 * Typed text for places where Slack shows no mentions: `<#C1|moves>` → `#moves`. If Slack sent no name with a
 * mention, it says what kind of thing is named.
 */
export function withoutMentions(typed: string): string {
  return typed
    .replaceAll(/<#\w+(?:\|([^>]*))?>/g, (_, name) => `#${name || 'channel'}`)
    .replaceAll(/<@\w+(?:\|([^>]*))?>/g, (_, name) => `@${name || 'person'}`)
    .replaceAll(/<!subteam\^\w+(?:\|@?([^>]*))?>/g, (_, name) => `@${name || 'group'}`)
}

function unmarked(text: string): string {
  return withoutControls(text).replaceAll('`', 'ˋ').trim()
}

/** Replaces formatting marks by characters that look the same. An underscore inside a word is no mark and stays. */
function unstyled(text: string): string {
  return text
    .replaceAll('*', '∗')
    .replaceAll('~', '∼')
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, 'ˍ')
}

/** Replaces control, line-breaking and text-direction characters, which could disguise the text after them. */
export function withoutControls(text: string): string {
  return text.toWellFormed().replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, ' ')
}
