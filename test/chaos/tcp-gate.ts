import { once } from 'node:events'
import { createServer, connect as dial, type Socket } from 'node:net'

/** A way over TCP to a server, which can be led elsewhere, or cut. */
export type TcpGate = {
  port: number
  /** Breaks every connection and leads new ones to this port. */
  leadTo(port: number): void
  /** `refusing` breaks every connection. `silent` keeps them, and lets nothing pass. */
  close(how: 'refusing' | 'silent'): void
  /** Lets everything pass again. What a silent gate has kept arrives `late`, or is `lost` with its connection. */
  open(kept: 'late' | 'lost'): void
  stop(): Promise<void>
}

type Pair = { inner: Socket; outer: Socket }

export async function openTcpGate(port: number): Promise<TcpGate> {
  let target = port
  let state: 'open' | 'refusing' | 'silent' = 'open'
  const pairs = new Set<Pair>()
  const waiting = new Set<Socket>()

  function join(outer: Socket): void {
    const inner = dial(target, '127.0.0.1')
    const pair = { inner, outer }
    pairs.add(pair)
    for (const [from, to] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      from
        .on('error', () => {})
        .on('close', () => {
          pairs.delete(pair)
          to.destroy()
        })
      from.pipe(to)
    }
  }

  function breakAll(): void {
    for (const { inner, outer } of pairs) {
      inner.destroy()
      outer.destroy()
    }
    for (const outer of waiting) outer.destroy()
    waiting.clear()
  }

  const server = createServer({ noDelay: true }, (outer) => {
    outer.on('error', () => {})
    if (state === 'refusing') return void outer.destroy()
    if (state === 'open') return join(outer)
    outer.pause()
    waiting.add(outer)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The gate has no port')
  return {
    port: address.port,
    leadTo(next) {
      target = next
      breakAll()
    },
    close(how) {
      state = how
      if (how === 'refusing') return breakAll()
      for (const { inner, outer } of pairs) {
        inner.unpipe(outer).pause()
        outer.unpipe(inner).pause()
      }
    },
    open(kept) {
      state = 'open'
      if (kept === 'lost') return breakAll()
      for (const { inner, outer } of pairs) {
        inner.pipe(outer)
        outer.pipe(inner)
      }
      for (const outer of waiting) join(outer)
      waiting.clear()
    },
    async stop() {
      state = 'refusing'
      breakAll()
      server.close()
      await once(server, 'close')
    },
  }
}
