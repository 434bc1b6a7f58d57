import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { listenOn } from '../../bench/world/listen.ts'

/**
 * A load balancer in front of the replicas, as in a cluster: it takes turns, keeps connections, and repeats no request.
 */
export type Balancer = {
  url: string
  /** Replaces the replicas. Resolves when every new one has been ready once. */
  setReplicas(urls: readonly string[]): Promise<void>
  /** The responses that the balancer gave itself, each with its status and reason. */
  failures(): string[]
  stop(): Promise<void>
}

export type BalancerOptions = {
  /** Time between two looks at each `/readyz`, in milliseconds. By default it also looks before each request. */
  lookEveryMs?: number
}

const usuallyEveryMs = 200

export async function startBalancer({ lookEveryMs }: BalancerOptions = {}): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true })
  const ending = new AbortController()
  const looking: Promise<void>[] = []
  let replicas: Replica[] = []
  const failures: string[] = []
  let turn = 0

  function fail(outgoing: ServerResponse, status: number, why: string): void {
    failures.push(`${status} ${why}`)
    outgoing.writeHead(status).end(why)
  }

  async function keepLooking(replica: Replica): Promise<void> {
    while (!ending.signal.aborted && replicas.includes(replica)) {
      await look(replica)
      await pause(lookEveryMs ?? usuallyEveryMs, undefined, { signal: ending.signal }).catch(() => undefined)
    }
  }

  function add(url: string): Replica {
    const replica = { url, isReady: false, first: Promise.withResolvers<void>(), looks: 0, seen: 0, answer: '' }
    setImmediate(() => looking.push(keepLooking(replica)))
    return replica
  }

  async function forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = Buffer.concat(await incoming.toArray())
    if (lookEveryMs === undefined) await Promise.all(replicas.map(look))
    const ready = replicas.filter(({ isReady }) => isReady)
    const replica = ready[turn++ % Math.max(1, ready.length)]
    if (replica === undefined) return fail(outgoing, 503, `of ${replicas.map(({ answer }) => answer)}, none is ready`)
    const { method, headers } = incoming
    request(`${replica.url}${incoming.url}`, { agent, method, headers: withoutHops(headers) }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, { 'content-type': answer.headers['content-type'] ?? 'text/plain' })
      answer.pipe(outgoing)
    })
      .on('error', (error) => fail(outgoing, 502, `${replica.answer}, and then ${error.message}`))
      .end(body)
  }

  const server = await listenOn(createServer((incoming, outgoing) => void forward(incoming, outgoing)))
  return {
    url: server.url,
    failures: () => failures,
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

/** Headers without those that concern one connection only: the balancer has its own connections to the replicas. */
function withoutHops({ connection: _, 'keep-alive': __, ...headers }: IncomingMessage['headers']) {
  return headers
}

type Replica = {
  url: string
  isReady: boolean
  first: PromiseWithResolvers<void>
  looks: number
  /** Number of the look that gave the present state. */
  seen: number
  answer: string
}

async function look(replica: Replica): Promise<void> {
  replica.looks += 1
  const own = replica.looks
  const answer = await fetch(`${replica.url}/readyz`).then(
    (response) => response.text(),
    () => 'no answer',
  )
  // A later look has already answered, so this answer is out of date.
  if (own < replica.seen) return
  Object.assign(replica, { seen: own, answer: answer.trim(), isReady: answer.includes('"ready"') })
  if (replica.isReady) replica.first.resolve()
}
