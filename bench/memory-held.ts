/**
 * What this process holds after a garbage collection, and what the heap keeps besides for what comes next. Needs
 * `--expose-gc`.
 */
export type Held = { heldBytes: number; spareBytes: number; residentBytes: number }

export function memoryHeld(): Held {
  for (let round = 0; round < 3; round += 1)
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  const { heapUsed, heapTotal, external, rss } = process.memoryUsage()
  return { heldBytes: heapUsed + external, spareBytes: heapTotal - heapUsed, residentBytes: rss }
}
