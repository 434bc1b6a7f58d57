import { AppError } from '../../../errors.ts'
import type { Command, Invocation } from '../../command.ts'
import { channelIn } from '../../tokenize.ts'

/**
 * The channel named after the reference, or else the channel where the command was typed. Throws AppError usage if
 * there is none.
 */
export function channelOf({ words, origin }: Invocation, { usage }: Command): string {
  const typed = words.slice(1).find((word) => word.startsWith('#') || word.startsWith('<#'))
  const named = typed === undefined ? origin.channel : channelIn(typed)
  if (named !== undefined) return named
  const problem =
    typed === undefined
      ? 'Ferry doesn’t know which channel you mean.'
      : `\`${typed.slice(0, 60)}\` is not a channel Ferry recognizes. Choose one from the list that Slack shows after #.`
  throw new AppError('usage', { problem, usage })
}
