import type { Manifest } from '../manifest.ts'
import { addressOf } from './address.ts'
import type { Ack, Envelope } from './envelope.ts'
import { createHttpSender } from './http.ts'
import { createSocketHub, type SocketHub } from './socket.ts'

/** Delivers to the app by Socket Mode or by signed requests, as the manifest says. */
export type Courier = {
  deliver(envelope: Envelope): Promise<Ack>
  isConnected(): boolean
  sockets: SocketHub
  stop(): Promise<void>
}

export type CourierOptions = {
  manifest(): Manifest
  appId: string
  signingSecret: string
  ackDeadlineMs: number
  signedAt: () => number
  signal: AbortSignal
  /** Called when the connection to the app changes. */
  onConnection(): void
}

export function createCourier(options: CourierOptions): Courier {
  const sockets = createSocketHub(options)
  const sender = createHttpSender(options)
  const isSocketMode = () => options.manifest().settings.socket_mode_enabled
  return {
    async deliver(envelope) {
      if (isSocketMode()) return sockets.deliver(envelope)
      const address = addressOf(options.manifest(), envelope)
      return address === undefined
        ? { acknowledged: false, failure: 'dispatch_failed' }
        : sender.deliver(address, envelope)
    },
    isConnected: () =>
      isSocketMode() ? sockets.count() > 0 : options.manifest().settings.event_subscriptions.request_url !== undefined,
    sockets,
    async stop() {
      sender.stop()
      await sockets.stop()
    },
  }
}
