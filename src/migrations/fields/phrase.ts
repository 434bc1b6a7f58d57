/**
 * A few words of a sentence that Ferry writes. Names that other people gave are kept apart, so that the view that shows
 * the phrase decides how to write a name or a moment.
 */
export type Phrase = readonly PhrasePart[]
/**
 * A part of a phrase. `most` is the number of characters shown. A `word` reads like the text around it; a `name` stands
 * out.
 */
export type PhrasePart = string | { name: string; most: number } | { word: string; most: number } | { moment: number }
