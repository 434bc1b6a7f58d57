import { z } from 'zod'

/**
 * Single values as clouds really send them: absent, null, "", a number as text, text as a number. None of these readers
 * fails: a value that cannot be understood counts as not reported.
 */
export const text = z.unknown().optional().transform(readText)
export const number = z.unknown().optional().transform(readNumber)
export const flag = z.unknown().optional().transform(readFlag)
/** A count or a size, never negative. */
export const figure = z.unknown().optional().transform(readFigure)
/** A moment in epoch milliseconds, sent as such or as ISO 8601. */
export const instant = z.unknown().optional().transform(readInstant)

/** Schema of an object that may be missing as a whole. */
export function part<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape).optional().catch(undefined)
}

/** Reads text. A whole number beyond 2^53 has been rounded on its way here: as an id, it would be another's. */
function readText(value: unknown): string | undefined {
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return undefined
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

function readNumber(value: unknown): number | undefined {
  if (typeof value === 'string' && value.trim() !== '') return readNumber(Number(value))
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

function readFlag(value: unknown): boolean | undefined {
  const told = typeof value === 'string' ? value.toLowerCase() : value
  if (told === 'true' || told === true) return true
  return told === 'false' || told === false ? false : undefined
}

function readFigure(value: unknown): number | undefined {
  const figure = readNumber(value)
  return figure !== undefined && figure >= 0 ? figure : undefined
}

function readInstant(value: unknown): number | undefined {
  if (typeof value === 'number') return readFigure(value)
  return typeof value === 'string' ? readFigure(Date.parse(value)) : undefined
}
