import { expect, onTestFailed } from 'vitest'
import { createChance, seedFor } from './chance.ts'
import { planFor } from './plan.ts'

/**
 * Draws this many of the cases, one from each stretch of the list, by `CHAOS_SEED` and the name of the test. With
 * `CHAOS_CASES=all`, as in `long.config.ts`, it returns every case.
 */
export function draw<Case>(cases: readonly Case[], count: number): readonly Case[] {
  if (process.env.CHAOS_CASES === 'all' || count >= cases.length) return cases
  const { seed } = planFor(0)
  onTestFailed(() => void process.stdout.write(`Drawn with CHAOS_SEED=${seed}\n`))
  const chance = createChance(seedFor(expect.getState().currentTestName ?? '', seed))
  return Array.from({ length: count }, (_, index) => {
    const drawn = cases[Math.floor(((index + chance()) / count) * cases.length)]
    if (drawn === undefined) throw new RangeError(`There is no case in stretch ${index} of ${count}`)
    return drawn
  })
}

/** The steps of a life: 1, 2 and so on. */
export function stepsTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1)
}

export function pairsOf(steps: readonly number[]): (readonly [first: number, second: number])[] {
  return steps.flatMap((first) => steps.map((second) => [first, second] as const))
}
