import { AppError } from '../../../errors/errors.ts'
import { isChannel } from '../../find/words.ts'
import type { Command, Invocation } from '../../machine/command.ts'
import { channelIn } from '../../machine/tokenize.ts'

/**
 * The channel that was named, or else the channel where the command was typed. Throws AppError usage if
 * there is none.
 */
export function channelOf({ words, origin }: Invocation, { usage }: Command): string {
  const typed = words.find(isChannel)
  const named = typed === undefined ? origin.channel : channelIn(typed)
  if (named !== undefined) return named
  const problem =
    typed === undefined
      ? 'Ferry doesn’t know which channel you mean.'
      : `\`${typed.slice(0, 60)}\` is not a channel Ferry recognizes. Choose one from the list that Slack shows after #.`
  throw new AppError('usage', { problem, usage })
}
