/** Colours of the small pictures; the style sheet gives each a value for light and dark. */
export type Tone = 'green' | 'red' | 'amber' | 'orange' | 'blue' | 'violet' | 'sea' | 'wood' | 'ink' | 'mist' | 'paper'

/** One path on a 20 × 20 grid: filled, or drawn as a line of the given width. */
export type Shape = readonly [tone: Tone, path: string, strokeWidth?: number]

export type Picture = readonly Shape[]
export type Pictures = Readonly<Record<string, Picture>>
