import { setMaxListeners } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { Clock } from '../clock.ts'
import { serveConsent } from './consent.ts'
import { serveControl } from './control/serve.ts'
import { createWorld } from './create-world.ts'
import { createCourier } from './delivery/courier.ts'
import { serveFile, serveResponseUrl, serveUpload } from './hooks.ts'
import type { Exchange } from './http/exchange.ts'
import { createRouter, type Handler } from './http/router.ts'
import { forHttp, type Manifest } from './manifest.ts'
import type { Platform } from './platform.ts'
import type { Panel } from './protocol.ts'
import { createRateLimits } from './rate-limits.ts'
import { seedFrom } from './seed.ts'
import type { AppSettings, SeedOptions } from './settings.ts'
import { serveWebApi } from './web-api/serve.ts'
import { changed, type World } from './world.ts'

export type LocalSlackOptions = SeedOptions & {
  /** The port. By default 0, which takes a free one. */
  port?: number
  /** The clock of messages, triggers and response_urls. */
  clock?: Clock
  panels?: () => Panel[]
  /** How long Slack waits for an acknowledgement, by default 3 s, in real time. */
  ackDeadlineMs?: number
  /** How long the app may open a form after an act, by default 3 s as in Slack, by `clock`. */
  triggerLifeMs?: number
  /** Whether Slack's rate limits apply, by `clock`. By default, they do not. */
  hasRateLimits?: boolean
  /** The clock of request signatures and Date headers. By default real time, because apps compare it with their own. */
  signatureClock?: Clock
}

export type LocalSlack = {
  /** `http://127.0.0.1:port`, without a slash at the end. */
  url: string
  /** Base URL of the Web API, `…/api/`. */
  apiUrl: string
  app: AppSettings
  world: World
  /** Saves another manifest, as on Slack's page. Granted scopes stay until the app is installed again. */
  configure(manifest: Manifest): void
  /** Turns HTTP mode on for an app at this address, as the header of manifest.yml says. */
  connect(publicUrl: string): void
  /** Gives a path and everything below it to a handler of the host. */
  mount(prefix: string, handler: Handler): void
  stop(): Promise<void>
}

/** Starts a Slack on 127.0.0.1 that a Bolt app cannot distinguish from the real one. */
export async function createLocalSlack(options: LocalSlackOptions = {}): Promise<LocalSlack> {
  const clock = options.clock ?? { now: Date.now }
  const world = createWorld(seedFrom(options), { clock, triggerLifeMs: options.triggerLifeMs ?? 3000 })
  const stopping = new AbortController()
  setMaxListeners(0, stopping.signal)
  const platform = platformOf(world, options, stopping.signal)
  const router = createRouter()
  mountSlack(router.mount, platform)
  const { signatureClock = { now: Date.now } } = options
  const server = createServer((request, response) => {
    response.setHeader('date', new Date(signatureClock.now()).toUTCString())
    void router.route(request, response)
  })
  server.on('upgrade', platform.courier.sockets.upgrade)
  const configure = (manifest: Manifest) => {
    world.manifest = manifest
    changed(world)
  }
  world.origin = await listen(server, options.port ?? 0)
  return {
    url: world.origin,
    apiUrl: `${world.origin}/api/`,
    app: world.seed.app,
    world,
    configure,
    connect: (publicUrl) => configure(forHttp(world.manifest, publicUrl)),
    mount: (prefix, handler) => router.mount(prefix, ({ request, response }) => handler(request, response)),
    async stop() {
      stopping.abort()
      await platform.courier.stop()
      await close(server)
    },
  }
}

function platformOf(world: World, options: LocalSlackOptions, signal: AbortSignal): Platform {
  const courier = createCourier({
    manifest: () => world.manifest,
    appId: world.seed.app.id,
    signingSecret: world.seed.app.signingSecret,
    ackDeadlineMs: options.ackDeadlineMs ?? 3000,
    signedAt: options.signatureClock?.now ?? Date.now,
    signal,
    onConnection: () => changed(world),
  })
  const rateLimits = options.hasRateLimits === true ? { rateLimits: createRateLimits(world.clock) } : {}
  return { world, courier, panels: options.panels ?? (() => []), signal, ...rateLimits }
}

type Serve = (platform: Platform, exchange: Exchange) => void | Promise<void>

const doors: Record<string, Serve> = {
  '/api/': serveWebApi,
  '/control/': serveControl,
  '/files/': serveFile,
  '/hooks/': serveResponseUrl,
  '/oauth/v2/authorize': serveConsent,
  '/upload/': serveUpload,
}

function mountSlack(
  mount: (prefix: string, handle: (exchange: Exchange) => void | Promise<void>) => void,
  platform: Platform,
): void {
  for (const [prefix, serve] of Object.entries(doors)) mount(prefix, (exchange) => serve(platform, exchange))
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The local Slack has no port')
  return `http://127.0.0.1:${address.port}`
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
