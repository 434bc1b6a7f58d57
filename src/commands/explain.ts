import { explain } from '../catalogue/explain.ts'
import { findEntries } from '../catalogue/find.ts'
import { AppError } from '../errors.ts'
import { explanationMessage, nothingExplained } from '../views/explanation.ts'
import type { Command } from './command.ts'

const mostShown = 3

/** Named for the verb; `explain` is the catalogue's. */
export const explainCommand: Command = {
  verb: 'explain',
  aliases: ['why', 'error', 'code'],
  usage: 'explain <code or words>',
  summary: 'What an error code means and what to do',
  examples: ['explain TRF.0055', 'explain trf 55', 'explain frozen account'],
  run: async ({ words }) => {
    const query = words.join(' ').trim()
    if (query === '') throw new AppError('usage', { problem: 'Which code?', usage: explainCommand.usage })
    const entries = findEntries(query)
    const shown = entries.slice(0, mostShown).map(({ codes }) => explain({ code: codeAsked(query, codes) }))
    const message =
      shown.length === 0 ? nothingExplained(query) : explanationMessage(shown, entries.length - shown.length)
    return { type: 'message', message }
  },
}

/** Where several codes mean the same: the one that was typed, so that nobody who asks for S3M reads of OMS. */
function codeAsked(query: string, codes: readonly string[]): string {
  const asked = query.toUpperCase()
  const split = codes.map((code) => ({ code, parts: code.split('.') }))
  const ofNumber = split.filter(({ parts: [, digits = ''] }) => asked.includes(digits.replace(/^0+/, '')))
  const ofPrefix = ofNumber.find(({ parts: [prefix = ''] }) => asked.includes(prefix))
  return ofPrefix?.code ?? ofNumber[0]?.code ?? codes[0] ?? ''
}
