import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { listenOn } from '../../bench/listen.ts'

/** Stands before the replicas, as a balancer in a cluster would: takes turns, keeps connections, and repeats nothing. */
export type Balancer = {
  url: string
  /** From now on these are asked whether they are ready; resolves when all of them are. */
  setReplicas(urls: readonly string[]): Promise<void>
  /** What it answered by itself, and why. */
  failures(): string[]
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

/** The balancer's own connections are between it and the replica. */
function withoutHops({ connection: _, 'keep-alive': __, ...headers }: IncomingMessage['headers']) {
  return headers
}

type Replica = {
  url: string
  isReady: boolean
  first: PromiseWithResolvers<void>
  looks: number
  /** Which of the looks this was. */
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
  // An answer that was overtaken by a later one tells of the past.
  if (own < replica.seen) return
  Object.assign(replica, { seen: own, answer: answer.trim(), isReady: answer.includes('"ready"') })
  if (replica.isReady) replica.first.resolve()
}
