import type { IncomingMessage, ServerResponse } from 'node:http'

/** A simulated cloud of the playground, with its migrations and its answers to the connect form. */
export type CloudInPlay = {
  /** Its name in `/migrate connect huawei`, and in the path of its control. */
  name: string
  simulator: {
    listen(): Promise<{ url: string; stop(): Promise<void> }>
    faults: { add(fault: { kind: 'status'; status: number; times: number }): void; clear(): void }
    reset(): void
  }
  /** Adds its migrations. */
  plant(): void
  /** Answers to the connect form. */
  form(url: string): Record<string, string>
  /** Number of running migrations. */
  running(): number
  addOne(): void
  failOne(): void
}

export type Control = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>
