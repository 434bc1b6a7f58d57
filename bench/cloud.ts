import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { createSimulatedClock } from '../playground/clock.ts'
import { handleHuaweiControl } from '../playground/huawei/control.ts'
import { createHuawei } from '../playground/huawei/simulator.ts'
import { cloudAccounts, taskId, tasksPerAccount } from './accounts.ts'
import { listenOn } from './listen.ts'

/** The simulated cloud as a child process. Its time stands still, so that nothing changes by itself. */
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
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/control/')) return void control(request, response)
    tellFirst(request.socket)
    cloud.handle(request, response)
  })
  const tellFirst = watchForFirstCall(server)
  const { url } = await listenOn(server)
  process.stdout.write(`${JSON.stringify({ url })}\n`)
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
