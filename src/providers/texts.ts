import { z } from 'zod'

/** A text of at most so many characters; what is longer is told in words. */
export function textUpTo(longest: number): z.ZodString {
  return z.string().max(longest, { error: ({ input }) => tooLong(longest, input) })
}

/** The same, and not empty. */
export function neededText(longest: number): z.ZodString {
  return textUpTo(longest).min(1, 'This is needed.')
}

function tooLong(longest: number, text: unknown): string {
  return `At most ${longest} characters fit here, and these are ${typeof text === 'string' ? text.length : 'more'}.`
}
