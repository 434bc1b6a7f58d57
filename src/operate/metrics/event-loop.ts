import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Measures how late the event loop runs its timers. Holds a timer until it is stopped. */
export function watchEventLoop(): EventLoopWatch {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs })
  delay.enable()
  return {
    lagMs: () => {
      // The measured delays include the monitor's own interval.
      const lag = Math.max(0, delay.percentile(99) / 1e6 - resolutionMs)
      return Number.isFinite(lag) ? lag : 0
    },
    stop: () => {
      delay.disable()
    },
  }
}

export type EventLoopWatch = {
  /** The 99th percentile of the lag since the start, in milliseconds. */
  lagMs(): number
  stop(): void
}

const resolutionMs = 20
