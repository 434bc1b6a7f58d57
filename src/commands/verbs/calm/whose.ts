import type { AuditRecord } from '../../../access/audit.ts'
import { AppError } from '../../../errors/errors.ts'
import type { Patience, WorkspaceStore } from '../../../store/store.ts'
import { whoDid } from '../../../views/words/actor.ts'
import { isChannel } from '../../find/words.ts'
import type { Command, Invocation, Tools } from '../../machine/command.ts'
import { lastAct, type Search } from '../../machine/overtaken.ts'
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

type Ended = Pick<Search, 'verbs'> & { subject?: string; isEnd: NonNullable<Search['explains']> }
type Asking = { origin: Pick<Invocation['origin'], 'user'>; tools: Pick<Tools, 'store' | 'clock'> }

/** Who has ended something of this patience before, and when, as the audit has it. Undefined if it does not tell. */
export async function whoEnded(
  { verbs, subject, isEnd }: Ended,
  { of, isOwn }: Pick<Whose, 'of' | 'isOwn'>,
  { origin, tools }: Asking,
): Promise<string | undefined> {
  const place = isOwn ? 'for themselves' : `in ${of}`
  const isAbout = (act: AuditRecord) =>
    act.subject === subject && act.detail?.split(/: | until /)[0] === place && (!isOwn || act.user === of)
  const act = await lastAct({ verbs, isAbout, explains: isEnd }, tools)
  return act && whoDid(act, origin.user)
}

/** Who has turned off quiet hours or a digest before, as `whoEnded`. */
export function whoTurnedOff(
  verb: 'quiet' | 'digest',
  whose: Pick<Whose, 'of' | 'isOwn'>,
  asking: Asking,
): Promise<string | undefined> {
  return whoEnded({ verbs: [verb], isEnd: ({ detail }) => detail?.endsWith(': off') === true }, whose, asking)
}

/** Stored patience of a person or channel. Empty if nobody has set any. */
export async function patienceOf(of: string, { patience }: Pick<WorkspaceStore, 'patience'>): Promise<Patience> {
  return (await patience.get(of)) ?? { of }
}
