import type { IncomingMessage, ServerResponse } from 'node:http'
import { App, HTTPReceiver, type Logger, type Receiver } from '@slack/bolt'
import type { WebClientOptions } from '@slack/web-api'
import { type Clock, steadyBeside } from '../../async/clock.ts'
import { AppError } from '../../errors/errors.ts'
import { workspaceIn } from '../answer/actor.ts'
import { installAnswers } from '../install/answers.ts'
import type { Installs } from '../install/installs.ts'
import { type Listening, listen } from '../receive/listeners.ts'
import { receive } from '../receive/receive.ts'
import { createBodyReader } from '../receive/request-body.ts'
import type { Refusal } from '../receive/request-head.ts'
import { createSocket } from '../receive/socket.ts'
import { meteredFetch, type SlackCall } from './metered-fetch.ts'
import { refusalOf } from './refusals.ts'
import { wantedScopes } from './surface.ts'

export type SlackParts = Listening & {
  delivery: { mode: 'http'; signingSecret: string } | { mode: 'socket'; appToken: string }
  /** Present if workspaces install Ferry by themselves. */
  oauth?: { clientId: string; clientSecret: string; stateSecret: string; publicUrl: string }
  slackApiUrl: string
  installs: Installs
  clock: Clock
  boltLog: Logger
  /** Called with the outcome of each call of the Web API. */
  onCall(call: SlackCall): void
}

export type Slack = {
  /** Resolves when Ferry can receive Slack's requests. */
  start(): Promise<void>
  /**
   * Answers the requests that are for Slack's part: events in HTTP mode, and the installation pages. Resolves to the
   * reason if it refuses one. Calls `prove` once a signature is proven, which returns whether the connection may be kept.
   */
  handle(request: IncomingMessage, response: ServerResponse, prove: () => boolean): Promise<Refusal | undefined>
  isConnected(): boolean
  /** Acknowledges what has arrived, takes nothing new from a socket, and waits for work in progress. */
  stop(): Promise<void>
}

/**
 * Ferry's connection to Slack, on Bolt. Its clients only answer people: they retry little and never queue a call,
 * because a trigger lives three seconds. Messages that Ferry sends by itself go through `wire.ts`.
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
  // Every request comes through `receive`, which has checked its signature.
  const signatureVerification = false
  const events = new HTTPReceiver({
    signingSecret,
    signatureVerification,
    endpoints: [eventsPath],
    logger: parts.boltLog,
  })
  const pages = new HTTPReceiver(pageOptions(parts, clientOptions))
  const socket =
    delivery.mode === 'socket'
      ? createSocket({ appToken: delivery.appToken, clientOptions, clock: steadyBeside(clock), logger: parts.boltLog })
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
    handle: (request, response, prove) => receive({ ...receiving, prove }, request, response),
    isConnected: () => socket === undefined || socket.isUp(),
    async stop() {
      await socket?.stop()
      await parts.work.drain()
    },
  }
}

/** Longest wait for an answer to be sent, in milliseconds: an answer that hangs holds up the next one. */
const answerTimeoutMs = 5000

/** `fetch` with a timeout. Bolt sets none for a response_url; calls of the Web API bring their own. */
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

/**
 * The paths that the server takes, each with its method. In Socket Mode there is no path for events, without OAuth none
 * for installing.
 */
function methodsOf({ delivery, oauth }: SlackParts): ReadonlyMap<string, string> {
  const events = [[eventsPath, 'POST']] as const
  const pages = [
    [installPath, 'GET'],
    [redirectPath, 'GET'],
  ] as const
  return new Map([...(delivery.mode === 'http' ? events : []), ...(oauth === undefined ? [] : pages)])
}

/**
 * Options of the receiver for the installation pages. It is a receiver of its own, because Bolt refuses one that both
 * installs and uses `authorize`, with which both modes find a workspace's token.
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
    scopes: wantedScopes(),
    installerOptions: {
      clientOptions,
      authorizationUrl: new URL('../oauth/v2/authorize', slackApiUrl).href,
      redirectUriPath: redirectPath,
      directInstall: true,
      callbackOptions: installAnswers({ installUrl: `${publicUrl}${installPath}`, log }),
    },
  }
}
