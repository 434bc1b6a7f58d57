import { nextHappening, patienceMs } from './happenings.ts'

/** Waits until the check no longer throws. If that takes too long, throws its last error. */
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
