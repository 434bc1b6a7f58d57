import type { Clock } from '../async/clock.ts'
import { createMemory } from '../async/memory.ts'
import type { Suggestion } from './machine/command.ts'

type List = readonly Suggestion[]
export type Recall = (key: string, read: () => Promise<List>) => Promise<List>

const keptMs = 60_000
const mostKept = 500

/**
 * Remembers lists for a minute, including that a list could not be read. A select asks at each letter that somebody
 * types, and a refused key must not be tried each time.
 */
export function createRecall({ clock }: { clock: Pick<Clock, 'now'> }): Recall {
  const kept = createMemory<Promise<List>>({ most: mostKept, now: clock.now })
  return (key, read) => {
    const known = kept.get(key, keptMs)
    if (known !== undefined) return known
    const list = read()
    // The caller sees the failure. This handler is for callers that no longer wait for it.
    list.catch(() => undefined)
    kept.set(key, list)
    return list
  }
}
