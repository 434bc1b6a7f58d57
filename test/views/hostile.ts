import fc from 'fast-check'
import { anyCharacter } from '../any-character.ts'

/** Names with which somebody could try to disturb a channel. */
const pieces = [
  '<!channel>',
  '<!here|here>',
  '<@U0VICTIM>',
  '<#C0SECRET>',
  '<http://evil.example|click>',
  'https://evil.example',
  '<',
  '>',
  '&',
  '&lt;',
  '`',
  '```',
  '*',
  '_',
  '~',
  ':x:',
  '|',
  '^',
  '"',
  '\n',
  '\u2028',
  '\u202E',
  '\u200F',
  '\u200B',
  '\u0000',
  '\uD800',
  '\uDFFF',
  '😀',
  ' ',
  'photos',
]

const short = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join(''))

/** Names that other people chose: empty, endless, or full of Slack's special characters. */
export const hostile: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: short, weight: 6 },
  { arbitrary: fc.string({ unit: anyCharacter, maxLength: 30 }), weight: 2 },
  { arbitrary: short.map((part) => 'x'.padEnd(10_000, `${part}x`)), weight: 1 },
)

/** Hostile names without backticks, for sentences that mark code with them. */
export const unquoted: fc.Arbitrary<string> = hostile.map((text) => text.replaceAll('`', ''))

/** Any figure that a cloud may send, sensible or not. */
export const figure: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, 1, -1, 0.5, 999.5, 2 ** 53 + 2, 1e30, Number.MAX_VALUE, Number.MIN_VALUE),
  fc.nat(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)

export const moment: fc.Arbitrary<number> = fc.oneof(fc.integer({ min: 0, max: 4e12 }), figure)
export const userId: fc.Arbitrary<string> = fc.stringMatching(/^[UW][A-Z0-9]{2,10}$/)
export const channelId: fc.Arbitrary<string> = fc.stringMatching(/^[CGD][A-Z0-9]{2,10}$/)
/** Names of accounts and storage keys, which Ferry checks before it stores them. */
export const keptName: fc.Arbitrary<string> = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,39}$/)
