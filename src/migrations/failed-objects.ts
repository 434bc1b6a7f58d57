/** One object that a migration could not move, as the cloud's list has it. */
export type FailedObject = {
  name: string
  /** The cloud's own word or code for what went wrong. */
  reason?: string
  /** What the source's storage said. */
  sourceCode?: string
  /** When, in the cloud's own words and its own time zone. */
  at?: string
}

/** How much of the lists of one migration is read at most. */
export type ListLimits = {
  objects: number
  /** Of all lists together. */
  bytes: number
  files: number
  /** No list is opened after so many milliseconds. */
  forMs: number
}

/** Why some of the failed objects were not read. */
export const listCuts = ['objects', 'bytes', 'files', 'time'] as const
export type ListCut = (typeof listCuts)[number]

/** What was read of the lists of one migration. */
export type ListReading = {
  /** How many lists there were to read. */
  files: number
  /** Lines that name no object, or are too long. */
  unreadable: number
  /** Absent where everything was read. */
  cut?: ListCut
}

/** Objects that failed for the same reason. */
export type FailureGroup = {
  /** Absent for those without one. */
  reason?: string
  count: number
  /** Names of the first few. */
  samples: readonly string[]
}

/** Objects by their reasons. `others` are those whose reasons no longer fitted. */
export type FailureTally = { total: number; groups: readonly FailureGroup[]; others: number }

const mostSamples = 3
/** A list that names a reason of its own for each object must not fill the memory. */
const mostReasons = 1000

/** Counts failed objects by reason, and holds only a few of their names. */
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
    /** The most frequent reason first. */
    tally(): FailureTally {
      const counted = [...groups].map(([reason, group]) => ({ ...(reason === undefined ? {} : { reason }), ...group }))
      return { total, others, groups: counted.toSorted((a, b) => b.count - a.count) }
    },
  }
}
