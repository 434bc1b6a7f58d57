/** How often processes are killed, and the seed of the story. `long.config.ts` kills more often than the suite. */
export type Plan = { kills: number; seed: number }

/** Reads the plan. `CHAOS_SEED` repeats a printed run, `CHAOS_KILLS` sets the number of kills. */
export function planFor(kills: number): Plan {
  const { CHAOS_KILLS = kills, CHAOS_SEED = Date.now() % 1_000_000 } = process.env
  return { kills: Number(CHAOS_KILLS), seed: Number(CHAOS_SEED) }
}

/** Time limit of a story in milliseconds, for machines on which a process takes a quarter of a minute to start. */
export function longestStoryMs({ kills }: Plan): number {
  return 600_000 + kills * 20_000
}

/** Whether one process dies alone. At the end all die together, so the first kill always hits a single process. */
export function diesAlone(kill: number, isDrawn: boolean): boolean {
  return kill === 0 || isDrawn
}
