import { createHash } from 'node:crypto'

/** Plain data that JSON can hold. */
export type Plain = string | number | boolean | null | undefined | readonly Plain[] | { readonly [name: string]: Plain }

/**
 * Serializes a value so that equal content gives equal text, whatever the order of its fields. Leaves out fields
 * without a value.
 */
export function canonical(value: Plain): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item ?? null)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  const sorted = fields.toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${sorted.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`
}

/** SHA-256 of a value's canonical text, in hexadecimal. */
export function hashOf(value: Plain): string {
  return createHash('sha256').update(canonical(value)).digest('hex')
}
