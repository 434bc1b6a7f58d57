import type { IncomingMessage, ServerResponse } from 'node:http'
import { App, HTTPReceiver, type Logger, LogLevel, type Receiver, SocketModeReceiver } from '@slack/bolt'
import type { WebClientOptions } from '@slack/web-api'
import { AppError } from '../errors.ts'
import type { Installs } from './installs.ts'
import { type Listening, listen } from './listeners.ts'
import { refusalOf } from './refusals.ts'
import { scopesByEvent, scopesByMethod } from './surface.ts'

export type SlackParts = Listening & {
  delivery: { mode: 'http'; signingSecret: string } | { mode: 'socket'; appToken: string }
  /** Present when workspaces install Ferry by themselves. */
  oauth?: { clientId: string; clientSecret: string; stateSecret: string; publicUrl: string }
  slackApiUrl: string
  installs: Installs
  boltLog: Logger
}

export type Slack = {
  /** Resolves when Slack's requests can come in. */
  start(): Promise<void>
  /** Answers what belongs to Slack: events in HTTP mode, and the pages of installing. */
  handle(request: IncomingMessage, response: ServerResponse): void
  isConnected(): boolean
  /** Takes nothing new and waits for what was begun. */
  stop(): Promise<void>
}

/**
 * The edge to Slack, on Bolt. Its clients are for answering people only: few retries and never a queue that waits,
 * because a trigger lives three seconds. What Ferry says by itself goes through `wire.ts`.
 */
export function createSlack(parts: SlackParts): Slack {
  const clientOptions: WebClientOptions = {
    slackApiUrl: parts.slackApiUrl,
    retryConfig: { retries: 2, minTimeout: 100, maxTimeout: 500 },
    rejectRateLimitedCalls: true,
    timeout: 5000,
  }
  const web = new HTTPReceiver(webOptions(parts, clientOptions))
  const socket =
    parts.delivery.mode === 'socket' ? socketReceiver(parts.delivery.appToken, parts, clientOptions) : undefined
  const app = new App({
    receiver: socket ?? web,
    authorize: ({ teamId, enterpriseId, isEnterpriseInstall }) =>
      parts.installs.authorize((isEnterpriseInstall ? enterpriseId : teamId) ?? undefined),
    clientOptions,
    logger: parts.boltLog,
    deferInitialization: true,
  })
  const connection = socket === undefined ? undefined : followConnection(socket)
  app.error(async (error) => parts.log.error({ err: error }, 'Slack request could not be handled'))
  listen(app, parts)
  return {
    start: () => start(app, socket),
    handle: (request, response) => web.requestListener(request, response),
    isConnected: () => connection === undefined || connection.isUp(),
    async stop() {
      await socket?.stop()
      await parts.work.drain()
    },
  }
}

async function start(app: App, socket: Receiver | undefined): Promise<void> {
  await app.init()
  if (socket === undefined) return
  try {
    await app.start()
  } catch (error) {
    throw error instanceof AppError ? error : refusalOf(error, { method: 'apps.connections.open', isRepeatable: true })
  }
}

/** In Socket Mode this receiver only serves the pages of installing; it then accepts no events. */
function webOptions({ delivery, oauth, installs, boltLog, slackApiUrl }: SlackParts, clientOptions: WebClientOptions) {
  const isHttp = delivery.mode === 'http'
  const authorizationUrl = new URL('../oauth/v2/authorize', slackApiUrl).href
  return {
    signingSecret: isHttp ? delivery.signingSecret : 'not used in Socket Mode',
    endpoints: isHttp ? ['/slack/events'] : [],
    logger: boltLog,
    logLevel: LogLevel.WARN,
    ...(oauth === undefined || installs.oauthStore === undefined
      ? {}
      : {
          clientId: oauth.clientId,
          clientSecret: oauth.clientSecret,
          stateSecret: oauth.stateSecret,
          redirectUri: `${oauth.publicUrl}/slack/oauth_redirect`,
          installationStore: installs.oauthStore,
          scopes: allScopes(),
          installerOptions: {
            clientOptions,
            authorizationUrl,
            redirectUriPath: '/slack/oauth_redirect',
            directInstall: true,
          },
        }),
  }
}

function socketReceiver(
  appToken: string,
  { boltLog }: SlackParts,
  clientOptions: WebClientOptions,
): SocketModeReceiver {
  return new SocketModeReceiver({ appToken, logger: boltLog, installerOptions: { clientOptions } })
}

/** Slack refreshes its socket now and then; until the new one is up, nothing comes in. */
function followConnection({ client }: SocketModeReceiver): { isUp(): boolean } {
  let isUp = false
  client.on('connected', () => {
    isUp = true
  })
  for (const event of ['disconnected', 'disconnecting', 'reconnecting']) {
    client.on(event, () => {
      isUp = false
    })
  }
  return { isUp: () => isUp }
}

function allScopes(): string[] {
  const needed = [...Object.values(scopesByMethod), ...Object.values(scopesByEvent)].flat()
  return [...new Set(['commands', ...needed])]
}
