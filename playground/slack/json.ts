import type { Block } from './protocol.ts'

/** A JSON object of Slack or an app. `undefined` values are not sent. */
export type Json = Record<string, unknown>

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isBlock(value: unknown): value is Block {
  return isRecord(value) && typeof value.type === 'string'
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** The objects in a list. Anything else counts as an empty list. */
export function recordsOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}

export function blocksOf(value: unknown): Block[] {
  return Array.isArray(value) ? value.filter(isBlock) : []
}

export function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** The parsed text. Undefined if it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
