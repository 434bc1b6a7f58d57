import { AppError } from '../../../errors/errors.ts'

/** Reads the migration's reference and whether its list is wanted as a file, in either order. Throws AppError usage. */
export function readWords(words: readonly string[], usage: string): { ref: string[]; isExport: boolean } {
  const ref = words.filter((word) => word.toLowerCase() !== 'csv')
  const [, odd] = ref
  if (odd === undefined) return { ref, isExport: ref.length < words.length }
  throw new AppError('usage', { problem: `\`${odd.slice(0, 40)}\` is one word too many.`, usage })
}
