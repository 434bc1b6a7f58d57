import { nextHappening, patienceMs } from '../happenings.ts'

/** Waits until `look` returns something. If that takes too long, fails with what the world looks like. */
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
