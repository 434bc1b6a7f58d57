import { z } from 'zod'

/**
 * Single values as OMS really sends them: absent, null, "", a number as text, a text as number. None of these readers
 * fails: what can't be understood counts as not reported.
 */
export const text = z.unknown().optional().transform(readText)
export const number = z.unknown().optional().transform(readNumber)
export const flag = z.unknown().optional().transform(readFlag)
export const texts = z.unknown().optional().transform(readTexts)

function readText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

function readNumber(value: unknown): number | undefined {
  if (typeof value === 'string' && value.trim() !== '') return readNumber(Number(value))
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

function readFlag(value: unknown): boolean | undefined {
  if (typeof value === 'string') return { true: true, false: false }[value.toLowerCase()]
  return typeof value === 'boolean' ? value : undefined
}

/** Keeps "", which as an object key means the whole bucket. */
function readTexts(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined
  return value.flatMap((item: unknown) => (item === '' ? [''] : (readText(item) ?? [])))
}
