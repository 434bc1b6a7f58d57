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
  const envelopes = followEnvelopes(receiver, clock)
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

/**
 * What has come in and is not acknowledged yet. Some of it never is: nobody waits for that once its connection has ended,
 * or Slack has given it up.
 */
function followEnvelopes({ client }: SocketModeReceiver, clock: Clock): { acknowledged(): Promise<void> } {
  /** Since when each is open. */
  const open = new Map<string, number>()
  // Bolt hears of an envelope first, and acknowledges some of them on the spot.
  let early: string | undefined
  let quiet = Promise.withResolvers<void>()
  quiet.resolve()
  const forget = (ids: Iterable<string>) => {
    for (const id of ids) open.delete(id)
    if (open.size === 0) quiet.resolve()
  }
  const forgetLate = () => {
    const latest = clock.now() - ackDeadlineMs
    forget([...open].filter(([, since]) => since <= latest).map(([id]) => id))
  }
  client.on('outgoing_message', ({ envelope_id }: Envelope) => {
    early = envelope_id
    forget([envelope_id])
  })
  client.on('slack_event', ({ envelope_id }: Envelope) => {
    forgetLate()
    if (early === envelope_id) return
    if (open.size === 0) quiet = Promise.withResolvers<void>()
    open.set(envelope_id, clock.now())
  })
  client.on('close', () => forget([...open.keys()]))
  return {
    acknowledged() {
      forgetLate()
      return quiet.promise
    },
  }
}

async function within(ended: Promise<unknown>, { ms, clock }: { ms: number; clock: Clock }): Promise<void> {
  const over = new AbortController()
  await Promise.race([ended, clock.sleep(ms, over.signal)])
  over.abort()
}
