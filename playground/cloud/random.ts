/** A generator of numbers in [0, 1). The same seed gives the same sequence. */
export type Random = () => number

/** Mulberry32: small, fast, and random enough to make a world look alive in the same way each time. */
export function createRandom(seed = 1): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function randomText(random: Random, length: number, alphabet = '0123456789abcdef'): string {
  return Array.from({ length }, () => alphabet.charAt(Math.floor(random() * alphabet.length))).join('')
}
