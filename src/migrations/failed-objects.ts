import { defined } from '../defined.ts'
/** One object that a migration could not move, as the cloud's list reports it. */
export type FailedObject = {
  name: string
  /** The cloud's own word or code for what went wrong. */
  reason?: string
  /** Error code that the source's storage returned. */
  sourceCode?: string
  /** When the object failed, in the cloud's own words and time zone. */
  at?: string
}

/** The most that Ferry reads of one migration's lists of failed objects. */
export type ListLimits = {
  objects: number
  /** Bytes of all lists together. */
  bytes: number
  files: number
  /** Milliseconds after which no further list is opened. */
  forMs: number
}

/** Why some of the failed objects were not read. */
export const listCuts = ['objects', 'bytes', 'files', 'time'] as const
export type ListCut = (typeof listCuts)[number]

/** How much Ferry read of one migration's lists of failed objects. */
export type ListReading = {
  /** Number of lists that there were to read. */
  files: number
  /** Number of lines that name no object or are too long. */
  unreadable: number
  /** Why reading stopped early. Absent if everything was read. */
  cut?: ListCut
}

/** Objects that failed for the same reason. */
export type FailureGroup = {
  /** The shared reason. Absent for objects without a reason. */
  reason?: string
  count: number
  /** Names of the first few objects in the group. */
  samples: readonly string[]
}

/** Failed objects counted by reason. `others` counts objects whose reasons no longer fitted into `groups`. */
export type FailureTally = { total: number; groups: readonly FailureGroup[]; others: number }

const mostSamples = 3
/** Most reasons that are counted apart: a list with a reason for each object must not fill the memory. */
const mostReasons = 1000

/** Counts failed objects by reason. Holds only a few of their names. */
export function createFailureCount() {
  const groups = new Map<string | undefined, { count: number; samples: string[] }>()
  let total = 0
  let others = 0
  return {
    add({ reason, name }: FailedObject): void {
      total += 1
      const known = groups.get(reason)
      if (known === undefined && groups.size === mostReasons) {
        others += 1
        return
      }
      const group = known ?? { count: 0, samples: [] }
      group.count += 1
      if (group.samples.length < mostSamples && !group.samples.includes(name)) group.samples.push(name)
      groups.set(reason, group)
    },
    /** The counts so far, the most frequent reason first. */
    tally(): FailureTally {
      const counted = [...groups].map(([reason, group]) => ({ ...defined({ reason }), ...group }))
      return { total, others, groups: counted.toSorted((a, b) => b.count - a.count) }
    },
  }
}
