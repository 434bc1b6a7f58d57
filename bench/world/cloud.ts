import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { request as call } from 'undici'
import { createSimulatedClock } from '../../playground/clock.ts'
import { handleHuaweiControl } from '../../playground/huawei/control.ts'
import { createHuawei, type HuaweiSimulator } from '../../playground/huawei/simulator.ts'
import { cloudAccounts, taskId, tasksPerAccount } from './accounts.ts'
import { listenOn } from './listen.ts'

/**
 * The simulated cloud as a child process. Its time stands still, so that nothing changes by itself. `/bench/latency` says
 * how long it waits before each answer, `/bench/ahead` has it render again all that it was ever asked for.
 */
async function main(): Promise<void> {
  const accounts = cloudAccounts(Number(process.env.ACCOUNTS ?? 1))
  const tasks = Number(process.env.TASKS ?? tasksPerAccount)
  const clock = createSimulatedClock()
  clock.setSpeed(0)
  const cloud = createHuawei({ clock, accounts, gatewayClock: { now: Date.now } })
  for (const [index, { projectId }] of accounts.entries()) {
    for (let task = 0; task < tasks; task += 1) {
      // So slow that it still runs after any jump of the clock.
      cloud.addTask(projectId, { id: taskId(index, task), bytes: 50_000_000_000_000, bytesPerSecond: 4_000_000 })
    }
  }
  const control = handleHuaweiControl(cloud, clock)
  const pages = await keepPages(cloud)
  let latencyMs = 0
  const server = createServer(async (request, response) => {
    const [, area, command, argument] = (request.url ?? '').split('/')
    if (area === 'control') {
      pages.forget()
      return void control(request, response)
    }
    if (area === 'bench') {
      if (command === 'latency') latencyMs = Number(argument)
      else await pages.renderAhead()
      return void response.end('{}')
    }
    tellFirst(request.socket)
    if (latencyMs > 0) setTimeout(() => pages.answer(request, response), latencyMs)
    else pages.answer(request, response)
  })
  const tellFirst = watchForFirstCall(server)
  const { url } = await listenOn(server)
  process.stdout.write(`${JSON.stringify({ url })}\n`)
}

type Page = { status: number; body: Buffer }

/**
 * Keeps pages that are rendered ahead, since rendering takes the simulator longer than a client needs to read them. What
 * it does not have, the simulator answers.
 */
async function keepPages(cloud: HuaweiSimulator) {
  const { url } = await cloud.listen()
  const asked = new Map<string, Pick<IncomingMessage, 'headers'> & { path: string }>()
  const pages = new Map<string, Page>()
  return {
    answer(request: IncomingMessage, response: ServerResponse): void {
      const { url: path = '', method, headers } = request
      const key = `${headers['x-project-id']} ${path}`
      const page = pages.get(key)
      if (page !== undefined) {
        response.writeHead(page.status, { 'content-type': 'application/json' }).end(page.body)
        return
      }
      if (method === 'GET') asked.set(key, { path, headers })
      cloud.handle(request, response)
    },
    async renderAhead(): Promise<void> {
      for (const [key, { path, headers }] of asked) {
        const { statusCode, body } = await call(`${url}${path}`, { headers })
        pages.set(key, { status: statusCode, body: Buffer.from(await body.arrayBuffer()) })
      }
    },
    forget: () => pages.clear(),
  }
}

/** Once asked, reports the time of the first call on a new connection: old ones may hold calls of a dead process. */
function watchForFirstCall(server: Server): (socket: Socket) => void {
  let fresh: WeakSet<Socket> | undefined
  process.on('message', () => {
    fresh = new WeakSet()
  })
  server.on('connection', (socket) => fresh?.add(socket))
  return (socket) => {
    if (fresh?.has(socket) !== true) return
    fresh = undefined
    process.send?.({ calledAt: Date.now() })
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  process.exit(1)
})
