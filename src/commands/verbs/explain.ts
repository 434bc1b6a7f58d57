import { explain } from '../../catalogue/explain.ts'
import { findCodes } from '../../catalogue/find.ts'
import { AppError } from '../../errors.ts'
import { explanationMessage, nothingExplained } from '../../views/explanation.ts'
import type { Command } from '../command.ts'

const mostShown = 3

/** The `explain` command. Its export has another name because `explain` is the catalogue's. */
export const explainCommand: Command = {
  verb: 'explain',
  aliases: ['why', 'error', 'code'],
  needs: 'viewer',
  usage: 'explain <code or words>',
  summary: 'What an error code means and what to do',
  examples: ['explain TRF.0055', 'explain trf 55', 'explain frozen account'],
  run: async ({ words }) => {
    const query = words.join(' ').trim()
    if (query === '') throw new AppError('usage', { problem: 'Which code?', usage: explainCommand.usage })
    const codes = findCodes(query)
    const shown = codes.slice(0, mostShown).map((code) => explain({ code }))
    const message =
      shown.length === 0 ? nothingExplained(query) : explanationMessage(shown, { more: codes.length - shown.length })
    return { type: 'message', message }
  },
}
