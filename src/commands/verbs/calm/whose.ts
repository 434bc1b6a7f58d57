import type { AuditRecord } from '../../../access/audit.ts'
import { AppError } from '../../../errors/errors.ts'
import type { Patience, WorkspaceStore } from '../../../store/store.ts'
import { whoDid } from '../../../views/words/actor.ts'
import { isChannel, meansMe } from '../../find/words.ts'
import type { Command, Invocation, Tools } from '../../machine/command.ts'
import { lastAct, type Search } from '../../machine/overtaken.ts'
import { channelIn } from '../../machine/tokenize.ts'

/** Whose patience a command is about, and the words that are left. `isOwn`: the person's own, not a channel's. */
export type Whose = { of: string; isOwn: boolean; words: readonly string[] }

type Asked = Pick<Invocation, 'words' | 'answers' | 'origin'>

/**
 * A channel that was named, or else the channel where the command was typed; the person themselves in a private chat
 * with Ferry, or with `me` at either end. Throws AppError usage for a channel that Ferry doesn't recognize.
 */
export function whosePatience(asked: Asked, { usage }: Pick<Command, 'usage'>): Whose {
  const { words } = withoutMe(asked.words)
  if (isAboutOneself(asked)) return { of: asked.origin.user, isOwn: true, words }
  const of = channelOf(asked)
  if (of !== undefined) return { of, isOwn: false, words }
  const named = asked.words.find(isChannel) ?? ''
  const problem = `\`${named.slice(0, 60)}\` is not a channel Ferry recognizes. Choose one from the list that Slack shows after #.`
  throw new AppError('usage', { problem, usage })
}

/** The role that changing somebody's patience needs: one's own is one's own affair. */
export function needsFor(asked: Asked): 'viewer' | 'operator' {
  // The form asks for whom it is.
  const isForm = asked.words.length === 0 && asked.answers === undefined
  return isForm || isAboutOneself(asked) ? 'viewer' : 'operator'
}

function isAboutOneself(asked: Asked): boolean {
  if (withoutMe(asked.words).isMe || asked.answers?.whose === 'me') return true
  const isNamed = asked.words.some(isChannel)
  return channelOf(asked)?.startsWith('D') ?? !isNamed
}

/** The channel that was named, chosen, or else the one where the command was typed. Undefined if Ferry doesn't know it. */
function channelOf({ words, answers, origin }: Asked): string | undefined {
  const named = words.find(isChannel)
  return named === undefined ? (answers?.channel ?? origin.channel) : channelIn(named)
}

/** The words that are no channel, without one at either end that means the person who types. */
function withoutMe(words: readonly string[]): { isMe: boolean; words: readonly string[] } {
  const others = words.filter((word) => !isChannel(word))
  const at = [others.length - 1, 0].find((index) => meansMe(others[index] ?? ''))
  return at === undefined ? { isMe: false, words: others } : { isMe: true, words: others.toSpliced(at, 1) }
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
