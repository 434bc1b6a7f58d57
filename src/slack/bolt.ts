import type { IncomingMessage, ServerResponse } from 'node:http'
import { App, HTTPReceiver, type Logger, type Receiver, SocketModeReceiver } from '@slack/bolt'
import type { WebClientOptions } from '@slack/web-api'
import { AppError } from '../errors.ts'
import type { Installs } from './installs.ts'
import { type Listening, listen } from './listeners.ts'
import { receive } from './receive.ts'
import { refusalOf } from './refusals.ts'
import { commandScope, scopesByEvent, scopesByMethod } from './surface.ts'

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
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
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
  const { delivery } = parts
  const events = new HTTPReceiver(eventOptions(parts))
  const pages = new HTTPReceiver(pageOptions(parts, clientOptions))
  const socket = delivery.mode === 'socket' ? socketReceiver(delivery.appToken, parts, clientOptions) : undefined
  const app = new App({
    receiver: socket ?? events,
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
    handle: (request, response) => receive(isPage(request) ? pages : events, request, response),
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

const redirectPath = '/slack/oauth_redirect'
const pagePaths = ['/slack/install', redirectPath]

function isPage({ url = '' }: IncomingMessage): boolean {
  return pagePaths.includes(url.split('?')[0] ?? '')
}

/** In Socket Mode this receiver is not used for anything. */
function eventOptions({ delivery, boltLog }: SlackParts) {
  return delivery.mode === 'http'
    ? { signingSecret: delivery.signingSecret, endpoints: [eventsPath], logger: boltLog }
    : { signingSecret: unused, endpoints: [], logger: boltLog }
}

const eventsPath = '/slack/events'
const unused = 'not used'

/**
 * The pages of installing have a receiver of their own: Bolt refuses one that installs together with `authorize`,
 * which is how both modes find a workspace's token.
 */
function pageOptions({ oauth, installs, boltLog, slackApiUrl }: SlackParts, clientOptions: WebClientOptions) {
  const nothing = { signingSecret: unused, endpoints: [], logger: boltLog }
  if (oauth === undefined || installs.oauthStore === undefined) return nothing
  const { publicUrl, ...secrets } = oauth
  return {
    ...nothing,
    ...secrets,
    redirectUri: `${publicUrl}${redirectPath}`,
    installationStore: installs.oauthStore,
    scopes: allScopes(),
    installerOptions: {
      clientOptions,
      authorizationUrl: new URL('../oauth/v2/authorize', slackApiUrl).href,
      redirectUriPath: redirectPath,
      directInstall: true,
    },
  }
}

/** When its last try to come back fails, Bolt throws where nobody can catch it: so there is no last one. */
const untilBack = { forever: true, minTimeout: 500, maxTimeout: 30_000, randomize: true }

function socketReceiver(appToken: string, { boltLog }: SlackParts, options: WebClientOptions): SocketModeReceiver {
  const clientOptions = { ...options, retryConfig: untilBack }
  return new SocketModeReceiver({ appToken, logger: boltLog, installerOptions: { clientOptions } })
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

function allScopes(): string[] {
  const needed = [...Object.values(scopesByMethod), ...Object.values(scopesByEvent)].flat()
  return [...new Set([commandScope, ...needed])]
}
