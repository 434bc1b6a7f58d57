import { type Logger, SocketModeReceiver } from '@slack/bolt'
import type { WebClientOptions } from '@slack/web-api'
import type { Clock } from '../../async/clock.ts'
import { inTime } from '../../async/in-time.ts'

/** Receives Slack's requests over a connection that Ferry opens. */
export type SlackSocket = {
  receiver: SocketModeReceiver
  isUp(): boolean
  /** Disconnects once everything that has arrived is acknowledged. */
  stop(): Promise<void>
}
export type SocketParts = { appToken: string; clientOptions: WebClientOptions; clock: Clock; logger: Logger }

/** Retries of the connection, without a last one: when a last one fails, Bolt throws where nobody can catch it. */
const untilBack = { forever: true, minTimeout: 500, maxTimeout: 30_000, randomize: true }
/** Latest acknowledgement that Slack takes, in milliseconds after its request. */
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
      // Nothing can be acknowledged after the disconnection, and Bolt's own stop waits for neither.
      await inTime(envelopes.acknowledged(), { ms: ackDeadlineMs, clock, late: undefined })
      await inTime(receiver.client.disconnect(), { ms: ackDeadlineMs, clock, late: undefined })
    },
  }
}

/** Follows whether the socket is up. Slack refreshes it now and then; until the new one is up, nothing arrives. */
function followConnection({ client }: SocketModeReceiver): { isUp(): boolean } {
  let isUp = false
  client.on('connected', () => {
    isUp = true
  })
  // A lost connection is reported as `close`. `reconnecting` comes seconds later, when a new one is made.
  for (const event of ['close', 'disconnected', 'disconnecting']) {
    client.on(event, () => {
      isUp = false
    })
  }
  return { isUp: () => isUp }
}

type Envelope = { envelope_id: string }

/**
 * Follows the requests that are not acknowledged yet. Some never are: nobody waits for one whose connection has ended,
 * or that Slack has given up.
 */
function followEnvelopes({ client }: SocketModeReceiver, clock: Clock): { acknowledged(): Promise<void> } {
  /** When each unacknowledged request arrived, in epoch milliseconds, by envelope id. */
  const open = new Map<string, number>()
  // Bolt sees a request before this listener, and acknowledges some at once.
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
