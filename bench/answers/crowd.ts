import { setTimeout as sleep } from 'node:timers/promises'
import { interleaved, type Pair, quantile } from '../figures.ts'
import { besideBusyLoops } from './busy.ts'

/** Something that this person does at an app. Resolves to the milliseconds until the app has reacted. */
export type Act = (person: number) => Promise<number>
/** The same act at Ferry and at the app that it is compared with. */
export type Sides = { ours: Act; theirs: Act }

export const crowdSize = 50
export const busyLoops = 4

/** An app may have work left when it has reacted, which is not to slow down the other one. */
const settleMs = 2

/** Blocks of acts, one after the other, in which the sides take turns. The first block only warms up. */
export async function oneByOne(
  { ours, theirs }: Sides,
  { blocks, acts }: { blocks: number; acts: number },
): Promise<{ ours: number[]; theirs: number[] }[]> {
  const taken: { ours: number[]; theirs: number[] }[] = []
  for (let block = 0; block <= blocks; block += 1) {
    const both: (typeof taken)[number] = { ours: [], theirs: [] }
    for (let act = 0; act < acts; act += 1) {
      both.ours.push(await ours(act % crowdSize))
      await sleep(settleMs)
      both.theirs.push(await theirs(act % crowdSize))
      await sleep(settleMs)
    }
    taken.push(both)
  }
  return taken.slice(1)
}

/** The value below which this share of each block lies, as pairs. */
export function pairsAt(share: number, blocks: readonly { ours: number[]; theirs: number[] }[]): Pair[] {
  return blocks.map(({ ours, theirs }) => ({ ours: quantile(ours, share), theirs: quantile(theirs, share) }))
}

/** The p95 of both sides when all people act at once. */
export function atOnce({ ours, theirs }: Sides, pairs: number): Promise<Pair[]> {
  const together = (act: Act) => async () =>
    quantile(await Promise.all(Array.from({ length: crowdSize }, (_, person) => act(person))), 0.95)
  return interleaved(pairs, { ours: together(ours), theirs: together(theirs) })
}

/** The same while other processes use all of the machine. */
export function atOnceBesideBusyLoops(sides: Sides, pairs: number): Promise<Pair[]> {
  return besideBusyLoops(busyLoops, () => atOnce(sides, pairs))
}
