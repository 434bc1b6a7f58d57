import type { Log } from '../../log.ts'
import type { Signals } from '../store.ts'

/** Signals within this process, for a store that no other process shares. */
export function createLocalSignals(log?: Log<'info' | 'warn'>): Signals {
  const hearers = createHearers(log)
  const counters = new Map<string, number>()
  return {
    async publish(topic, text) {
      // After the caller, as if another process told it.
      queueMicrotask(() => hearers.tell(topic, text))
    },
    async subscribe(topic, hear) {
      const hearer = hearers.add(topic, hear)
      return async () => void hearers.remove(topic, hearer)
    },
    async count(name) {
      counters.set(name, (counters.get(name) ?? 0) + 1)
    },
    counts: async (names) => names.map((name) => counters.get(name) ?? 0),
  }
}

/** Who hears which topic. */
export function createHearers(log: Log<'info' | 'warn'> | undefined): Hearers {
  const topics = new Map<string, Set<Hearer>>()
  return {
    add(topic, hear) {
      const hearer = { hear }
      const hearers = topics.get(topic) ?? new Set()
      topics.set(topic, hearers.add(hearer))
      return hearer
    },
    remove(topic, hearer) {
      const hearers = topics.get(topic)
      hearers?.delete(hearer)
      return hearers?.size === 0 && topics.delete(topic)
    },
    tell(topic, text) {
      for (const { hear } of topics.get(topic) ?? []) {
        try {
          hear(text)
        } catch (error) {
          log?.warn({ err: error, topic }, 'A signal could not be handled')
        }
      }
    },
  }
}

export type Hearers = {
  add(topic: string, hear: (text: string) => void): Hearer
  /** Removes a hearer. True if it was the last one of its topic. */
  remove(topic: string, hearer: Hearer): boolean
  /** Tells all who hear a topic. Never throws. */
  tell(topic: string, text: string): void
}

/** One subscription. The same function may be subscribed more than once. */
export type Hearer = { hear(text: string): void }
