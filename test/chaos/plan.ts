/** How often it is killed, and by which numbers; `npm run chaos` kills more often than the suite. */
export type Plan = { kills: number; seed: number }

/** `CHAOS_SEED` repeats what another run has printed, `CHAOS_KILLS` makes it longer. */
export function planFor(kills: number): Plan {
  const { CHAOS_KILLS = kills, CHAOS_SEED = Date.now() % 1_000_000 } = process.env
  return { kills: Number(CHAOS_KILLS), seed: Number(CHAOS_SEED) }
}

/** Ends what hangs, also where a process takes a quarter of a minute to start. */
export function longestStoryMs({ kills }: Plan): number {
  return 600_000 + kills * 20_000
}

/** In the end all die together, so the first one dies alone, whatever is drawn. */
export function diesAlone(kill: number, isDrawn: boolean): boolean {
  return kill === 0 || isDrawn
}
