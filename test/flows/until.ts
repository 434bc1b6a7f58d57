import { nextHappening, patienceMs } from '../happenings.ts'

/** Waits until the world looks as wanted; what hangs fails with what it looked like instead. */
export async function until<Seen>(
  what: string,
  look: () => Look<Seen> | Promise<Look<Seen>>,
  picture = () => '',
): Promise<Seen> {
  const hangs = AbortSignal.timeout(patienceMs)
  for (;;) {
    const next = nextHappening()
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
    if (hangs.aborted) throw new Error(`Waited in vain for ${what}.\n${picture()}`)
    await next
  }
}

type Look<Seen> = Seen | undefined | false
