import type { Socket } from 'node:net'
import type { Clock } from '../../async/clock.ts'

/** The connections of a server, and which of them are closed when there are too many. */
export type Connections = {
  welcome(socket: Socket): void
  /**
   * Notes that a request on this connection has a valid signature. From then on the connection is not closed for others.
   * False if it must end with its answer, because too many such connections are kept already.
   */
  prove(socket: Socket): boolean
  /** Ends connections that have sent no request yet, which Node does not count as idle. */
  endSilent(): void
}

export type ConnectionLimits = {
  connections: number
  /** Connections without a proven signature that always find room, so that health is answered in any case. */
  newcomers: number
  /** How long a connection may send nothing once more than half the room is taken. */
  silentMs: number
}

export type ConnectionParts = {
  limits: ConnectionLimits
  /** Measures spans. */
  clock: Pick<Clock, 'now'>
  /** Called for each connection that is closed to make room. */
  onClosed(): void
}

/**
 * Makes room for the newest connection at the cost of the oldest that has not proven a signature. Slack proves itself
 * within milliseconds, and health is answered as fast, so the oldest is a stranger's.
 */
export function createConnections({ limits, clock, onClosed }: ConnectionParts): Connections {
  /** With the time at which each was opened, oldest first. */
  const unproven = new Map<Socket, number>()
  const proven = new Set<Socket>()

  function close(socket: Socket): void {
    unproven.delete(socket)
    socket.destroy()
    onClosed()
  }

  function makeRoom(): void {
    const room = Math.max(limits.connections - proven.size, limits.newcomers)
    const half = limits.connections / 2
    const lately = clock.now() - limits.silentMs
    for (const [socket, openedAt] of unproven) {
      const isTooLongSilent = openedAt < lately && socket.bytesRead === 0 && unproven.size + proven.size > half
      if (isTooLongSilent || unproven.size > room) close(socket)
      else if (openedAt >= lately) return
    }
  }

  return {
    welcome(socket) {
      unproven.set(socket, clock.now())
      socket.once('close', () => {
        unproven.delete(socket)
        proven.delete(socket)
      })
      makeRoom()
    },
    prove(socket) {
      if (unproven.delete(socket)) proven.add(socket)
      return proven.size <= limits.connections
    },
    endSilent() {
      for (const socket of unproven.keys()) if (socket.bytesRead === 0) socket.destroy()
    },
  }
}
