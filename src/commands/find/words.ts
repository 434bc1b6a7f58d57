/** Whether a word says nothing in any command. */
export function isPolite(word: string): boolean {
  return politeWords.has(bare(word))
}

/** Whether a word means the person who types. */
export function meansMe(word: string): boolean {
  return /^(me|mine|my|own)$/.test(bare(word))
}

/** Whether a word means the channel in which it is typed. */
export function meansHere(word: string): boolean {
  return bare(word) === 'here'
}

/** The words of a command that can name a migration: neither channels nor words that say nothing in a command. */
export function namingWords(words: readonly string[]): string[] {
  return words.filter((word) => !isChannel(word) && !isPolite(word) && !pointingWords.has(bare(word)))
}

/** Whether a word is a channel. Of digits alone, such as #1912, it is an id. */
export function isChannel(word: string): boolean {
  return word.startsWith('<#') || (word.startsWith('#') && !/^#\d{4,}[.,…]*$/.test(word))
}

/** Whether a word means everything. */
export function meansEverything(word: string | undefined): boolean {
  return word !== undefined && /^(all|everything)[.,!]*$/i.test(word)
}

function bare(word: string): string {
  return word.toLowerCase().replaceAll(/^[^\p{L}\p{N}_]+|[^\p{L}\p{N}_]+$/gu, '')
}

/** Words that people add to be polite, or to fill a sentence. Empty: punctuation alone. */
const politeWords = new Set(' a again for just now please pls thank thanks the us you'.split(' '))

/** Words that people use for a migration in its own thread, or for the channel. */
const pointingWords = new Set('here it its job me migration one ones task that them these this those'.split(' '))
