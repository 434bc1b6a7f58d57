import { vi } from 'vitest'

/** Waits until the check no longer throws. Patient: on a busy machine even a real Redis is late, and that is no fault. */
export function eventually<Seen>(check: () => Seen | Promise<Seen>): Promise<Seen> {
  return vi.waitFor(check, { timeout: 15_000, interval: 10 })
}
