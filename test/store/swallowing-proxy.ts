import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** Between Ferry and a server: can leave connections open that lead nowhere, as a host does that lost its power. */
export async function startSwallowingProxy(target: string): Promise<SwallowingProxy> {
  const { hostname, port } = new URL(target)
  const sockets: Socket[] = []
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    for (const socket of [near, far]) socket.on('error', () => {})
    near.pipe(far).pipe(near)
    sockets.push(near, far)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The system gave no port')
  return {
    url: `redis://127.0.0.1:${address.port}`,
    swallow() {
      for (const socket of sockets) socket.unpipe().resume()
    },
    stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

export type SwallowingProxy = {
  url: string
  /** From now on what the open connections carry is lost; new ones work. */
  swallow(): void
  stop(): void
}
