/** The words of a command that can name a migration: neither channels nor words that say nothing in a command. */
export function namingWords(words: readonly string[]): string[] {
  return words.filter((word) => !isChannel(word) && !idleWords.has(bare(word)))
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

/** Words that people use for a migration in its own thread, and filler words. Empty: punctuation alone. */
const idleWords = new Set(
  ' a again for here it its job just me migration now one ones please pls task thank thanks that the them these this those us you'.split(
    ' ',
  ),
)
