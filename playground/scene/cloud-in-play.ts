import type { IncomingMessage, ServerResponse } from 'node:http'

/** One simulated cloud of the playground, with its migrations and the form that connects it. */
export type CloudInPlay = {
  /** As in `/migrate connect huawei`, and in the path of its control. */
  name: string
  simulator: {
    listen(): Promise<{ url: string; stop(): Promise<void> }>
    faults: { add(fault: { kind: 'status'; status: number; times: number }): void; clear(): void }
    reset(): void
  }
  /** Puts its migrations into the world. */
  plant(): void
  /** The connect form, filled in. */
  form(url: string): Record<string, string>
  /** How many migrations are running. */
  running(): number
  addOne(): void
  failOne(): void
}

export type Control = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>
