import type { Clock } from './clock.ts'

/**
 * The outcome of work that somebody waits for no longer than `ms` milliseconds; after that, `late`. The work goes on, and
 * what comes of it then is not asked for, not even its failure.
 */
export async function inTime<Done, Late>(
  work: Promise<Done>,
  { ms, clock, late }: { ms: number; clock: Clock; late: Late },
): Promise<Done | Late> {
  const over = new AbortController()
  try {
    return await Promise.race([work, clock.sleep(ms, over.signal).then(() => late)])
  } finally {
    // A reason of our own: without one, Node makes an error with its stack each time.
    over.abort('over')
  }
}

/** Does work whose signal aborts once it has taken `ms` milliseconds, or with the given one. */
export async function cutOffAfter<Done>(
  work: (signal: AbortSignal) => Promise<Done>,
  { ms, clock, signal }: { ms: number; clock: Clock; signal?: AbortSignal },
): Promise<Done> {
  const late = new AbortController()
  const over = new AbortController()
  void clock.sleep(ms, over.signal).then(() => {
    if (!over.signal.aborted) late.abort()
  })
  try {
    return await work(signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]))
  } finally {
    over.abort('over')
  }
}
