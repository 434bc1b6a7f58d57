import { connect, type Socket } from 'node:net'
import { happened } from './happenings.ts'

/** Strangers who open many connections to a server, send nothing, and come back whenever one is closed. */
export type SilentSockets = {
  /** How often a connection was closed. */
  closed(): number
  stop(): void
}

export function openSilentSockets({ port, count }: { port: number; count: number }): SilentSockets {
  const open = new Set<Socket>()
  let closed = 0
  let isOver = false
  const dial = () => {
    const socket = connect(port, '127.0.0.1')
    open.add(socket)
    socket.resume()
    socket.on('error', () => {})
    socket.once('close', () => {
      open.delete(socket)
      closed += 1
      happened()
      if (!isOver) setImmediate(dial)
    })
  }
  for (let index = 0; index < count; index += 1) dial()
  return {
    closed: () => closed,
    stop() {
      isOver = true
      for (const socket of open) socket.destroy()
    },
  }
}
