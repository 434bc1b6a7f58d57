import { nextHappening, patienceMs } from './happenings.ts'

/** Waits until the check no longer throws; what hangs fails with what it throws. */
export async function eventually<Seen>(check: () => Seen | Promise<Seen>): Promise<Seen> {
  const hangs = AbortSignal.timeout(patienceMs)
  for (;;) {
    const next = nextHappening()
    try {
      return await check()
    } catch (error) {
      if (hangs.aborted) throw error
    }
    await next
  }
}
