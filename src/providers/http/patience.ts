/** How long Ferry waits for a cloud, in milliseconds. */
export type PatienceRules = {
  /** The first attempt of a call to an unknown host, and the least that any attempt gets. */
  firstMs: number
  /** All attempts of a call that is safe to repeat, together. */
  budgetMs: number
  /** The only attempt of a call that is not safe to repeat. Giving up early would leave its outcome unknown. */
  unsafeMs: number
}

/** The default times. The budget is below the time in which a poll may read one account. */
export const defaultPatience: PatienceRules = { firstMs: 10_000, budgetMs: 45_000, unsafeMs: 30_000 }

/** Learns from each host's answers how long its next answer may take, so that a slow cloud stays usable. */
export type Patience = {
  /** Timeout of the next attempt, in whole milliseconds, as timers want them. 0 if the call has used up its budget. */
  timeoutMs(call: WaitedCall): number
  /** Records that a host answered an attempt, whatever the status. */
  noteAnswer(host: string, durationMs: number): void
  /** Records that a call used up all its time without an answer. */
  noteSilence(host: string): void
}

export type WaitedCall = {
  host: string
  isSafe: boolean
  /** Attempts of this call that ran out of time, and the milliseconds that all its attempts took. */
  timeouts: number
  spentMs: number
}

/** An answer may take this many times as long as the slowest recent answer of its host. */
const margin = 3
/** With each answer, the time of an earlier, slower one fades by this factor. */
const fading = 0.8

export function createPatience(rules: PatienceRules): Patience {
  const hosts = new Map<string, { slowestMs: number; isSilent: boolean }>()
  return {
    timeoutMs({ host, isSafe, timeouts, spentMs }) {
      const known = hosts.get(host)
      const learnedMs = Math.ceil(Math.min(rules.budgetMs, Math.max(rules.firstMs, margin * (known?.slowestMs ?? 0))))
      if (!isSafe) return Math.max(rules.unsafeMs, learnedMs)
      const leftMs = Math.max(0, Math.floor(rules.budgetMs - spentMs))
      // A host that left a whole call unanswered may need longer than one attempt: a single long one finds out.
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
