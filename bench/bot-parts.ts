import { systemClock } from '../src/clock.ts'
import { createDelivery, type Delivery } from '../src/delivery/outbox.ts'
import type { Wire } from '../src/delivery/wire.ts'
import { createConnections } from '../src/providers/connections.ts'
import { createHttp } from '../src/providers/http.ts'
import { providers } from '../src/providers/index.ts'
import { openStore } from '../src/store/open.ts'
import type { Store } from '../src/store/store.ts'
import { createPoller, type Poller } from '../src/watch/poll.ts'
import { encryptionKeys } from './ferry.ts'

/** The parts of a tick as app.ts connects them, without Slack's listeners and without a schedule. */
export type BotParts = { store: Store; poller: Poller; delivery: Delivery; stop(): Promise<void> }

export type BotPartsOptions = {
  storeUrl: string
  cloudUrl: string
  wire: Wire
  /** Whether to leave out the delivery to Slack. */
  isSilent?: boolean
}

export async function openBotParts({ storeUrl, cloudUrl, wire, isSilent }: BotPartsOptions): Promise<BotParts> {
  const clock = systemClock
  const log = { warn: report, error: report }
  const store = await openStore({ url: storeUrl, encryptionKeys: parseKeys(encryptionKeys), clock })
  const http = createHttp({ clock })
  const connections = createConnections({
    providers,
    environment: { clock, fetchJson: http.fetchJson, warn: () => {} },
    endpointAllowlist: [new URL(cloudUrl).host],
  })
  const delivery = createDelivery({ store, wire, clock, log })
  const ears = isSilent ? { nudge: () => {}, resume: () => {}, sweep: async () => {} } : delivery
  const poller = createPoller({ store, providers, connect: connections.of, delivery: ears, clock, log })
  return {
    store,
    poller,
    delivery,
    async stop() {
      await poller.stop()
      await delivery.stop()
      await http.stop()
      await store.stop()
    },
  }
}

/** A wire for measurements that must not send anything. */
export const noWire: Wire = {
  post: () => Promise.reject(new Error('Nothing should have been posted')),
  update: () => Promise.reject(new Error('Nothing should have been edited')),
  find: () => Promise.resolve(undefined),
  tell: () => Promise.resolve(),
}

function parseKeys(keys: string): { id: string; key: Buffer }[] {
  const [id = '', base64 = ''] = keys.split(':')
  return [{ id, key: Buffer.from(base64, 'base64') }]
}

/** Writes a report to stderr, so that a failure does not go unnoticed. */
function report(details: object, message: string): void {
  process.stderr.write(`${message}: ${'err' in details ? String(details.err) : ''}\n`)
}
