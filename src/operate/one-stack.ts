/** Codes of errors that come again and again while something is away. Where each of them was thrown says nothing new. */
const outages: ReadonlySet<unknown> = new Set([
  'store_unavailable',
  'store_changed',
  'slack_unreachable',
  'slack_rate_limited',
  'provider_unreachable',
  'provider_throttled',
  'provider_failed',
  'lease_lost',
])

/** An outage is over when its error has not come for so long, in milliseconds. The next one is another one. */
const quietMs = 60_000

/**
 * Leaves the stack in the first line about an outage only. Takes and gives the fields of a line, with its error already
 * described. `now` measures spans, in milliseconds.
 */
export function createOneStack(now: () => number) {
  const seenAt = new Map<unknown, number>()
  return (fields: Record<string, unknown>): Record<string, unknown> => {
    const { err } = fields
    if (!isDescribed(err) || !outages.has(err.code)) return fields
    const before = seenAt.get(err.code)
    seenAt.set(err.code, now())
    if (before === undefined || now() - before >= quietMs) return fields
    return { ...fields, err: withoutStacks(err) }
  }
}

type Described = Readonly<Record<string, unknown>>

function isDescribed(value: unknown): value is Described {
  return typeof value === 'object' && value !== null
}

function withoutStacks({ stack: _, cause, ...rest }: Described): Described {
  return isDescribed(cause)
    ? { ...rest, cause: withoutStacks(cause) }
    : { ...rest, ...(cause !== undefined && { cause }) }
}
