import { withoutTrail } from '../../machine/tokenize.ts'

/** A period that statistics can be asked for. It ends now. */
export type Range = {
  /** The word that people type. */
  word: string
  label: string
  durationMs: number
  synonyms: readonly string[]
}

const hourMs = 3_600_000

export const ranges = [
  { word: '24h', label: '24 hours', durationMs: 24 * hourMs, synonyms: ['day', '1d', 'today'] },
  { word: '7d', label: '7 days', durationMs: 7 * 24 * hourMs, synonyms: ['week', '1w'] },
  { word: '30d', label: '30 days', durationMs: 30 * 24 * hourMs, synonyms: ['month', '1m'] },
] as const satisfies readonly Range[]

export function rangeIn(typed: string): Range | undefined {
  const word = withoutTrail(typed.toLowerCase())
  return ranges.find((range) => range.word === word || range.synonyms.some((synonym) => synonym === word))
}
