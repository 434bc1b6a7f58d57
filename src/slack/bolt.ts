import type { IncomingMessage, ServerResponse } from 'node:http'
import { App, HTTPReceiver, type Logger, type Receiver } from '@slack/bolt'
import type { WebClientOptions } from '@slack/web-api'
import type { Clock } from '../clock.ts'
import { AppError } from '../errors.ts'
import { workspaceIn } from './actor.ts'
import { installAnswers } from './install-answers.ts'
import type { Installs } from './installs.ts'
import { type Listening, listen } from './listeners.ts'
import { meteredFetch, type SlackCall } from './metered-fetch.ts'
import { receive } from './receive.ts'
import { refusalOf } from './refusals.ts'
import { createBodyReader } from './request-body.ts'
import type { Refusal } from './request-head.ts'
import { createSocket } from './socket.ts'
import { neededScopes } from './surface.ts'

export type SlackParts = Listening & {
  delivery: { mode: 'http'; signingSecret: string } | { mode: 'socket'; appToken: string }
  /** Present when workspaces install Ferry by themselves. */
  oauth?: { clientId: string; clientSecret: string; stateSecret: string; publicUrl: string }
  slackApiUrl: string
  installs: Installs
  clock: Clock
  boltLog: Logger
  /** Told how each call of the Web API went. */
  onCall(call: SlackCall): void
}

export type Slack = {
  /** Resolves when Slack's requests can come in. */
  start(): Promise<void>
  /** Answers what belongs to Slack: events in HTTP mode, and the pages of installing. Else says why it does not. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<Refusal | undefined>
  isConnected(): boolean
  /** Acknowledges what has come in, takes nothing new from a socket, and waits for what was begun. */
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
    timeout: answerTimeoutMs,
    fetch: meteredFetch(fetchInTime, parts.onCall),
  }
  const { delivery, clock } = parts
  const signingSecret = delivery.mode === 'http' ? delivery.signingSecret : unused
  const events = new HTTPReceiver({ signingSecret, endpoints: [eventsPath], logger: parts.boltLog })
  const pages = new HTTPReceiver(pageOptions(parts, clientOptions))
  const socket =
    delivery.mode === 'socket'
      ? createSocket({ appToken: delivery.appToken, clientOptions, clock, logger: parts.boltLog })
      : undefined
  const app = new App({
    receiver: socket?.receiver ?? events,
    authorize: (_, body) => parts.installs.authorize(workspaceIn(body)),
    clientOptions,
    logger: parts.boltLog,
    deferInitialization: true,
  })
  app.error(async (error) => parts.log.error({ err: error }, 'Slack request could not be handled'))
  listen(app, parts)
  const bodies = createBodyReader()
  const receiving = { signingSecret, signedPath: eventsPath, methods: methodsOf(parts), events, pages, bodies, clock }
  return {
    start: () => start(app, socket?.receiver),
    handle: (request, response) => receive(receiving, request, response),
    isConnected: () => socket === undefined || socket.isUp(),
    async stop() {
      await socket?.stop()
      await parts.work.drain()
    },
  }
}

/** An answer that hangs holds up the one that follows it. */
const answerTimeoutMs = 5000

/** Bolt's answers through a response_url know no timeout; calls of the Web API bring their own. */
function fetchInTime(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  return fetch(input, { ...init, signal: init.signal ?? AbortSignal.timeout(answerTimeoutMs) })
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

const eventsPath = '/slack/events'
const installPath = '/slack/install'
const redirectPath = '/slack/oauth_redirect'
const unused = 'not used'

/** In Socket Mode Slack sends nothing here, and without OAuth nobody installs anything. */
function methodsOf({ delivery, oauth }: SlackParts): ReadonlyMap<string, string> {
  const events = [[eventsPath, 'POST']] as const
  const pages = [
    [installPath, 'GET'],
    [redirectPath, 'GET'],
  ] as const
  return new Map([...(delivery.mode === 'http' ? events : []), ...(oauth === undefined ? [] : pages)])
}

/**
 * The pages of installing have a receiver of their own: Bolt refuses one that installs together with `authorize`,
 * which is how both modes find a workspace's token.
 */
function pageOptions({ oauth, installs, log, boltLog, slackApiUrl }: SlackParts, clientOptions: WebClientOptions) {
  const nothing = { signingSecret: unused, endpoints: [], logger: boltLog }
  if (oauth === undefined || installs.oauthStore === undefined) return nothing
  const { publicUrl, ...secrets } = oauth
  return {
    ...nothing,
    ...secrets,
    redirectUri: `${publicUrl}${redirectPath}`,
    installationStore: installs.oauthStore,
    scopes: neededScopes(),
    installerOptions: {
      clientOptions,
      authorizationUrl: new URL('../oauth/v2/authorize', slackApiUrl).href,
      redirectUriPath: redirectPath,
      directInstall: true,
      callbackOptions: installAnswers({ installUrl: `${publicUrl}${installPath}`, log }),
    },
  }
}
