import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { listenOn } from '../../bench/listen.ts'

/** Stands before the replicas, as a balancer in a cluster would: takes turns, keeps connections, and repeats nothing. */
export type Balancer = {
  url: string
  /** From now on these are asked whether they are ready. */
  setReplicas(urls: readonly string[]): void
  stop(): Promise<void>
}

export type BalancerOptions = {
  /** How often it looks at `/readyz`; before each request unless told. */
  lookEveryMs?: number
}

export async function startBalancer({ lookEveryMs }: BalancerOptions = {}): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true })
  const ending = new AbortController()
  let replicas: readonly string[] = []
  let ready: readonly string[] = []
  let turn = 0

  async function look(): Promise<void> {
    const answers = await Promise.all(replicas.map(isReady))
    ready = replicas.filter((_, index) => answers[index])
  }

  async function keepLooking(everyMs: number): Promise<void> {
    while (!ending.signal.aborted) {
      await look()
      await pause(everyMs, undefined, { signal: ending.signal }).catch(() => undefined)
    }
  }

  async function forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = Buffer.concat(await incoming.toArray())
    if (lookEveryMs === undefined) await look()
    const replica = ready[turn++ % Math.max(1, ready.length)]
    if (replica === undefined) return void outgoing.writeHead(503).end('no replica is ready')
    const { method, headers } = incoming
    request(`${replica}${incoming.url}`, { agent, method, headers: withoutHops(headers) }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, { 'content-type': answer.headers['content-type'] ?? 'text/plain' })
      answer.pipe(outgoing)
    })
      .on('error', (error) => void outgoing.writeHead(502).end(error.message))
      .end(body)
  }

  const server = await listenOn(createServer((incoming, outgoing) => void forward(incoming, outgoing)))
  const looking = lookEveryMs === undefined ? Promise.resolve() : keepLooking(lookEveryMs)
  return {
    url: server.url,
    setReplicas(urls) {
      replicas = urls
    },
    async stop() {
      ending.abort()
      await looking
      agent.destroy()
      await server.stop()
    },
  }
}

/** The balancer's own connections are between it and the replica. */
function withoutHops({ connection: _, 'keep-alive': __, ...headers }: IncomingMessage['headers']) {
  return headers
}

function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    ({ ok, body }) => body?.cancel().then(() => ok) ?? ok,
    () => false,
  )
}
