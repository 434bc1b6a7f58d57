import { type Random, randomText } from '../cloud/random.ts'

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const TIME_CHARS = 10

/** A UUID for a service or job. */
export function newUuid(random: Random): string {
  const hex = randomText(random, 32)
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)].join('-')
}

/** The id of a request in its error: ten characters of time and sixteen random ones. */
export function newUlid(at: number, random: Random): string {
  const time = Array.from({ length: TIME_CHARS }, (_, index) => {
    return CROCKFORD.charAt(Math.floor(at / 32 ** (TIME_CHARS - 1 - index)) % 32)
  })
  return time.join('') + randomText(random, 16, CROCKFORD)
}

/** A time in UTC with six decimals. */
export function timestamp(at: number): string {
  return new Date(at).toISOString().replace('Z', '000Z')
}
