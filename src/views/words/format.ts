const byteUnits = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const

/** Bytes in decimal units, as the clouds bill them: 1 MB is 1,000,000 bytes. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < byteUnits.length - 1) {
    value /= 1000
    unit += 1
  }
  if (unit === 0) return `${Math.round(value)} ${Math.round(value) === 1 ? 'byte' : 'bytes'}`
  return `${threeDigits(value)} ${byteUnits[unit] ?? ''}`
}

/** One unit for several amounts, so that they can be compared as plain numbers. */
export type Scale = { unit: string; of(amount: number): number }

export function byteScale(largest: number): Scale {
  return scaleOf(byteUnits, largest)
}

/** The unit for objects. They stay plain numbers as long as an axis has room for them. */
export function objectScale(largest: number): Scale {
  return scaleOf(objectUnits, largest < 100_000 ? 0 : largest)
}

const objectUnits = ['Objects', 'Thousand objects', 'Million objects', 'Billion objects'] as const

/** The unit that suits the largest amount. Each unit is a thousand times the one before it. */
function scaleOf(units: readonly string[], largest: number): Scale {
  const thousands = largest < 1000 ? 0 : Math.floor(Math.log10(largest) / 3)
  const power = Math.min(units.length - 1, thousands)
  return { unit: units[power] ?? '', of: (amount) => Number((amount / 1000 ** power).toPrecision(5)) }
}

export function formatSpeed(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`
}

export function formatCount(count: number): string {
  if (count < 100_000) return Math.round(count).toLocaleString('en-US')
  if (count < 999_500) return `${threeDigits(count / 1e3)} k`
  return count < 999_500_000 ? `${threeDigits(count / 1e6)} M` : `${threeDigits(count / 1e9)} bn`
}

/**
 * A share as a percentage that never says 100 % too early. Adds a little before rounding down, because 0.29 * 100 is
 * 28.999… to a computer.
 */
export function formatPercent(fraction: number): string {
  return `${fraction >= 1 ? 100 : Math.min(99, Math.max(0, Math.floor(fraction * 100 + 1e-9)))} %`
}

/** A duration in two units at most: "3 d 4 h", "1 h 48 min", "40 s". */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return join(`${hours} h`, minutes % 60, 'min')
  return join(`${Math.floor(hours / 24)} d`, hours % 24, 'h')
}

/** A remaining time in round steps, because it is a guess. */
export function formatRemaining(durationMs: number): string {
  const minutes = durationMs / 60_000
  if (minutes < 1) return 'less than a minute'
  if (durationMs > longestGuessMs) return 'more than 100 d'
  const step = minutes < 20 ? 1 : minutes < 60 ? 2 : minutes < 600 ? 10 : 60
  return `about ${formatDuration(Math.round(minutes / step) * step * 60_000)}`
}

/** Longest remaining time to name, in milliseconds. Longer ones come from a speed near zero. */
const longestGuessMs = 100 * 24 * 3_600_000

/**
 * A bar of plain characters: ■■■■□□□□□□. Both characters usually come from the same font, so they are equally wide and
 * take the colour of the text in light and dark themes.
 */
export function formatBar(fraction: number, width = 10): string {
  const filled = Math.min(width, Math.max(0, fraction >= 1 ? width : Math.floor(fraction * width)))
  return '■'.repeat(filled) + '□'.repeat(width - filled)
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

function threeDigits(value: number): string {
  return String(Number(value.toPrecision(3)))
}

function join(big: string, small: number, smallUnit: string): string {
  return small === 0 ? big : `${big} ${small} ${smallUnit}`
}
