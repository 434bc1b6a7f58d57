import { type Logger, SocketModeReceiver } from '@slack/bolt'
import type { WebClientOptions } from '@slack/web-api'
import type { Clock } from '../clock.ts'

/** Slack's requests over a connection that Ferry opens. */
export type SlackSocket = {
  receiver: SocketModeReceiver
  isUp(): boolean
  /** Disconnects once everything that has come in is acknowledged. */
  stop(): Promise<void>
}
export type SocketParts = { appToken: string; clientOptions: WebClientOptions; clock: Clock; logger: Logger }

/** When its last try to come back fails, Bolt throws where nobody can catch it: so there is no last one. */
const untilBack = { forever: true, minTimeout: 500, maxTimeout: 30_000, randomize: true }
/** Slack takes no acknowledgement later than this. */
const ackDeadlineMs = 3000

export function createSocket({ appToken, clientOptions, clock, logger }: SocketParts): SlackSocket {
  const installerOptions = { clientOptions: { ...clientOptions, retryConfig: untilBack } }
  const receiver = new SocketModeReceiver({ appToken, logger, installerOptions })
  const connection = followConnection(receiver)
  const envelopes = followEnvelopes(receiver)
  return {
    receiver,
    isUp: connection.isUp,
    async stop() {
      // Nothing can be acknowledged after the goodbye, and Bolt's own stop does not wait for either.
      await within(envelopes.acknowledged(), { ms: ackDeadlineMs, clock })
      await within(receiver.client.disconnect(), { ms: ackDeadlineMs, clock })
    },
  }
}

/** Slack refreshes its socket now and then; until the new one is up, nothing comes in. */
function followConnection({ client }: SocketModeReceiver): { isUp(): boolean } {
  let isUp = false
  client.on('connected', () => {
    isUp = true
  })
  // A lost connection is told as `close`; only seconds later, when it is made anew, as `reconnecting`.
  for (const event of ['close', 'disconnected', 'disconnecting']) {
    client.on(event, () => {
      isUp = false
    })
  }
  return { isUp: () => isUp }
}

type Envelope = { envelope_id: string }

/** What has come in and is not acknowledged yet. */
function followEnvelopes({ client }: SocketModeReceiver): { acknowledged(): Promise<void> } {
  const open = new Set<string>()
  // Bolt hears of an envelope first, and acknowledges some of them on the spot.
  const early = new Set<string>()
  let quiet = Promise.withResolvers<void>()
  quiet.resolve()
  client.on('outgoing_message', ({ envelope_id }: Envelope) => {
    if (!open.delete(envelope_id)) early.add(envelope_id)
    if (open.size === 0) quiet.resolve()
  })
  client.on('slack_event', ({ envelope_id }: Envelope) => {
    if (early.delete(envelope_id)) return
    if (open.size === 0) quiet = Promise.withResolvers<void>()
    open.add(envelope_id)
  })
  return { acknowledged: () => quiet.promise }
}

async function within(ended: Promise<unknown>, { ms, clock }: { ms: number; clock: Clock }): Promise<void> {
  const over = new AbortController()
  await Promise.race([ended, clock.sleep(ms, over.signal)])
  over.abort()
}
