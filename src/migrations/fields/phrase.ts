/**
 * A few words of a sentence that Ferry writes, with what somebody else has named kept apart from them: whoever shows the
 * phrase decides how a foreign name, or a moment, is written there.
 */
export type Phrase = readonly PhrasePart[]
/** `most` is how many characters are shown. A `word` reads like the text around it, a `name` stands out. */
export type PhrasePart = string | { name: string; most: number } | { word: string; most: number } | { moment: number }
