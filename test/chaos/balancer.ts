import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { listenOn } from '../../bench/listen.ts'

/** Stands before the replicas, as a balancer in a cluster would: takes turns, keeps connections, and repeats nothing. */
export type Balancer = {
  url: string
  /** From now on these are asked whether they are ready; resolves when all of them are. */
  setReplicas(urls: readonly string[]): Promise<void>
  stop(): Promise<void>
}

export type BalancerOptions = {
  /** How often it looks at each `/readyz`; before each request, too, unless told. */
  lookEveryMs?: number
}

const usuallyEveryMs = 200

export async function startBalancer({ lookEveryMs }: BalancerOptions = {}): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true })
  const ending = new AbortController()
  const looking: Promise<void>[] = []
  let replicas: Replica[] = []
  let turn = 0

  async function keepLooking(replica: Replica): Promise<void> {
    while (!ending.signal.aborted && replicas.includes(replica)) {
      await look(replica)
      await pause(lookEveryMs ?? usuallyEveryMs, undefined, { signal: ending.signal }).catch(() => undefined)
    }
  }

  function add(url: string): Replica {
    const replica = { url, isReady: false, first: Promise.withResolvers<void>(), looks: 0, seen: 0 }
    setImmediate(() => looking.push(keepLooking(replica)))
    return replica
  }

  async function forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = Buffer.concat(await incoming.toArray())
    if (lookEveryMs === undefined) await Promise.all(replicas.map(look))
    const ready = replicas.filter(({ isReady }) => isReady)
    const replica = ready[turn++ % Math.max(1, ready.length)]
    if (replica === undefined) return void outgoing.writeHead(503).end('no replica is ready')
    const { method, headers } = incoming
    request(`${replica.url}${incoming.url}`, { agent, method, headers: withoutHops(headers) }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, { 'content-type': answer.headers['content-type'] ?? 'text/plain' })
      answer.pipe(outgoing)
    })
      .on('error', (error) => void outgoing.writeHead(502).end(error.message))
      .end(body)
  }

  const server = await listenOn(createServer((incoming, outgoing) => void forward(incoming, outgoing)))
  return {
    url: server.url,
    async setReplicas(urls) {
      replicas = urls.map((url) => replicas.find((one) => one.url === url) ?? add(url))
      await Promise.all(replicas.map(({ first }) => first.promise))
    },
    async stop() {
      ending.abort()
      await Promise.all(looking)
      agent.destroy()
      await server.stop()
    },
  }
}

/** The balancer's own connections are between it and the replica. */
function withoutHops({ connection: _, 'keep-alive': __, ...headers }: IncomingMessage['headers']) {
  return headers
}

type Replica = { url: string; isReady: boolean; first: PromiseWithResolvers<void>; looks: number; seen: number }

async function look(replica: Replica): Promise<void> {
  replica.looks += 1
  const own = replica.looks
  const isReady = await fetch(`${replica.url}/readyz`).then(
    async ({ ok, body }) => {
      await body?.cancel()
      return ok
    },
    () => false,
  )
  // An answer that was overtaken by a later one tells of the past.
  if (own < replica.seen) return
  replica.seen = own
  replica.isReady = isReady
  if (isReady) replica.first.resolve()
}
