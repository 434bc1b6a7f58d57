/** How long a cloud is waited for. */
export type PatienceRules = {
  /** For the first attempt of a call to a host of which nothing is known, and never less than this. */
  firstMs: number
  /** For all attempts of a call that is safe to repeat, together. */
  budgetMs: number
  /** For the one attempt of a call that is not: giving up early leaves its outcome unknown. */
  unsafeMs: number
}

/** The budget is below the time for which a poll may read one account. */
export const defaultPatience: PatienceRules = { firstMs: 10_000, budgetMs: 45_000, unsafeMs: 30_000 }

/** Learns from each host's answers how long the next one may take, so that a slow cloud stays usable. */
export type Patience = {
  /** Whole milliseconds, as timers want them, for the next attempt; 0 when the budget of the call is used up. */
  timeoutMs(call: WaitedCall): number
  /** An attempt was answered, with whatever status. */
  noteAnswer(host: string, durationMs: number): void
  /** All the time that a call may take has passed without an answer. */
  noteSilence(host: string): void
}

export type WaitedCall = {
  host: string
  isSafe: boolean
  /** Of the same call: how many attempts have run out of time, and how long all of them took. */
  timeouts: number
  spentMs: number
}

/** An answer may take this many times as long as the slowest of the host's recent ones. */
const margin = 3
/** Each answer lets an earlier, slower one count for this much of its time. */
const fading = 0.8

export function createPatience(rules: PatienceRules): Patience {
  const hosts = new Map<string, { slowestMs: number; isSilent: boolean }>()
  return {
    timeoutMs({ host, isSafe, timeouts, spentMs }) {
      const known = hosts.get(host)
      const learnedMs = Math.ceil(Math.min(rules.budgetMs, Math.max(rules.firstMs, margin * (known?.slowestMs ?? 0))))
      if (!isSafe) return Math.max(rules.unsafeMs, learnedMs)
      const leftMs = Math.max(0, Math.floor(rules.budgetMs - spentMs))
      // A host that let a whole call pass in vain may only need longer than one attempt: a single long one finds out.
      return known?.isSilent ? leftMs : Math.min(leftMs, learnedMs * 2 ** timeouts)
    },
    noteAnswer(host, durationMs) {
      const slowestMs = Math.max(durationMs, fading * (hosts.get(host)?.slowestMs ?? 0))
      hosts.set(host, { slowestMs, isSilent: false })
    },
    noteSilence(host) {
      hosts.set(host, { slowestMs: hosts.get(host)?.slowestMs ?? 0, isSilent: true })
    },
  }
}
