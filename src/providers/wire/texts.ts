import { z } from 'zod'

/** Text of at most this many characters. A longer text gets a message in words. */
export function textUpTo(longest: number): z.ZodString {
  return z.string().max(longest, { error: ({ input }) => tooLong(longest, input) })
}

/** Text that is not empty and has at most this many characters. */
export function neededText(longest: number): z.ZodString {
  return textUpTo(longest).min(1, 'This is required.')
}

function tooLong(longest: number, text: unknown): string {
  return `Use at most ${longest} characters. This has ${typeof text === 'string' ? text.length : 'more'}.`
}
