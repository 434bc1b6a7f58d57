import { createServer } from 'node:net'
import { App, type AppOptions, type Logger, LogLevel } from '@slack/bolt'
import { WebClient } from '@slack/web-api'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { type Manifest, manifestFile } from '../../../playground/slack/manifest.ts'
import type { ActResult, Message } from '../../../playground/slack/protocol.ts'
import { createLocalSlack, type LocalSlack, type LocalSlackOptions } from '../../../playground/slack/server.ts'
import { actsIn, ImpossibleAct } from '../../acts.ts'
import { happened } from '../../happenings.ts'

export type Mode = 'http' | 'socket'

/** Starts a local Slack for the duration of a test, for an app with more scopes than Ferry's. */
export async function startSlack(options: LocalSlackOptions = {}): Promise<LocalSlack> {
  const slack = await createLocalSlack({ manifest: greedyManifest(), ...options })
  slack.world.watchers.add(happened)
  onTestFinished(() => slack.stop())
  return slack
}

/** Connects the real Bolt to the local Slack in either mode. It stops before the Slack does. */
export async function startBolt(slack: LocalSlack, mode: Mode, options: AppOptions = {}): Promise<App> {
  const { app } = slack
  const common: AppOptions = {
    ...('authorize' in options ? {} : { token: tokenOf(slack) }),
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, timeout: 5000 },
    logger: silent,
    ...options,
  }
  const bolt = new App(
    mode === 'socket'
      ? { ...common, socketMode: true, appToken: app.appToken }
      : { ...common, signingSecret: app.signingSecret },
  )
  bolt.error(async () => {})
  const port = await freePort()
  await bolt.start({ port, host: '127.0.0.1' })
  if (mode === 'http') slack.connect(`http://127.0.0.1:${port}`)
  onTestFinished(async () => {
    await bolt.stop()
  })
  return bolt
}

/** The real WebClient of one workspace, without retries. */
export function clientOf(slack: LocalSlack, { teamId = 'T0LOCAL', timeout = 5000 } = {}): WebClient {
  return new WebClient(tokenOf(slack, teamId), {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    logger: silent,
  })
}

export function tokenOf(slack: LocalSlack, teamId = 'T0LOCAL'): string {
  return slack.world.installs.get(teamId)?.bot_token ?? ''
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return address === null || typeof address === 'string' ? 0 : address.port
}

/** Acts through control, for example with a click, and returns the answer. Fails if nobody could do that in Slack. */
export async function act(slack: LocalSlack, path: string, request: object = {}): Promise<ActResult> {
  return actsIn(slack)(path, request)
}

/** The reason why nobody could do that in Slack. */
export async function refusal(slack: LocalSlack, path: string, request: object): Promise<string> {
  return act(slack, path, request).then(
    () => 'It was possible',
    (error: unknown) => (error instanceof ImpossibleAct ? error.reason : String(error)),
  )
}

export async function look(slack: LocalSlack, path: string): Promise<unknown> {
  return (await fetch(`${slack.url}/control/${path}`)).json()
}

/** Calls the Web API directly, with the first workspace's token unless the arguments contain another. */
export async function callApi(
  slack: LocalSlack,
  method: string,
  args: { token?: string; [name: string]: unknown } = {},
) {
  const { token = tokenOf(slack), ...body } = args
  const response = await fetch(slack.apiUrl + method, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return apiAnswer.parse(await response.json())
}

/** Ferry's manifest with every scope, event and shortcut that the local Slack knows. */
export function greedyManifest(): Manifest {
  const manifest = manifestFile()
  const { bot } = manifest.oauth_config.scopes
  const { bot_events } = manifest.settings.event_subscriptions
  const history = ['channels:join', 'channels:manage', 'im:history', 'im:read', 'reactions:write', 'team:read']
  bot.push(...history, 'users.profile:read')
  bot_events.push('channel_archive', 'group_archive', 'member_left_channel')
  bot_events.push('message.channels', 'message.groups', 'message.im')
  for (const name of ['new', 'open']) manifest.features.shortcuts.push({ name, type: 'global', callback_id: name })
  manifest.features.shortcuts.push({ name: 'about', type: 'message', callback_id: 'about' })
  return manifest
}

export function messagesIn(slack: LocalSlack, channel: string): Message[] {
  return slack.world.messages.get(channel) ?? []
}

export function textsIn(slack: LocalSlack, channel: string): string[] {
  return messagesIn(slack, channel).map((message) => message.text)
}

export function modalsOf(slack: LocalSlack, user: string) {
  return slack.world.modals.get(user) ?? []
}

export function textBlock(text: string) {
  return { type: 'section', text: { type: 'mrkdwn', text } }
}

export function plain(text: string) {
  return { type: 'plain_text' as const, text }
}

const apiAnswer = z.looseObject({ ok: z.boolean(), error: z.string().optional() })

export const silent: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
}
