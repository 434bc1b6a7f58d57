export type ReadSpeed = { ok: true; bytesPerSecond: number } | { ok: false; problem: string }

/**
 * Reads a speed: "50MB/s", "1.5 MiB/s", "400 Mbit/s", "800Mbps". The unit is required: MB is 1,000,000 and MiB is
 * 1,048,576 bytes. A lone small b could mean bytes or bits, so Ferry asks instead of guessing.
 */
export function readSpeed(text: string): ReadSpeed {
  const [, digits, typedUnit = ''] = /^(\d{1,15}(?:\.\d{1,9})?)\s*(\S.*)?$/.exec(text.trim()) ?? []
  if (digits === undefined) return { ok: false, problem: `“${shown(text)}” is not a speed. Type it like 50MB/s.` }
  const bytes = bytesOf(typedUnit.trim())
  if (typeof bytes === 'string') return { ok: false, problem: problemOf(bytes, shown(text), digits) }
  return { ok: true, bytesPerSecond: Math.round(Number(digits) * bytes) }
}

/** Writes whole bytes per second exactly, as `readSpeed` reads them: "50 MB/s", "200 MiB/s", "1.048577 MB/s". */
export function exactSpeed(bytesPerSecond: number): string {
  return isRoundInMib(bytesPerSecond) ? `${bytesPerSecond / mib} MiB/s` : `${bytesPerSecond / 1e6} MB/s`
}

/** Writes a speed exactly in one unit and rounded in the other: "50 MB/s (47.7 MiB/s)". */
export function speedInBothUnits(bytesPerSecond: number): string {
  const other = isRoundInMib(bytesPerSecond)
    ? `${threeDigits(bytesPerSecond / 1e6)} MB/s`
    : `${threeDigits(bytesPerSecond / mib)} MiB/s`
  return `${exactSpeed(bytesPerSecond)} (${other})`
}

/** Whether a word can be a speed's unit: "MB/s" in "50 MB/s". */
export function isSpeedUnit(word: string): boolean {
  const bytes = bytesOf(word)
  return bytes !== 'none' && bytes !== 'unknown'
}

const mib = 1024 ** 2
const powers: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, ki: 1024, mi: mib, gi: 1024 ** 3 }

/** Bytes per second in one of a unit, or why the text is not a usable unit. */
function bytesOf(unit: string): number | 'none' | 'ambiguous' | 'unknown' {
  if (unit === '') return 'none'
  const match = /^((?:[kmg]i?)?)(B|b|bytes?|bits?)(\s*\/\s*s(?:ec(?:ond)?)?|ps)?$/i.exec(unit)
  const [, prefix = '', name = '', per = ''] = match ?? []
  const power = powers[prefix.toLowerCase()]
  if (match === null || power === undefined) return 'unknown'
  if (name === 'B' || /^byte/i.test(name)) return per === 'PS' ? 'ambiguous' : power
  if (/^bit/i.test(name)) return power / 8
  // Mbps always means megabits; Mb/s and mb are typed for both.
  return /^ps$/.test(per) ? power / 8 : 'ambiguous'
}

function problemOf(why: 'none' | 'ambiguous' | 'unknown', typed: string, digits: string): string {
  switch (why) {
    case 'none':
      return `“${typed}” has no unit. Type it like 50MB/s (megabytes per second) or 50MiB/s.`
    case 'ambiguous': {
      const [, prefix = ''] = /([kmg]i?)/i.exec(typed) ?? []
      const size = prefix.slice(0, 1).toUpperCase().replace('K', 'k')
      return `“${typed}” could mean bytes or bits. Type ${digits}${size}B/s for bytes, or ${digits}${size}bit/s for bits.`
    }
    case 'unknown':
      return `“${typed}” has a unit that Ferry doesn’t know. It knows MB/s, MiB/s, kB/s, KiB/s, GB/s, GiB/s, bytes/s and Mbit/s.`
    default:
      return why satisfies never
  }
}

function isRoundInMib(bytesPerSecond: number): boolean {
  return bytesPerSecond % mib === 0 && bytesPerSecond % 10_000 !== 0
}

function threeDigits(value: number): string {
  return String(Number(value.toPrecision(3)))
}

function shown(text: string): string {
  return text.trim().slice(0, 40)
}
