/** Named gates at which calls wait until somebody opens them, so that a test decides the order of events. */
export type Gates = {
  /** Waits until the gate is open. An open gate lets everybody through. */
  pass(name: string, signal?: AbortSignal): Promise<void>
  /** Number of calls that wait at the gate. */
  waitingAt(name: string): number
  open(name: string): void
  /** Opens all gates, and forgets them. */
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
