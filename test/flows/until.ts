/** Waits until the world looks as wanted; fails with what it looked like instead, before the test itself times out. */
export const until = untilWithin(18_000)

const lookEveryMs = 10

/** The same with another patience, for stories whose waiting is part of the story. */
export function untilWithin(patienceMs: number) {
  return async <Seen>(
    what: string,
    look: () => Look<Seen> | Promise<Look<Seen>>,
    picture = () => '',
  ): Promise<Seen> => {
    const deadline = Date.now() + patienceMs
    for (;;) {
      const seen = await look()
      if (seen !== undefined && seen !== false) return seen
      if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.\n${picture()}`)
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
    }
  }
}

type Look<Seen> = Seen | undefined | false
