import { type Random, randomText } from '../cloud/random.ts'

/** A version 4 UUID, like those of groups and synchronization tasks. */
export function newUuid(random: Random): string {
  const [a, b, c, d, e] = [8, 4, 3, 3, 12].map((length) => randomText(random, length))
  return `${a}-${b}-4${c}-${randomText(random, 1, '89ab')}${d}-${e}`
}
