import { expect } from 'vitest'
import { planFor } from './plan.ts'
import { tell } from './story.ts'
import { failuresOf, type Trouble } from './trouble.ts'

/** Tells a short story of `npm run chaos`. `CHAOS_SEED` repeats a run that failed. */
export async function expectToPass(trouble: Trouble, { rounds }: { rounds: number }): Promise<void> {
  const { seed } = planFor(rounds)
  const outcome = await tell({ name: trouble.name, seed, rounds }, trouble.run)
  expect(failuresOf(trouble, outcome), `CHAOS_SEED=${seed}`).toEqual([])
  expect(outcome.ends).toBeGreaterThan(0)
}
