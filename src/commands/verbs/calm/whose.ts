import { AppError } from '../../../errors/errors.ts'
import type { Patience, WorkspaceStore } from '../../../store/store.ts'
import { isChannel } from '../../find/words.ts'
import type { Command, Invocation } from '../../machine/command.ts'
import { channelIn } from '../../machine/tokenize.ts'

/** Whose patience a command is about, and the words that are left. `isOwn`: the person's own, not a channel's. */
export type Whose = { of: string; isOwn: boolean; words: readonly string[] }

/**
 * A channel that was named, or else the channel where the command was typed; the person themselves in a private chat
 * with Ferry, or with `me` at the end. Throws AppError usage for a channel that Ferry doesn't recognize.
 */
export function whosePatience({ words, answers, origin }: Invocation, { usage }: Pick<Command, 'usage'>): Whose {
  const named = words.find(isChannel)
  const others = words.filter((word) => !isChannel(word))
  const own = { of: origin.user, isOwn: true }
  if (others.at(-1)?.toLowerCase() === 'me') return { ...own, words: others.slice(0, -1) }
  if (answers?.whose === 'me') return { ...own, words: others }
  const channel = named === undefined ? (answers?.channel ?? origin.channel) : channelIn(named)
  if (named !== undefined && channel === undefined) {
    const problem = `\`${named.slice(0, 60)}\` is not a channel Ferry recognizes. Choose one from the list that Slack shows after #.`
    throw new AppError('usage', { problem, usage })
  }
  if (channel === undefined || channel.startsWith('D')) return { ...own, words: others }
  return { of: channel, isOwn: false, words: others }
}

/** The role that changing somebody's patience needs: one's own is one's own affair. */
export function needsFor(invocation: Invocation): 'viewer' | 'operator' {
  // The form asks for whom it is.
  if (invocation.words.length === 0 && invocation.answers === undefined) return 'viewer'
  const others = invocation.words.filter((word) => !isChannel(word))
  const isNamed = invocation.words.some(isChannel) || invocation.answers?.channel !== undefined
  const isPrivate = invocation.origin.channel === undefined || invocation.origin.channel.startsWith('D')
  const isOwn = others.at(-1)?.toLowerCase() === 'me' || invocation.answers?.whose === 'me' || (isPrivate && !isNamed)
  return isOwn ? 'viewer' : 'operator'
}

/** Stored patience of a person or channel. Empty if nobody has set any. */
export async function patienceOf(of: string, { patience }: Pick<WorkspaceStore, 'patience'>): Promise<Patience> {
  return (await patience.get(of)) ?? { of }
}
