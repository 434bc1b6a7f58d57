import { isChannel } from '../find/words.ts'
import type { Command } from './command.ts'

/** Whether a command takes migrations by their ids. */
export function takesIds({ usage }: Pick<Command, 'usage'>): boolean {
  return /<ids?\b/.test(usage)
}

/**
 * The words of a command as they were meant, without a preposition before a channel. Where migrations are named, people
 * paste ids that commas join, which come apart, and the title of a card, `photos → archive`, which becomes one word.
 */
export function unpasted(words: readonly string[], command: Pick<Command, 'takes' | 'usage'>): readonly string[] {
  if (command.takes === 'text') return words
  const plain = words.filter((word, index) => !(isBeforeChannel(word) && isChannel(words[index + 1] ?? '')))
  return takesIds(command) ? withRefs(plain) : plain
}

function isBeforeChannel(word: string): boolean {
  return /^(in|to|from|for|at)$/i.test(word)
}

function withRefs(words: readonly string[]): string[] {
  const meant: string[] = []
  for (const word of words.flatMap(idsIn)) {
    const [before = '', arrow = ''] = meant.slice(-2)
    const isTitle = isArrow(arrow) && isName(before) && isName(word)
    if (isTitle) meant.splice(-2, 2, `${before} → ${word}`)
    else meant.push(word)
  }
  return meant
}

/** The ids that commas join in a word, or else the word. */
export function idsIn(word: string): string[] {
  const parts = word.split(',').filter((part) => part !== '')
  return parts.length > 0 && parts.every(isId) ? parts : [word]
}

/** Whether a word is an id or the start of one, perhaps after its account. */
function isId(word: string): boolean {
  return /^#?(?:[a-z\d-]+\/)?(?=\D*\d)[\da-f-]{4,}(?:…|\.{2,}|\*)?$/i.test(word)
}

function isArrow(word: string): boolean {
  return /^(→|⇒|-+>|=>)$/.test(word)
}

function isName(word: string): boolean {
  return /^[^\s→⇒]+$/.test(word) && /[\p{L}\p{N}]/u.test(word)
}
