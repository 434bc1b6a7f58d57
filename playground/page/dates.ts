type Parts = Intl.DateTimeFormatOptions

const locale = 'en-GB'
const styles: Record<string, Parts> = {
  date: { day: 'numeric', month: 'long', year: 'numeric' },
  date_short: { day: 'numeric', month: 'short', year: 'numeric' },
  date_long: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit' },
  time_secs: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
}

/** A message's `ts`, seconds with six decimals, in milliseconds. */
export function readTs(ts: string): number {
  return Number.parseFloat(ts) * 1000
}

/** A time such as `14:05` in the given zone. */
export function formatTime(atMs: number, zone: string): string {
  return format(atMs, zone, { hour: '2-digit', minute: '2-digit' })
}

/** A time such as `Tuesday 18 February 2014 at 14:05:09`, for a tooltip. */
export function formatMoment(atMs: number, zone: string): string {
  return `${format(atMs, zone, styles.date_long ?? {})} at ${format(atMs, zone, styles.time_secs ?? {})}`
}

/** The divider between two days: `Today`, `Yesterday`, or the date. */
export function formatDay(atMs: number, zone: string, nowMs: number): string {
  const name = nameDay(atMs, zone, nowMs)
  return name === undefined ? format(atMs, zone, { weekday: 'long', day: 'numeric', month: 'long' }) : capitalize(name)
}

/** A date such as `2014-02-18` in the given zone. Two times on the same day give the same text. */
export function dayKey(atMs: number, zone: string): string {
  // Sweden writes dates as ISO 8601 does.
  const options: Parts = { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: safeZone(zone) }
  return new Intl.DateTimeFormat('sv-SE', options).format(atMs)
}

/**
 * Fills in the tokens of Slack's `<!date^…>` (`{date_num}`, `{date_short_pretty}`, `{time}`, `{ago}` and so on).
 * Unknown tokens stay unchanged.
 */
export function formatSlackDate(pattern: string, options: { seconds: number; zone: string; nowMs: number }): string {
  return pattern.replace(/\{([a-z_]+)\}/g, (whole, token: string) => formatToken(token, options) ?? whole)
}

/** A distance such as `5 minutes ago` or `in 2 hours`. */
export function formatAgo(atMs: number, nowMs: number): string {
  const seconds = Math.round((atMs - nowMs) / 1000)
  const units: [Intl.RelativeTimeFormatUnit, number][] = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ]
  const [unit, size] = units.find(([, unitSize]) => Math.abs(seconds) >= unitSize) ?? (['second', 1] as const)
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(Math.round(seconds / size), unit)
}

/** A time such as `2014-02-18T14:05` in the given zone, as the browser's own picker writes it. */
export function formatLocalMinute(atMs: number, zone: string): string {
  return `${dayKey(atMs, zone)}T${formatTime(atMs, zone)}`
}

/** The time that a clock in the given zone shows as `2014-02-18T14:05`, in epoch milliseconds. */
export function readLocalMinute(text: string, zone: string): number {
  const asIfUtcMs = Date.parse(`${text}Z`)
  const offsetMs = Date.parse(`${formatLocalMinute(asIfUtcMs, zone)}Z`) - asIfUtcMs
  return asIfUtcMs - offsetMs
}

function formatToken(
  token: string,
  { seconds, zone, nowMs }: { seconds: number; zone: string; nowMs: number },
): string | undefined {
  const atMs = seconds * 1000
  if (token === 'date_num') return dayKey(atMs, zone)
  if (token === 'ago') return formatAgo(atMs, nowMs)
  if (token.endsWith('_pretty')) {
    return nameDay(atMs, zone, nowMs) ?? formatToken(token.slice(0, -'_pretty'.length), { seconds, zone, nowMs })
  }
  const style = styles[token]
  return style === undefined ? undefined : format(atMs, zone, style)
}

function nameDay(atMs: number, zone: string, nowMs: number): string | undefined {
  const dayMs = 86_400_000
  const names: [string, number][] = [
    ['today', nowMs],
    ['yesterday', nowMs - dayMs],
    ['tomorrow', nowMs + dayMs],
  ]
  const key = dayKey(atMs, zone)
  return names.find(([, ofMs]) => dayKey(ofMs, zone) === key)?.[0]
}

function format(atMs: number, zone: string, parts: Parts): string {
  return new Intl.DateTimeFormat(locale, { ...parts, timeZone: safeZone(zone) }).format(atMs)
}

/** UTC for a zone that the browser does not know, so that the page does not stay empty. */
function safeZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat(locale, { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    return 'UTC'
  }
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
