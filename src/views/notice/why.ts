import type { Scope } from '../../migrations/set.ts'
import { muteChoices } from '../act/mute.ts'
import { type Choice, choices, context } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { setWords } from '../words/set.ts'

/** Why somebody gets a message, in words that may stand after others, and what mutes more of that kind. */
export type Why = { words?: string; mute: readonly Choice[] }

type Followed = {
  channel: string
  /** Typed reference of a single migration. Absent if the message is about several. */
  ref?: string
  /** Whether it is over, so that there is nothing of it to mute. */
  isOver?: boolean
  account?: string
  /** The set that the channel follows. Absent if somebody asked for the migration itself. */
  set?: Scope
}

/** Why a channel is told: it follows a migration, or a set. Muting is about what it follows. */
export function whyHere({ channel, ref, isOver = false, account, set }: Followed): Why {
  const place = `<#${channel}>`
  const words = `this channel follows ${set === undefined ? (ref === undefined ? 'them' : 'it') : setWords(set)}`
  if (set === undefined && ref !== undefined && !isOver) return { words, mute: muteChoices(ref, place, 'this here') }
  return { words, mute: muteChoices(account ?? 'all', place, `${account ?? 'all'} here`) }
}

/** Buttons that mute more of a kind for the person who is told in private. */
export function muteForOneself(account: string | undefined): Why {
  return { mute: muteChoices(account ?? 'all', 'me') }
}

type Block = Message['blocks'][number]

/** A message that says why one gets it, and whose last row of buttons ends with a menu that mutes. */
export function withWhy({ text, blocks }: Message, { words, mute }: Why): Message {
  const said = words === undefined ? blocks : saying(blocks, words)
  const last = said.findLastIndex(({ type }) => type === 'actions')
  if (last < 0) return { text, blocks: [...said, ...choices([], mute)] }
  return { text, blocks: said.map((block, index) => (index === last ? withMenu(block, mute) : block)) }
}

function withMenu(block: Block, mute: readonly Choice[]): Block {
  const [muting] = choices([], mute)
  if (block.type !== 'actions' || muting === undefined) return block
  return { ...block, elements: [...block.elements, ...muting.elements] }
}

/** The words stand in the small print of the message. */
function saying(blocks: readonly Block[], words: string): Block[] {
  const last = blocks.findLastIndex(({ type }) => type === 'context')
  if (last < 0) return [...blocks, context(sentenceOf(words))]
  return blocks.map((block, index) => (index === last ? extended(block, words) : block))
}

function extended(block: Block, words: string): Block {
  if (block.type !== 'context') return block
  const [first] = block.elements
  return first?.type === 'mrkdwn' ? context(`${first.text} · ${words}`) : block
}

function sentenceOf(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
}
