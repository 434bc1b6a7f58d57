import type { Ack, Delivery, Envelope } from './envelope.ts'
import { createHttpSender } from './http.ts'
import { createSocketHub, type SocketHub } from './socket.ts'

/** Brings things to the app, by Socket Mode or by signed requests. */
export type Courier = {
  connect(delivery: Delivery): void
  deliver(envelope: Envelope): Promise<Ack>
  isConnected(): boolean
  delivery(): Delivery
  sockets: SocketHub
  stop(): Promise<void>
}

export type CourierOptions = {
  delivery: Delivery
  appId: string
  signingSecret: string
  ackDeadlineMs: number
  signedAt: () => number
  signal: AbortSignal
  /** Called whenever the way to the app changes. */
  onConnection(): void
}

export function createCourier(options: CourierOptions): Courier {
  const sockets = createSocketHub(options)
  const sender = createHttpSender(options)
  let delivery = options.delivery
  return {
    connect(next) {
      delivery = next
      options.onConnection()
    },
    deliver: (envelope) =>
      delivery.mode === 'http' ? sender.deliver(delivery.requestUrl, envelope) : sockets.deliver(envelope),
    isConnected: () => delivery.mode === 'http' || sockets.count() > 0,
    delivery: () => delivery,
    sockets,
    async stop() {
      sender.stop()
      await sockets.stop()
    },
  }
}
