/** Named gates at which calls wait until somebody opens them, so that a story decides what comes first. */
export type Gates = {
  /** Waits until the gate is opened; one that was opened already lets everybody through. */
  pass(name: string, signal?: AbortSignal): Promise<void>
  /** How many wait at the gate now. */
  waitingAt(name: string): number
  open(name: string): void
  /** Opens all, and forgets that they ever were. */
  clear(): void
}

export function createGates(): Gates {
  const gates = new Map<string, Gate>()
  const gateOf = (name: string): Gate => {
    const gate = gates.get(name) ?? { opened: Promise.withResolvers<void>(), waiting: 0 }
    gates.set(name, gate)
    return gate
  }
  return {
    async pass(name, signal) {
      const gate = gateOf(name)
      gate.waiting += 1
      signal?.addEventListener('abort', () => gate.opened.resolve(), { once: true })
      await gate.opened.promise
      gate.waiting -= 1
    },
    waitingAt: (name) => gates.get(name)?.waiting ?? 0,
    open: (name) => gateOf(name).opened.resolve(),
    clear() {
      for (const { opened } of gates.values()) opened.resolve()
      gates.clear()
    },
  }
}

type Gate = { opened: PromiseWithResolvers<void>; waiting: number }
