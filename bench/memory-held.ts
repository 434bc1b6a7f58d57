/** What this process holds after a garbage collection. Needs `--expose-gc`. */
export type Held = { heldBytes: number; residentBytes: number }

export function memoryHeld(): Held {
  for (let round = 0; round < 3; round += 1)
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  const { heapUsed, external, rss } = process.memoryUsage()
  return { heldBytes: heapUsed + external, residentBytes: rss }
}
