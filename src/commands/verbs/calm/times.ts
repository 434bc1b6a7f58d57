const unitsMs = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const
const longestMs = 30 * 86_400_000

/** A span such as 2h, 30m or 1d in milliseconds. Undefined for anything else, and for more than 30 days. */
export function readSpan(typed: string): number | undefined {
  const [, count = '', unit = ''] = /^(\d{1,4})\s*(m|h|d|w)[a-z]*$/i.exec(typed.trim()) ?? []
  const unitMs = Object.entries(unitsMs).find(([name]) => name === unit.toLowerCase())?.[1]
  const ms = unitMs === undefined ? 0 : Number(count) * unitMs
  return ms > 0 && ms <= longestMs ? ms : undefined
}
